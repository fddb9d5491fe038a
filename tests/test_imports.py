"""Bringing in what other systems export: seen before anything is written, kept whole, and undone without a trace."""

import io
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from kith.core.errors import Denied, Refused, Unseen
from kith.exchange import actions as exporting
from kith.exchange import bringing, bringing_work, policy
from kith.exchange.models import Import
from kith.identity.models import Membership
from kith.knowledge.actions import commenting, writing
from kith.knowledge.actions.commenting import Place
from kith.knowledge.models import Attachment, Item, Version
from tests import elsewhere, walk
from tests.elsewhere import DATA, picture, zipped


@pytest.fixture
def space(world):
    return world.space("Handbook")


def send(world, space, name, data, **more):
    return bringing.send(space.uid, name, [data], by=world.actor("ada"), **more)


def read(world, space, name, data, **more):
    """Send something and let it be read; it must be readable."""
    row = send(world, space, name, data, **more)
    state = bringing_work.work(row.pk)
    row.refresh_from_db()
    assert state == "read", row.failed
    return row


def bring(world, space, name, data, **more):
    row = read(world, space, name, data, **more)
    bringing.agree(row.uid, by=world.actor("ada"))
    state = bringing_work.work(row.pk)
    row.refresh_from_db()
    assert state == "done", row.failed
    return row


def refused(world, space, name, data):
    """The sentence with which something is refused that was read in vain."""
    row = send(world, space, name, data)
    assert bringing_work.work(row.pk) == "failed"
    row.refresh_from_db()
    assert not space.items.exists()
    return row.failed


def page(space, title):
    return Item.objects.select_related("current", "parent").get(space=space, title=title, binned_at=None)


def lines(row):
    return {line[0]: line for line in row.report["lines"]}


def notes(row):
    return [note for line in row.report["lines"] for note in line[3]]


def blocks(space, title):
    return [node["type"] for node in page(space, title).current.body["content"]]


def find(node, kind):
    """All nodes of a kind below one."""
    found = [node] if node.get("type") == kind else []
    return found + [each for child in node.get("content", []) for each in find(child, kind)]


def test_nothing_is_written_before_she_has_looked(world, space):
    row = read(world, space, "handbook.zip", elsewhere.markdown())
    assert (Item.objects.count(), Attachment.objects.count()) == (0, 0)
    assert row.report["sums"] | {"left_out": 0} == row.report["sums"]
    assert (row.report["sums"]["new"], row.report["sums"]["attachments_out"]) == (3, 1)
    assert any("gone.md" in note for note in notes(row))
    said = walk.said(walk.browser(world, "ada").get(f"/imports/{row.uid}"))
    assert "Vent the core" in said and "Bring it in" in said and "gone.md" in said


def test_a_markdown_zip_comes_in_with_tree_links_pictures_and_dates(world, space):
    bring(world, space, "handbook.zip", elsewhere.markdown())
    casting, vent = page(space, "Casting"), page(space, "Vent the core")
    assert vent.parent == casting and casting.parent is None
    assert casting.created_at == datetime(2021, 3, 4, tzinfo=UTC)
    assert f"/items/{casting.uid}" in vent.current.html
    assert f"/files/{casting.attachments.get().uid}" in casting.current.html


def test_undo_takes_back_all_of_it_and_leaves_what_was_there(world, space):
    mine = world.item(space, "Mine")
    row = bring(world, space, "handbook.zip", elsewhere.markdown())
    bringing.undo(row.uid, by=world.actor("ada"))
    assert bringing_work.work(row.pk) == "undone"
    assert list(space.items.filter(binned_at=None)) == [mine]
    row.refresh_from_db()
    assert row.report["undone"] == {"binned": 3, "restored": 0} and row.report["stays"] == []


def test_undo_leaves_what_somebody_has_worked_on_since_and_says_so(world, space):
    row = bring(world, space, "handbook.zip", elsewhere.markdown())
    commenting.open_thread(page(space, "Vent the core").uid, "Why?", Place(), by=world.actor("ben"))
    bringing.undo(row.uid, by=world.actor("ada"))
    bringing_work.work(row.pk)
    row.refresh_from_db()
    assert {item.title for item in space.items.filter(binned_at=None)} == {"Casting", "Vent the core"}
    assert [title for title, _why in row.report["stays"]] == ["Vent the core"]
    assert "Vent the core" in walk.said(walk.browser(world, "ada").get(f"/imports/{row.uid}"))


def test_a_newer_edition_changes_its_pages_and_undo_gives_them_their_text_again(world, space):
    first = bring(world, space, "a.zip", zipped({"a.md": "# A\n\n![j](j.png)", "j.png": picture(), "b.md": "# B\n\nb"}))
    was = page(space, "A").current
    newer = zipped({"a.md": "# A\n\nnew ![j](j.png)", "j.png": picture("blue"), "b.md": "# B\n\nb", "c.md": "# C\n\nc"})
    row = read(world, space, "a.zip", newer, earlier_uid=first.uid)
    assert {line[0]: line[2] for line in row.report["lines"] if line[1] == "page"} == {
        "a.md": "changed",
        "b.md": "unchanged",
        "c.md": "new",
    }
    bringing.agree(row.uid, by=world.actor("ada"))
    bringing_work.work(row.pk)
    assert page(space, "A").current.number == 2
    bringing.undo(row.uid, by=world.actor("ada"))
    bringing_work.work(row.pk)
    back = page(space, "A")
    assert (back.current.sha256, back.current.number) == (was.sha256, 3)
    assert back.current.body == was.body and f"/files/{back.attachments.get(removed_at=None).uid}" in back.current.html
    assert not space.items.filter(title="C", binned_at=None).exists()


def test_two_imports_of_the_same_names_never_take_each_others_pages(world, space):
    bring(world, space, "a.zip", zipped({"index.md": "# One", "x.md": "# X one"}))
    bring(world, space, "b.zip", zipped({"index.md": "# Two", "x.md": "# X two"}))
    assert {item.title for item in space.items.all()} == {"One", "X one", "Two", "X two"}


def test_it_comes_below_the_page_that_was_chosen_as_closely_held_as_was_chosen(world, space):
    above = world.item(space, "Above")
    bring(world, space, "handbook.zip", elsewhere.markdown(), under_uid=above.uid, classification=2)
    assert page(space, "Casting").parent == above
    assert set(above.children.values_list("classification", flat=True)) == {2}


def test_pages_of_a_site_keep_links_tables_and_pictures_and_lose_what_acts(world, space):
    row = bring(world, space, "site.zip", elsewhere.web())
    first, second = page(space, "First"), page(space, "Second")
    assert f'href="/items/{second.uid}#way"' in first.current.html
    assert (
        "script" not in first.current.html and "Menu" not in first.current.text and "Imprint" not in first.current.text
    )
    assert "table" in blocks(space, "Second") and second.attachments.count() == 2
    assert first.created_at == datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert first.current.note == "By Ruth." and "1 × embedded page: left out" in notes(row)


@pytest.mark.parametrize("export", [elsewhere.confluence, elsewhere.confluence_xml])
def test_a_space_of_confluence_keeps_tree_files_boxes_tasks_comments_and_dates(world, space, export):
    row = bring(world, space, "space.zip", export())
    home, seals = page(space, "Home"), page(space, "Seals")
    assert (seals.parent, home.parent) == (home, None)
    assert f'href="/items/{home.uid}"' in seals.current.html
    body = seals.current.body
    assert find(body, "callout")[0]["attrs"]["tone"] in {"caution"} and find(body, "taskItem")[0]["attrs"]["checked"]
    assert len(find(body, "image")) == 1 and "Which grease?" in seals.current.text
    assert seals.current.published_at.date().isoformat() == "2020-05-06"
    assert row.form.startswith("Confluence")
    if export is elsewhere.confluence:
        assert {each.name for each in seals.attachments.all()} == {"901.png", "902.txt"}
        assert "Ruth Vale" in seals.current.note and find(body, "table") and "Tom Hale" in seals.current.text
    else:
        assert find(body, "codeBlock")[0]["content"][0]["text"] == "print(1 < 2)"
        assert "ruth" in seals.current.note and "macro “roadmap”: left out" in notes(row)
        assert row.report["sums"]["left_out"] == 1  # an earlier version


def test_a_workspace_of_notion_keeps_its_pages_and_its_databases_with_their_rows(world, space):
    row = bring(world, space, "Export.zip", elsewhere.notion())
    workshop, sand, trials, first = (page(space, each) for each in ("Workshop", "Sand", "Trials", "First trial"))
    assert (sand.parent, trials.parent, first.parent) == (workshop, workshop, trials)
    assert f"/items/{sand.uid}" in workshop.current.html and f"/items/{trials.uid}" in workshop.current.html
    assert f"/items/{first.uid}" in trials.current.html and "Second trial" in trials.current.text
    assert find(workshop.current.body, "callout") and find(workshop.current.body, "taskItem")
    assert "Rejects" in first.current.text and first.created_at.date().isoformat() == "2021-03-04"
    assert row.form == "Notion" and not any("a" * 32 in line[0] for line in row.report["lines"] if line[1] == "page")


def test_a_dump_of_mediawiki_follows_redirects_and_tells_what_a_dump_does_not_hold(world, space):
    row = bring(world, space, "dump.xml", elsewhere.mediawiki())
    furnace, care = page(space, "Furnace"), page(space, "Furnace/Care")
    assert care.parent == furnace and f"/items/{care.uid}" in furnace.current.html
    assert (
        find(furnace.current.body, "table") and f'href="/items/{furnace.uid}"' in furnace.current.html
    )  # by way of Oven
    assert furnace.current.note == "By Tom." and "template “Infobox”: left out" in notes(row)
    assert {line[0] for line in row.report["lines"] if line[1] == "left out"} == {"Oven", "Talk:Furnace"}


def test_a_book_of_bookstack_keeps_chapters_links_pictures_and_files(world, space):
    bring(world, space, "book.zip", elsewhere.bookstack())
    book, seals, grease, start = (page(space, each) for each in ("Pumps", "Seals", "Grease", "Start"))
    assert (seals.parent, grease.parent, start.parent) == (book, seals, book)
    assert f"/items/{start.uid}" in grease.current.html and f"/items/{grease.uid}" in start.current.html
    assert {each.name for each in grease.attachments.all()} == {"jig.png", "notes.txt"}
    assert find(grease.current.body, "image")


def test_a_collection_of_outline_keeps_its_tree_and_its_blocks(world, space):
    bring(world, space, "outline.zip", elsewhere.outline())
    start, seals = page(space, "Start"), page(space, "Seals")
    assert seals.parent == start and start.parent.title == "Pumps" and f"/items/{seals.uid}" in start.current.html
    kinds = blocks(space, "Start")
    assert {"paragraph", "callout", "taskList", "codeBlock"} <= set(kinds)
    assert start.current.published_at == datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC) and start.attachments.count() == 1


def test_mails_come_in_by_thread_with_what_was_attached(world, space):
    bring(world, space, "box.mbox", elsewhere.LETTERS)
    thread = page(space, "Porous castings")
    assert "Why are they porous?" in thread.current.text and "grün" in thread.current.text
    assert thread.attachments.get().name == "notes.txt" and "track.example" not in thread.current.html
    assert thread.created_at == datetime(2020, 1, 6, 9, tzinfo=UTC)
    assert page(space, "Another matter").current.text.strip().endswith("Plain")


@pytest.mark.parametrize("name", ["notes.docx", "notes.odt", "notes.rtf", "notes.pdf"])
def test_a_document_comes_in_with_its_structure_and_stays_as_the_file_that_it_is(world, space, name):
    bring(world, space, name, (DATA / name).read_bytes())
    item = space.items.get()
    text = " ".join([item.title, item.current.text])
    assert "Foundry notes" in text and "Grüße, 水, мир." in text and "before" in text
    assert find(item.current.body, "heading") and find(item.current.body, "listItem")
    assert item.attachments.filter(name=name).get().sha256
    if name != "notes.pdf":
        assert find(item.current.body, "tableCell") and "https://example.org/x" in item.current.html


def test_a_documents_comments_and_tracked_changes_are_told(world, space):
    row = bring(world, space, "commented.docx", (DATA / "commented.docx").read_bytes())
    text = page(space, "Chapter one").current.text
    assert "Tom Hale" in text and "“commented here”: with a comment" in text and "new" in text and "old" not in text
    assert any("tracked deletion" in note for note in notes(row))


def test_slides_books_and_workbooks_come_in(world, space):
    bring(world, space, "slides.pptx", (DATA / "slides.pptx").read_bytes())
    bring(world, space, "book.epub", (DATA / "book.epub").read_bytes())
    row = bring(world, space, "parts.xlsx", (DATA / "parts.xlsx").read_bytes())
    bring(world, space, "list.csv", "Teil;Preis\nDichtung;1,5\n".encode("cp1252"))
    assert find(page(space, "slides").current.body, "table") and page(space, "Chapter one")
    assert "2020-01-02" in page(space, "parts").current.text and "formulas" in notes(row)[0]
    assert find(page(space, "list").current.body, "tableHeader")[0]


def test_documents_in_a_zip_become_pages_or_files_as_she_chooses(world, space):
    both = zipped({"a.md": "# A", "notes.docx": (DATA / "notes.docx").read_bytes()})
    bring(world, space, "one.zip", both)
    assert {item.title for item in space.items.all()} == {"A", "Files"}
    bring(world, space, "two.zip", both, documents="page")
    assert space.items.filter(current__text__contains="Grüße").exists()


def test_an_archive_of_ours_comes_in_by_the_browser_and_can_be_undone(world, space):
    top = world.item(space, "Cast", "Pour **slowly**")
    export = exporting.ask("item", top.uid, "archive", by=world.actor("ada"))
    exporting.make(export.pk)
    there = world.space("There")
    row = bring(world, there, "a.zip", exporting.opened(export).read())
    assert row.form == "Kith" and page(there, "Cast").current.sha256 == top.versions.get().sha256
    bringing.undo(row.uid, by=world.actor("ada"))
    bringing_work.work(row.pk)
    assert not there.items.filter(binned_at=None).exists() and page(space, "Cast")


# Hostile and broken files.


def link_out():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("leak.md")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("a.md", "# A")
        archive.writestr("../../out.md", "# Out")
        archive.writestr("/abs.md", "# Abs")
        archive.writestr("C:\\win.md", "# Win")
        archive.writestr("/".join(["d"] * 40) + "/deep.md", "# Deep")
    return out.getvalue()


def test_a_zip_that_leads_out_of_its_folder_brings_only_what_is_inside(world, space):
    row = bring(world, space, "evil.zip", link_out())
    assert [item.title for item in space.items.all()] == ["A"]
    assert row.report["sums"]["left_out"] == 5
    assert not (bringing.folder(row).parent.parent / "out.md").exists()


def test_names_that_no_disk_takes_leave_out_their_files_only(world, space):
    parts = {"a.md": "# A", "x" * 300 + ".md": "# Long", "b": "file", "b/c.md": "# C", "d\\e.md": "# E"}
    row = bring(world, space, "a.zip", zipped(parts))
    assert {"A", "E"} <= {item.title for item in space.items.all()}
    assert row.report["sums"]["left_out"] >= 2 and page(space, "E").parent.title == "D"


def zeros(size):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.md", "w", force_zip64=True) as part,
    ):
        block = bytes(10_000_000)
        for _each in range(size // len(block)):
            part.write(block)
    return out.getvalue()


def many(count):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.md", "")
    return out.getvalue()


def lying():
    """A zip whose directory says that a part is small when it is not."""
    data = bytearray(zipped({"a.md": "x" * 50_000, "b.md": "# B"}))
    for place in (data.find(b"PK\x01\x02") + 24,):
        data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("zeros.zip", lambda: zeros(600_000_000), "too large when unpacked"),
        ("many.zip", lambda: many(50_001), "more than 50,000 parts"),
        ("cut.zip", elsewhere.markdown()[:-40], "damaged"),
        ("none.zip", b"not a zip file", "damaged"),
        ("locked.pdf", (DATA / "locked.pdf").read_bytes(), "password"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "password"),
        ("cut.docx", (DATA / "notes.docx").read_bytes()[:4000], "damaged"),
        ("cut.pdf", (DATA / "notes.pdf").read_bytes()[:9000], "damaged"),
        ("other.docx", zipped({"a.txt": "x"}), "damaged"),
        ("cut.xlsx", (DATA / "parts.xlsx").read_bytes()[:2000], "damaged"),
        ("dump.xml", elsewhere.mediawiki()[:-300], "damaged"),
        ("other.xml", b"<note>hi</note>", "cannot be read"),
        ("entities.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><mediawiki><page>&a;', "damaged"),
        ("empty.zip", zipped({}), "no page"),
        ("data.zip", zipped({"data.json": '{"book": '}), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_what_cannot_be_read_is_refused_with_a_sentence(world, space, name, data, words):
    sentence = refused(world, space, name, data() if callable(data) else data)
    assert words in sentence and sentence.endswith(".")


def test_a_zip_that_lies_about_a_part_brings_the_others(world, space):
    row = bring(world, space, "lying.zip", lying())
    assert [item.title for item in space.items.all()] == ["B"] and row.report["sums"]["left_out"] == 1


def test_a_file_that_is_two_things_is_read_as_what_its_name_says_and_runs_nothing(world, space):
    both = b"<html><body><script>alert(1)</script><p>Hi</p></body></html>" + zipped({"a.md": "# A"})
    bring(world, space, "both.html", both)
    assert "script" not in space.items.get().current.html


def test_html_inside_any_format_never_acts(world, space):
    evil = '<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><svg onload=alert(1)></svg><iframe src=x>'
    for name, data in {
        "a.zip": zipped({"a.html": evil, "b.md": evil}),
        "a.eml": f"Subject: x\nContent-Type: text/html\n\n{evil}".encode(),
        "a.csv": f"a,b\n{evil},1".encode(),
    }.items():
        bring(world, space, name, data)
    for version in Version.objects.all():
        assert "onerror" not in version.html.replace("&lt;img src=x onerror", "")
        assert 'href="javascript' not in version.html and "<iframe" not in version.html and "<svg" not in version.html


def test_a_hundred_thousand_open_tags_stop_nobody(world, space):
    bring(world, space, "deep.html", b"<title>Deep</title><p>In" + b"<b>" * 100_000)
    assert page(space, "Deep").current.text.strip() == "In"


def test_the_reading_process_loads_neither_django_nor_the_database():
    code = "import kith.exchange.reading.sending, sys; print('django' in sys.modules, 'kith.knowledge' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# Who may.


def test_only_who_sent_it_sees_it_and_only_where_she_may_write(world, space):
    quiet = world.space("Quiet", to_all=False)
    with pytest.raises((Unseen, Denied)):
        bringing.send(quiet.uid, "a.md", [b"# A"], by=world.actor("ben"))
    with pytest.raises((Unseen, Denied)):
        bringing.send(space.uid, "a.md", [b"# A"], by=world.actor("tom"))
    row = read(world, space, "a.md", b"# A")
    for who in ("ben", "tom", "dan"):
        assert not policy.imports.scope(world.actor(who)).exists()
        assert walk.browser(world, who).get(f"/imports/{row.uid}").status_code == 404
        for deed in (bringing.agree, bringing.undo, bringing.drop):
            with pytest.raises(Unseen):
                deed(row.uid, by=world.actor(who))


def test_who_left_brings_nothing_in(world, space):
    row = read(world, space, "a.md", b"# A")
    bringing.agree(row.uid, by=world.actor("ada"))
    Membership.objects.filter(person=world.people["ada"]).update(ended_at=datetime.now(UTC))
    assert bringing_work.work(row.pk) == "failed" and not space.items.exists()


def test_in_a_joint_space_only_whose_space_it_is_brings_in(world):
    space = world.space("Joint")
    world.agree("foundry", "tom")
    world.share(space, "foundry", joint=True)
    with pytest.raises(Refused, match="needs an owner"):
        bringing.send(space.uid, "a.md", [b"# A"], by=world.actor("tom"))


def test_what_is_dropped_is_gone_from_the_disk(world, space):
    row = read(world, space, "a.md", b"# A")
    bringing.drop(row.uid, by=world.actor("ada"))
    assert not bringing.folder(row).exists()
    with pytest.raises(Refused):
        bringing.agree(row.uid, by=world.actor("ada"))


def test_refusals_come_before_anything_is_kept(world, space):
    for name, data in {"a.exe": b"MZ", "a.md": b""}.items():
        with pytest.raises(Refused):
            send(world, space, name, data)
    assert not Import.objects.exists()
    for number in range(3):
        send(world, space, f"{number}.md", b"# A")
    with pytest.raises(Refused, match="Three imports"):
        send(world, space, "4.md", b"# A")


def test_an_import_that_was_cut_off_goes_on_and_can_still_be_undone_whole(world, space, monkeypatch):
    row = read(world, space, "a.zip", zipped({f"{number}.md": f"# Page {number}" for number in range(60)}))
    bringing.agree(row.uid, by=world.actor("ada"))
    real, calls = writing.put, []

    def put(*args, **kwargs):
        calls.append(1)
        if len(calls) == 30:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr("kith.knowledge.importing.run.put", put)
    with pytest.raises(KeyboardInterrupt):
        bringing_work.work(row.pk)
    assert 0 < space.items.exclude(current=None).count() < 60
    monkeypatch.undo()
    assert bringing_work.work(row.pk) == "done" and space.items.exclude(current=None).count() == 60
    bringing.undo(row.uid, by=world.actor("ada"))
    bringing_work.work(row.pk)
    assert not space.items.filter(binned_at=None).exists()


def test_what_came_in_before_it_went_wrong_is_taken_back(world, space, monkeypatch):
    row = read(world, space, "a.zip", zipped({f"{number:02}.md": f"# Page {number}" for number in range(40)}))
    bringing.agree(row.uid, by=world.actor("ada"))
    real, calls = writing.put, []

    def put(*args, **kwargs):
        calls.append(1)
        if len(calls) == 30:
            raise ZeroDivisionError
        return real(*args, **kwargs)

    monkeypatch.setattr("kith.knowledge.importing.run.put", put)
    with pytest.raises(ZeroDivisionError):
        bringing_work.work(row.pk)
    monkeypatch.undo()
    browser = walk.browser(world, "ada")
    assert "Take back what came in" in walk.said(browser.get(f"/imports/{row.uid}"))
    with pytest.raises(Refused):
        bringing.drop(row.uid, by=world.actor("ada"))
    browser.post(f"/imports/{row.uid}/undo")
    assert bringing_work.work(row.pk) == "undone" and not space.items.filter(binned_at=None).exists()


def test_a_newer_edition_that_was_cut_off_can_still_be_undone_whole(world, space, monkeypatch):
    pages = {f"{number:02}.md": f"# Page {number}\n\nold" for number in range(40)}
    first = bring(world, space, "a.zip", zipped(pages))
    newer = zipped({name: text.replace("old", "new") for name, text in pages.items()})
    row = read(world, space, "a.zip", newer, earlier_uid=first.uid)
    bringing.agree(row.uid, by=world.actor("ada"))
    real, calls = writing.put, []

    def put(*args, **kwargs):
        calls.append(1)
        if len(calls) == 30:  # in the second batch; the first one is in
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr("kith.knowledge.importing.run.put", put)
    with pytest.raises(KeyboardInterrupt):
        bringing_work.work(row.pk)
    monkeypatch.undo()
    assert bringing_work.work(row.pk) == "done"
    bringing.undo(row.uid, by=world.actor("ada"))
    bringing_work.work(row.pk)
    assert {item.current.text.split()[-1] for item in space.items.select_related("current")} == {"old"}


def test_the_report_is_a_workbook_in_which_nothing_is_reckoned(world, space):
    row = read(world, space, "a.zip", zipped({"=1+1.md": "# =HYPERLINK(1)"}))
    answer = walk.browser(world, "ada").get(f"/imports/{row.uid}/report")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.data_type for cell in sheet[2]][:2] == ["s", "s"] and sheet["B2"].value == "=HYPERLINK(1)"


def test_it_is_sent_looked_at_and_brought_in_by_the_pages(world, space, work):
    browser = walk.browser(world, "ada")
    form = {"file": io.BytesIO(elsewhere.markdown()), "classification": "1", "documents": ""}
    form["file"].name = "handbook.zip"
    answer = browser.post(f"/imports/new?space={space.uid}", form)
    assert answer.status_code == 302
    work()
    assert "Bring it in" in walk.said(browser.get(answer["Location"]))
    browser.post(f"{answer['Location']}/agree")
    work()
    assert page(space, "Casting")
    assert "Undo the import" in walk.said(browser.get(answer["Location"]))
    assert "handbook.zip" in walk.said(browser.get("/inbox"))
    wrong = browser.post(f"/imports/new?space={space.uid}", {"classification": "1"})
    assert wrong.status_code == 422


def test_template_tags_are_read_by_the_profile_that_was_chosen(world, space):
    tagged = zipped({"pages/a.md": 'See {% page "/b/" %}', "pages/b.md": "# B\n\nb"})
    row = bring(world, space, "a.zip", tagged, profile="18f")
    assert f"/items/{page(space, 'B').uid}" in page(space, "A").current.html and notes(row) == []
    row = read(world, space, "a.zip", tagged)
    assert any("{% page" in note for note in notes(row))
    with pytest.raises(Refused):
        send(world, space, "a.zip", tagged, profile="../18f")


def test_leaving_out_is_said_for_every_file(world, space):
    cut = picture()[:40]
    parts = {"a.md": "# A", ".hidden": "x", "cut.png": cut, "note.txt": "words", "b.docx": "x", "empty.txt": ""}
    row = read(world, space, "a.zip", zipped(parts), documents="page")
    assert set(lines(row)) == set(parts)
    left = {path for path, line in lines(row).items() if line[1] == "left out"}
    assert left == {".hidden", "cut.png", "b.docx", "empty.txt"} and row.report["sums"]["left_out"] == 4
    assert all(line[2] for line in row.report["lines"])
