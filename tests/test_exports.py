"""Exports: what somebody may see, as files that real programs read, and nothing that is closed to her."""

import io
import json
import zipfile
from datetime import timedelta

import docx
import pypdf
import pytest
from PIL import Image

from kith.agreements.actions import ending
from kith.audit.models import Exposure
from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.exchange import actions, policy, taking_in
from kith.exchange.models import Export
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.knowledge.actions import arranging, attaching, commenting, recording, relating, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.importing.run import import_folder
from kith.knowledge.models import Attachment, Item, Relation, Thread, Version
from kith.knowledge.places import Place
from kith.prose import profile
from tests import walk

TEXT = """## Why

It **holds**, *mostly*, ~~always~~ with `code` and a [way out](https://example.org/x).

- one
  - two
- [ ] not a task

1. first
2. second

- [x] done
- [ ] open

> said

> [!WARNING]
> Hot.

| Trial | Rejects |
| --- | --- |
| before | 8 % |

```python
print("<b>")
```

See [[{other}]] and [[{closed}]]. #let x = 1 \\\\ $a$ <b>not bold</b>

![[{file}]]

![A pore](/files/{picture})
"""


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def space(world):
    return world.space("Castings & cores")


@pytest.fixture
def top(world, space):
    """A page with everything in it, one below it, and one elsewhere that it names."""
    ada = world.actor("ada")
    world.closed = world.item(world.space("Quiet", to_all=False), "Sealed drawing")
    other = world.other = world.item(space, "Dry the core", "How *dry* is dry?", classification=2)
    item = world.item(space, "Vent: the/core?", classification=2)
    file = attaching.attach(item.uid, "jig <1>.txt", [b"a jig"], by=ada)
    shot = attaching.attach(item.uid, "pore.png", [picture()], by=ada)
    text = TEXT.format(other=other.uid, closed=world.closed.uid, file=file.uid, picture=shot.uid)
    writing.save_draft(item.uid, Words(item.title, text), by=ada, shown_saves=0)
    writing.publish(item.uid, by=ada)
    world.below = world.item(space, "Below", "Under it.", parent_uid=item.uid, classification=2)
    return Item.objects.get(pk=item.pk)


def made(world, thing, form, by="ben", scope="item"):
    row = actions.ask(scope, thing.uid, form, by=world.actor(by))
    assert actions.make(row.pk), Export.objects.get(pk=row.pk).failed
    row.refresh_from_db()
    return row


def parts(row):
    with zipfile.ZipFile(actions.opened(row)) as source:
        assert source.testzip() is None
        return {name: source.read(name) for name in source.namelist()}


def test_markdown_goes_out_as_folders_with_links_that_work_and_files_beside(world, space, top):
    found = parts(made(world, space, "markdown", scope="space"))
    assert set(found) >= {"dry-the-core.md", "vent-the-core.md", "vent-the-core/below.md"}
    text = found["vent-the-core.md"].decode()
    assert text.startswith("---\ntitle: 'Vent: the/core?'\n")
    assert "[Dry the core](dry-the-core.md)" in text
    assert "a page that is not open to you" in text
    assert "Sealed drawing" not in text
    jig = next(name for name in found if name.endswith("jig-1.txt"))
    assert found[jig] == b"a jig"
    assert jig in text
    assert "![A pore](files/" in text
    assert "classification: In confidence, named partners" in text


def test_what_goes_out_as_markdown_comes_in_again_with_the_same_words(world, space, top, tmp_path):
    with zipfile.ZipFile(actions.opened(made(world, space, "markdown", scope="space"))) as source:
        source.extractall(tmp_path)
    again = world.space("Again")
    import_folder(tmp_path, again, profile.shipped("18f"), by=world.actor("ada"))
    texts = dict(Item.objects.filter(space=again).values_list("title", "current__text"))
    assert texts["Dry the core"] == world.other.current.text
    assert {"Vent: the/core?", "Below"} <= set(texts)


def test_a_site_is_read_without_kith_and_runs_nothing(world, space, top):
    found = parts(made(world, space, "site", scope="space"))
    index, page = found["index.html"].decode(), found["vent-the-core.html"].decode()
    assert 'href="vent-the-core/below.html"' in index
    assert 'href="dry-the-core.html"' in page
    assert "&lt;b&gt;" in page  # of the code
    assert "<script" not in page + index
    assert b"body{" in found["style.css"]
    assert 'href="../style.css"' in found["vent-the-core/below.html"].decode()
    assert "In confidence, named partners" in page
    below = found["vent-the-core/below.html"].decode()
    assert 'href="../index.html"' in below


def words_of(row):
    reader = pypdf.PdfReader(actions.opened(row))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def test_a_pdf_is_tagged_has_its_title_and_says_whose_it_is_on_every_sheet(world, space, top):
    reader, text = words_of(made(world, space, "pdf", scope="space"))
    assert reader.metadata.title == "Castings & cores"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for words in ("Contents", "Vent: the/core?", "before", "8 %", 'print("<b>")', "#let x = 1", "not bold", "☑"):
        assert words in text
    assert all("In confidence, named partners" in page.extract_text() for page in reader.pages[1:])
    assert "Sealed drawing" not in text


@pytest.mark.parametrize("words", ["中子を乾かす", "型芯干燥", "코어 건조", "ዳኞች", "Стержень"])
def test_a_pdf_has_all_letters_or_there_is_none_and_the_reason_is_said(world, space, words):
    """Which of them this machine has is not for the test to say; what comes out is looked at."""
    row = actions.ask("item", world.item(space, words, f"{words}. 🙂").uid, "pdf", by=world.actor("ben"))
    if actions.make(row.pk):
        row.refresh_from_db()
        assert words in words_of(row)[1]
    else:
        row.refresh_from_db()
        assert words != "Стержень"  # which the faces that come along have
        assert f"no font with some of the letters ({' '.join(sorted(set(words) - {' '})[:5])})" in row.failed


def test_a_word_document_has_headings_lists_tables_links_and_pictures(world, top):
    row = made(world, top, "docx")
    document = docx.Document(actions.opened(row))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Heading 1", "List Bullet", "List Bullet 2", "List Number"} <= styles
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["before", "8 %"]
    assert len(document.inline_shapes) == 1
    links = [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links == ["https://example.org/x"]
    assert any("In confidence" in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("form", ["markdown", "site", "pdf", "docx", "archive"])
def test_what_a_partner_takes_out_bears_her_name_and_the_agreement_and_is_written_down_first(world, top, form):
    world.agree("foundry", "cleo")
    world.share(top, "foundry")
    row = made(world, top, form, by="tom")
    held = Exposure.objects.filter(channel="export", person_id=world.people["tom"].pk)
    assert set(held.values_list("item_id", flat=True)) == {top.pk}
    if form == "pdf":
        said = words_of(row)[1]
    elif form == "docx":
        said = "\n".join(paragraph.text for paragraph in docx.Document(actions.opened(row)).paragraphs)
    else:
        said = "\n".join(part.decode("utf-8", "ignore") for name, part in parts(row).items() if "files/" not in name)
    said = " ".join(said.split())
    for words in ("Tom, Brightforge Castings", "Mutual NDA"):
        assert words in said
    assert "Sealed drawing" not in said
    assert "Dry the core" not in said  # it is not open to him


def test_a_partner_takes_out_the_present_version_only(world, top):
    world.agree("foundry", "cleo")
    world.share(top, "foundry")
    document = json.loads(parts(made(world, top, "archive", by="tom"))[f"items/{top.uid}.json"])
    assert [row["number"] for row in document["versions"]] == [2]
    own = json.loads(parts(made(world, top, "archive"))[f"items/{top.uid}.json"])
    assert [row["number"] for row in own["versions"]] == [1, 2]


def test_once_something_in_it_is_closed_the_file_is_not_given_out(world, top):
    agreement = world.agree("foundry", "cleo")
    world.share(top, "foundry")
    row = made(world, top, "pdf", by="tom")
    tom = walk.browser(world, "tom")
    assert b"".join(tom.get(f"/exports/{row.uid}/file").streaming_content).startswith(b"%PDF")
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    answer = tom.get(f"/exports/{row.uid}/file", follow=True)
    assert "not open to you any more" in walk.said(answer)
    assert "Vent" not in walk.said(tom.get("/exports")).replace(row.name, "")


def test_what_was_closed_before_it_was_made_does_not_come_in(world, top):
    agreement = world.agree("foundry", "cleo")
    world.share(top, "foundry")
    row = actions.ask("item", top.uid, "pdf", by=world.actor("tom"))
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    assert not actions.make(row.pk)
    row.refresh_from_db()
    assert "nothing in it that is open to you" in row.failed
    second = actions.ask("item", top.uid, "pdf", by=world.actor("ben"))
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=world.actor("ada"))
    assert not actions.make(second.pk)


def test_a_tree_holds_what_stands_below_and_a_page_does_not(world, top):
    assert made(world, top, "markdown").total == 1
    assert made(world, top, "markdown", scope="tree").total == 2
    arranging.bin_item(world.below.uid, by=world.actor("ada"))
    assert made(world, top, "markdown", scope="tree").total == 1


def test_nobody_asks_for_what_she_may_not_see_or_fetches_anothers(world, top):
    for name in ("tom", "dan"):
        with pytest.raises(Unseen):
            actions.ask("item", top.uid, "pdf", by=world.actor(name))
    with pytest.raises(Refused, match="format"):
        actions.ask("item", top.uid, "exe", by=world.actor("ben"))
    row = made(world, top, "pdf")
    assert walk.browser(world, "ada").get(f"/exports/{row.uid}/file").status_code == 404
    assert not policy.exports.can(world.actor("ada"), "see", row)


def test_three_at_a_time_and_a_week_later_they_are_gone(world, top):
    rows = [actions.ask("item", top.uid, "markdown", by=world.actor("ben")) for _each in range(3)]
    with pytest.raises(Refused, match="Three exports"):
        actions.ask("item", top.uid, "markdown", by=world.actor("ben"))
    actions.make(rows[0].pk)
    assert actions.sweep() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert actions.sweep() == 3
        assert not actions.path_of(rows[0]).exists()
        with pytest.raises(Unseen):
            actions.fetch(rows[0].uid, by=world.actor("ben"))


def test_it_is_asked_for_on_its_page_made_by_a_worker_and_told(world, top, work):
    ben = walk.browser(world, "ben")
    assert f"/exports/new?item={top.uid}" in walk.said(ben.get(f"/items/{top.uid}"))
    assert ben.post(f"/exports/new?item={top.uid}", {"scope": "space", "format": "pdf"}).status_code == 422
    ben.post(f"/exports/new?item={top.uid}", {"scope": "tree", "format": "markdown"})
    assert "It waits for its turn" in walk.said(ben.get("/exports"))
    work()
    assert "Your export is ready" in walk.said(ben.get("/inbox"))
    page = walk.said(ben.get("/exports", headers={"HX-Request": "true"}))
    assert "2 pages" in page
    assert "<html" not in page


# --- the archive


def archive_of(world, space, by="ada"):
    row = made(world, space, "archive", by=by, scope="space")
    fetched = actions.folder() / f"{row.uid}-fetched"
    fetched.write_bytes(actions.opened(row).read())
    return fetched


def forget(space):
    """As if it were another installation: nothing of the space is here."""
    for item in Item.objects.filter(space=space):
        Item.objects.filter(pk=item.pk).update(uid=f"x{item.pk:011d}")
    for file in Attachment.objects.filter(item__space=space):
        Attachment.objects.filter(pk=file.pk).update(uid=f"y{file.pk:011d}")


@pytest.fixture
def full(world, space, top):
    """With a decision and a relation besides."""
    ada = world.actor("ada")
    decision = world.item(space, "Which way", kind="decision")
    thread = commenting.open_thread(top.uid, "Why before?", Place("before"), by=ada)
    commenting.answer(thread.uid, "Because of <b>gas</b>.", by=world.actor("ben"))
    gone = commenting.answer(thread.uid, "zqgone", by=world.actor("ben"))
    commenting.take_back(gone.uid, by=world.actor("ben"))
    commenting.resolve(thread.uid, True, by=ada)
    option = {"name": "Vent", "for": "x", "against": ""}
    recording.save(decision.uid, {"options": [option, option], "chosen": 1}, by=ada, shown_saves=0)
    relating.say(decision.uid, "applies", top.uid, by=ada)
    return space


def test_an_archive_comes_in_elsewhere_with_the_same_ids_hashes_dates_files_and_records(world, full):
    path = archive_of(world, full)
    before = sorted(Version.objects.filter(item__space=full).values_list("title", "number", "sha256", "published_at"))
    uids = set(Item.objects.filter(space=full).values_list("uid", flat=True))
    files = sorted(Attachment.objects.filter(item__space=full).values_list("uid", "name", "sha256"))
    forget(full)
    elsewhere = world.space("Elsewhere")
    report = taking_in.take_in(path, elsewhere, by=world.actor("ada"))
    found = Item.objects.filter(space=elsewhere)
    assert set(found.values_list("uid", flat=True)) == uids
    after = Version.objects.filter(item__space=elsewhere).values_list("title", "number", "sha256", "published_at")
    assert sorted(after) == before
    assert sorted(Attachment.objects.filter(item__space=elsewhere).values_list("uid", "name", "sha256")) == files
    assert found.get(title="Below").parent == found.get(title="Vent: the/core?")
    assert found.get(title="Which way").record.data["chosen"] == 1
    assert Relation.objects.filter(item__space=elsewhere, kind="applies").count() == 1
    assert report.outcomes() == {"new": 6}


def test_what_was_said_comes_in_under_the_names_of_those_who_said_it_once_and_for_us_alone(world, full):
    path, elsewhere, ben = archive_of(world, full), world.space("Elsewhere"), world.actor("ben")
    for _twice in range(2):
        taking_in.take_in(path, elsewhere, by=ben)
    thread = Thread.objects.get(item__space=elsewhere)
    assert (thread.quote, thread.partner, thread.resolved_at is None) == ("before", None, False)
    first = Thread.objects.get(item__space=full)
    said = list(thread.comments.order_by("at").values_list("said_by", "words", "at"))
    expected = first.comments.filter(taken_back_at=None).order_by("at").values_list("person__name", "words", "at")
    assert said == list(expected)
    page = walk.said(walk.browser(world, "ben").get(f"/items/{thread.item.uid}"))
    assert "Brought in by Ben" in page
    assert "&lt;b&gt;gas&lt;/b&gt;" in page


def test_an_archive_for_a_partner_holds_what_she_may_read_of_what_was_said(world, full, top):
    world.agree("foundry", "cleo")
    world.share(top, "foundry")
    ours, theirs = (parts(made(world, top, "archive", by=name))[f"items/{top.uid}.json"] for name in ("ada", "tom"))
    assert json.loads(ours)["threads"][0]["comments"][0]["words"] == "Why before?"
    assert b"zqgone" not in ours
    assert json.loads(theirs)["threads"] == []


def test_taking_it_in_again_changes_nothing_and_a_changed_page_gets_a_version(world, full, top):
    elsewhere, ada = world.space("Elsewhere"), world.actor("ada")
    taking_in.take_in(archive_of(world, full), elsewhere, by=ada)
    again = taking_in.take_in(archive_of(world, full), elsewhere, by=ada)
    assert set(again.outcomes()) == {"unchanged"}
    writing.save_draft(world.other.uid, Words("Dry the core", "Bone dry."), by=ada, shown_saves=0)
    writing.publish(world.other.uid, by=ada)
    changed = taking_in.take_in(archive_of(world, full), elsewhere, by=ada)
    assert changed.outcomes()["changed"] == 1
    twin = Item.objects.get(space=elsewhere, title="Dry the core")
    assert (twin.current.number, twin.current.text.strip()) == (2, "Bone dry.")


def test_where_ids_are_taken_things_get_others_and_the_texts_name_those(world, full, top):
    elsewhere = world.space("Elsewhere")
    report = taking_in.take_in(archive_of(world, full), elsewhere, by=world.actor("ada"))
    twin = Item.objects.get(space=elsewhere, title="Vent: the/core?")
    assert twin.uid != top.uid
    page = walk.said(walk.browser(world, "ben").get(f"/items/{twin.uid}"))
    dry = Item.objects.get(space=elsewhere, title="Dry the core")
    assert f'href="/items/{dry.uid}"' in page
    assert "jig" in page
    notes = [note for line in report.lines for note in line.notes]
    assert any("hash is another one" in note for note in notes)


def tampered(path, tmp_path, change):
    """The archive with one of its documents changed."""
    out = tmp_path / "tampered.zip"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return out


def edit(**changes):
    def change(name, data):
        if not name.startswith("items/"):
            return data
        return json.dumps(json.loads(data) | changes).encode()

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda name, data: None if name == "manifest.json" else data, "missing or damaged"),
        (lambda name, data: b"[]" if name == "manifest.json" else data, "missing or damaged"),
        (lambda name, data: b"[" * 100_000 if name == "manifest.json" else data, "missing or damaged"),
        (lambda name, data: b'{"format":"kith-archive","edition":9}' if name == "manifest.json" else data, "later"),
        (lambda name, data: None if name.startswith("items/") else data, "missing or damaged"),
    ],
)
def test_what_is_no_archive_is_refused_whole(world, full, tmp_path, change, sentence):
    path = tampered(archive_of(world, full), tmp_path, change)
    elsewhere = world.space("Elsewhere")
    with pytest.raises(Refused, match=sentence):
        taking_in.take_in(path, elsewhere, by=world.actor("ada"))
    assert not Item.objects.filter(space=elsewhere, current__isnull=False).exists()


@pytest.mark.parametrize(
    "change",
    [
        edit(versions=[{"number": 1, "title": "x", "body": {"type": "doc", "content": []}, "sha256": "0" * 64}]),
        edit(versions=[{"number": 1, "title": "x", "body": "nonsense", "sha256": ""}]),
        edit(files=[{"uid": "000000000000", "name": "../../etc/passwd", "sha256": "../../../etc/passwd"}]),
        edit(files=[{"uid": "000000000000", "name": "a.txt", "sha256": "0" * 64}]),
        edit(record={"options": "nonsense", "steps": 3, "bones": []}, kind="decision"),
        edit(record={"decided_on": "some day"}, kind="decision"),
        edit(record={"whys": 5}, kind="incident"),
    ],
)
def test_a_page_that_is_damaged_or_hostile_is_left_out_with_a_sentence(world, full, tmp_path, change):
    path = tampered(archive_of(world, full), tmp_path, change)
    report = taking_in.take_in(path, world.space("Elsewhere"), by=world.actor("ada"))
    assert report.outcomes()["left out"] >= 1
    assert all(line.outcome for line in report.lines)


def test_what_comes_in_is_neither_talked_over_again_nor_owned_by_a_guest(world, full, tmp_path, work):
    path = tampered(archive_of(world, full), tmp_path, edit(kind="incident", record=None))
    taking_in.take_in(path, world.space("Elsewhere"), by=world.actor("ada"))
    work()
    assert not Commitment.objects.exists()
    world.agree("foundry", "cleo")
    joint = world.space("Trials")
    world.share(joint, "foundry", joint=True)
    with pytest.raises(Refused, match="needs an owner here"):
        taking_in.take_in(path, joint, by=world.actor("tom"))


def test_an_archive_cannot_raise_anybody_above_herself(world, full, tmp_path):
    odd = edit(classification=99, kind="admin", owner="Root", parent="nonsense", created_at="9999-01-01T00:00:00Z")
    elsewhere = world.space("Elsewhere")
    taking_in.take_in(tampered(archive_of(world, full), tmp_path, odd), elsewhere, by=world.actor("ben"))
    for item in Item.objects.filter(space=elsewhere):
        assert (item.owner, item.classification, item.kind) == (world.people["ben"], 1, "article")
        assert item.created_at <= clock.now()


def test_only_who_writes_in_a_space_takes_an_archive_in(world, full):
    path = archive_of(world, full)
    world.agree("foundry", "cleo")
    world.share(full, "foundry")
    with pytest.raises(Denied):
        taking_in.take_in(path, full, by=world.actor("tom"))
    with pytest.raises(Unseen):
        taking_in.take_in(path, world.space("Quiet two", to_all=False), by=world.actor("ben"))
