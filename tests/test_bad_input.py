"""Bad input gets a clear sentence, and nothing is lost."""

import io
import zipfile

import pypdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kith.access.models import Grant
from kith.core.errors import Denied, Refused
from kith.files import store
from kith.knowledge.actions import attaching, spaces, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.importing import run
from kith.knowledge.importing.run import import_folder
from kith.knowledge.models import Attachment, Comment, Draft, Item
from kith.prose import profile
from tests import walk


@pytest.fixture
def space(world):
    return world.space("Castings")


@pytest.mark.parametrize(
    ("title", "sentence"), [("", "Give it a title"), (" \x00 ", "Give it a title"), ("x" * 301, "at most 300")]
)
def test_titles_that_cannot_be(world, space, title, sentence):
    with pytest.raises(Refused, match=sentence):
        writing.begin(space.uid, Words(title, ""), by=world.actor("ada"))
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "title", ["\u202eevil", "🙂 smile", "x" * 300, "<script>alert(1)</script>", "a\x00b", "Ünïcödé"]
)
def test_odd_titles_are_kept_and_shown_escaped(world, space, title):
    item = world.item(space, title)
    page = walk.said(walk.browser(world, "ada").get(f"/items/{item.uid}"))
    assert "<script>alert(1)</script>" not in page
    assert "\x00" not in page
    assert "Traceback" not in page


def test_the_letter_that_the_database_cannot_keep_is_taken_out_of_addresses_and_forms(world, space):
    ada, item = walk.browser(world, "ada"), world.item(space, "Vent")
    for address in (f"/spaces/{space.uid}?after=%00", "/search?q=a%00b", "/search?space=%00", "/search?kind=%00&q=a"):
        assert ada.get(address).status_code == 200, address
    ada.handler.enforce_csrf_checks = True  # as in a browser: that check is what reads a form first
    ada.get(f"/items/{item.uid}")
    token = ada.cookies[settings.CSRF_COOKIE_NAME].value
    answer = ada.post(f"/items/{item.uid}/threads", {"words": "a\x00b", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert Comment.objects.get().words == "ab"


def test_a_body_of_5_mb_is_kept_and_a_larger_one_is_refused_with_its_words_on_the_page(world, space):
    ada = walk.browser(world, "ada")
    item = world.item(space, "Long")
    text = ("word " * 20 + "\n\n") * 51_000
    assert 5_000_000 < len(text) < 5_242_880
    answer = ada.post(f"/items/{item.uid}/draft", {"saves": "0", "title": "Long", "markdown": text})
    assert answer.status_code == 302
    assert len(Draft.objects.get().markdown) > 5_000_000
    fields = {"saves": "1", "title": "Long", "markdown": text + text, "publish": "1"}
    answer = ada.post(f"/items/{item.uid}/draft", fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "larger than 5 MB" in page
    assert page.count("word word word") > 50_000


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "served"),
    [
        ("photo.png", b"<html><script>alert(1)</script></html>", "application/octet-stream"),
        (
            "drawing.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>',
            "application/octet-stream",
        ),
        ("../../etc/passwd", b"words", "text/plain"),
        ("good.png", picture("PNG"), "image/png"),
    ],
)
def test_files_are_served_for_what_they_are_and_what_might_run_only_as_bytes(world, space, name, data, served):
    item = world.item(space, "Files")
    ada = walk.browser(world, "ada")
    ada.post(f"/items/{item.uid}/attachments", {"file": SimpleUploadedFile(name, data)})
    attachment = Attachment.objects.get()
    assert "/" not in attachment.name
    answer = ada.get(f"/files/{attachment.uid}")
    assert answer["Content-Type"].split(";")[0] == served
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("inline" if served == "image/png" else "attachment")


def test_an_empty_file_and_a_broken_picture_are_refused(world, space):
    item = world.item(space, "Files")
    for name, data in (("empty.txt", []), ("broken.png", [picture("PNG")[:40]])):
        with pytest.raises(Refused):
            attaching.attach(item.uid, name, data, by=world.actor("ada"))
    assert not Attachment.objects.exists()


def test_the_same_bytes_twice_neither_grant_nor_reveal_anything(world, space):
    ours = world.item(space, "Ours")
    attaching.attach(ours.uid, "plan.txt", [b"the plan"], by=world.actor("ada"))
    theirs = world.item(world.space("Dan's", by="dan"), "Mine", by="dan")
    mine = attaching.attach(theirs.uid, "plan.txt", [b"the plan"], by=world.actor("dan"))
    dan = walk.browser(world, "dan")
    assert dan.get(f"/files/{mine.uid}").status_code == 200
    assert dan.get(f"/files/{ours.attachments.get().uid}").status_code == 404


def test_an_item_needs_an_owner_of_the_organisation(world, space):
    with pytest.raises(Refused, match="needs an owner"):
        writing.begin(space.uid, Words("X", ""), by=world.actor("ada"), owner_id=world.people["dan"].pk)


def test_sharing_above_the_ceiling_with_a_stranger_or_twice_is_refused(world, space):
    world.agree("foundry", "cleo", ceiling=2)
    restricted = world.item(space, "Restricted", classification=3)
    plain = world.item(space, "Plain", classification=2)
    with pytest.raises(Refused, match="opens nothing above"):
        world.share(restricted, "foundry", person="tom")
    with pytest.raises(Refused, match="not a party"):
        world.share(plain, "university", agreement=world.agreements["foundry"])
    world.share(plain, "foundry")
    with pytest.raises(Refused, match="already"):
        world.share(plain, "foundry")
    with pytest.raises(Denied):
        world.share(plain, "foundry", person="tom", by="ben")
    assert Grant.objects.filter(basis__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"purposes": ()}, "at least one thing"),
        ({"end_rule": ""}, "at the end"),
        ({"recipients": ()}, "who may see"),
        ({"signatories": ()}, "Both sides are parties"),
        ({"ceiling": 4}, "Trade secrets cannot"),
        ({"zone": "Mars/Olympus"}, "time zone"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(world, terms, sentence):
    with pytest.raises(Refused, match=sentence):
        world.agree("foundry", "cleo", **terms)


def test_a_restricted_item_opens_to_named_people_only(world, space):
    world.agree("foundry", "cleo")
    item = world.item(space, "Restricted", classification=3)
    with pytest.raises(Refused, match="named people or a team"):
        world.share(item, "foundry")
    world.share(item, "foundry", person="tom")
    assert walk.browser(world, "tom").get(f"/items/{item.uid}").status_code == 200
    assert walk.browser(world, "cleo").get(f"/items/{item.uid}").status_code == 404
    assert spaces.open_space("Another", by=world.actor("ben")).pk


def broken_docx():
    """A docx of which one part is cut off."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", "<w:document><w:body><w:p>half a par")
    return out.getvalue()


def locked_pdf():
    """A pdf that wants a password."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


ODD = {
    "broken.docx": (broken_docx, "The file is damaged and could not be read."),
    "locked.pdf": (locked_pdf, "The file is protected by a password and was not read."),
}


@pytest.mark.parametrize("name", ODD)
def test_a_file_that_cannot_be_read_is_kept_and_says_so(world, space, name):
    make, sentence = ODD[name]
    data = make()
    item = world.item(space, "Jig")
    ada = walk.browser(world, "ada")
    page = ada.post(f"/items/{item.uid}/attachments", {"file": SimpleUploadedFile(name, data)}, follow=True)
    assert sentence in page.content.decode()
    file = Attachment.objects.get()
    assert b"".join(ada.get(f"/files/{file.uid}").streaming_content) == data


def test_an_import_brings_such_files_in_and_reports_each(world, space, tmp_path):
    (tmp_path / "page.md").write_text("# Jig\n\n" + "\n".join(f"[{name}]({name})" for name in ODD))
    for name, (make, _sentence) in ODD.items():
        (tmp_path / name).write_bytes(make())
    report = import_folder(tmp_path, space, profile.shipped("18f"), by=world.actor("ada"))
    said = {line.path: " ".join(line.notes) for line in report.lines}
    for name, (_make, sentence) in ODD.items():
        assert sentence in said[name]
    assert Attachment.objects.count() == len(ODD)
    assert "Jig" in walk.browser(world, "ada").get("/search?q=jig").content.decode()


def test_nothing_is_stored_for_whoever_may_not_attach(world, space):
    item = world.item(space, "Jig", classification=2)
    world.agree("foundry", "cleo")
    world.share(item, "foundry")
    before = {path for path in store.folder().rglob("*") if path.is_file()}
    for name in ("cleo", "dan"):
        for client, address in (
            (walk.browser(world, name), f"/items/{item.uid}/attachments"),
            (walk.program(world, name), f"/api/v1/items/{item.uid}/attachments"),
        ):
            said = client.post(address, {"file": SimpleUploadedFile("a.txt", f"{name} was here {item.uid}".encode())})
            assert said.status_code in {403, 404}
    assert {path for path in store.folder().rglob("*") if path.is_file()} == before


def test_an_import_does_not_trip_over_somebody_who_writes_meanwhile(world, space, tmp_path, monkeypatch):
    (tmp_path / "page.md").write_text("# Jig\n\nOne.")
    import_folder(tmp_path, space, profile.shipped("18f"), by=world.actor("ada"))
    (tmp_path / "page.md").write_text("# Jig\n\nTwo.")
    bring = run._bring_pages

    def bring_while_somebody_writes(running, read):
        item = Item.objects.get(source_key="page.md")
        writing.save_draft(item.uid, Words("Jig", "Between."), by=world.actor("ada"), shown_saves=0)
        writing.publish(item.uid, by=world.actor("ada"))
        bring(running, read)

    monkeypatch.setattr(run, "_bring_pages", bring_while_somebody_writes)
    import_folder(tmp_path, space, profile.shipped("18f"), by=world.actor("ada"))
    versions = Item.objects.get(source_key="page.md").versions.order_by("number")
    assert [row.text.strip() for row in versions] == ["One.", "Between.", "Two."]
    assert [row.replaced_at is None for row in versions] == [False, False, True]


@pytest.mark.parametrize(
    ("level", "name", "saved_as"),
    [
        (1, "vents.pdf", "vents.pdf"),
        (2, "vents.pdf", "vents (In confidence, named partners).pdf"),
        (3, "log.tar.gz", "log.tar (Restricted, named people).gz"),
        (4, "alloy", "alloy (Trade secret, view only)"),
    ],
)
def test_a_saved_file_says_in_its_name_how_closely_it_is_held(world, level, name, saved_as):
    item = world.item(world.space("Castings"), "Vent the core", classification=level)
    file = attaching.attach(item.uid, name, [b"vents"], by=world.actor("ada"))
    answer = walk.browser(world, "ada").get(f"/files/{file.uid}")
    assert saved_as in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == b"vents"
