"""The signed copy of an agreement, and how others check it without us."""

import json
import random

import pypdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kith.agreements import papers, tasks
from kith.agreements.actions import ending
from kith.agreements.actions.ending import End
from kith.agreements.models import Paper
from kith.agreements.papers import sealing
from kith.agreements.tests.test_signing import attest, on_paper
from kith.audit.models import Event
from kith.cli import main
from kith.core import clock, later
from kith.core.errors import Refused
from kith.knowledge.queries import items
from tests import walk


@pytest.fixture
def out(world):
    return world.agree("foundry", "cleo", sign=False)


@pytest.fixture
def copy(world, out, tmp_path):
    attest(world, out, "cleo", on_paper())
    world.sign(out, "ada")
    paper = papers.make(out.pk)
    file = tmp_path / "signed.pdf"
    file.write_bytes(papers.content(paper))
    return file


def verify(file, *more):
    return main.run("verify", [str(file), *more])


def test_the_signed_copy_holds_text_evidence_and_scan_and_is_verified_offline(world, out, copy, capsys):
    reader = pypdf.PdfReader(copy)
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert "Evidence of the signatures" in said
    assert out.text_sha256 in said.replace("\n", "")
    assert world.people["cleo"].email not in said
    files = {name: b"".join(parts) for name, parts in reader.attachments.items()}
    assert files["agreement.txt"].decode() == out.text
    evidence = json.loads(json.loads(files["evidence.json"])["body"])
    assert [row["means"] for row in evidence["signatures"]] == ["paper", "typed"]
    assert evidence["signatures"][1]["code_mailed_to"].startswith("a…@")
    assert verify(copy) == 0
    told = capsys.readouterr().out
    assert "WRONG" not in told
    assert "The text in it is the one that was signed" in told


def test_it_is_made_once(world, out, copy):
    assert papers.make(out.pk) == out.paper
    assert Event.objects.filter(data__contains=out.paper.sha256).count() == 1


def test_a_copy_that_could_not_be_made_is_made_later(world, out, work, monkeypatch):
    with monkeypatch.context() as for_now:
        for_now.setattr(later, "fetched", not_there)
        world.sign(out, "cleo")
        world.sign(out, "ada")
        work()
    assert not Paper.objects.exists()
    page = walk.said(walk.browser(world, "ada").get(f"/agreements/{out.uid}"))
    assert "It is being made" in page
    assert tasks.hand_out_papers() == 1
    work()
    assert Paper.objects.get().agreement == out
    assert tasks.hand_out_papers() == 0


def not_there(name):
    raise Refused("still being fetched")


def test_no_copy_is_made_of_what_is_not_signed_by_all(world, out):
    world.sign(out, "ada")
    assert papers.make(out.pk) is None


def test_a_changed_copy_is_found_out(copy, capsys):
    content = copy.read_bytes()
    middle = len(content) // 3
    copy.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert verify(copy) == 1
    copy.write_bytes(content + b"\n% more\n")
    assert verify(copy) == 1
    assert "WRONG" in capsys.readouterr().out


def test_a_copy_under_another_key_than_the_one_that_was_noted_is_found_out(copy, tmp_path, capsys):
    stranger = Ed25519PrivateKey.generate().public_key()
    noted = tmp_path / "noted.pem"
    noted.write_bytes(
        stranger.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert verify(copy, "--key", str(noted)) == 1
    assert "the key you noted" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"{}", b"%PDF-1.7 nothing", b'{"body": 1}', b"\xff\xfe"])
def test_what_is_no_paper_of_ours_is_said_to_be_none(tmp_path, content, capsys):
    file = tmp_path / "thing"
    file.write_bytes(content)
    assert verify(file) == 1
    assert "WRONG" in capsys.readouterr().out
    assert sealing.look(content) is None


def test_a_receipt_is_verified_with_the_same_command(world, tmp_path, capsys):
    agreement = world.agree("foundry", "cleo")
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))
    receipt = agreement.receipts.get(organisation=world.firms["foundry"])
    file = tmp_path / "receipt.json"
    file.write_bytes(walk.browser(world, "cleo").get(f"/receipts/{receipt.uid}.json").content)
    assert verify(file) == 0
    assert "Receipt of" in capsys.readouterr().out
    file.write_text(file.read_text().replace("Mutual NDA", "Mutual NDB"))
    assert verify(file) == 1


def test_a_copy_with_bent_bits_is_found_out_and_never_breaks_the_check(copy, capsys):
    content, drawn = copy.read_bytes(), random.Random(3)
    begin = content.index(b"/Contents <") if b"/Contents <" in content else content.index(b"/Contents<")
    end = content.index(b">", begin)  # the seal's own bytes, padded: what they cover lies around them
    for _time in range(60):
        bent = bytearray(content)
        for _bit in range(drawn.choice([1, 3, 20])):
            place = drawn.randrange(len(bent) - (end - begin))
            bent[place if place < begin else place + (end - begin)] ^= 1 << drawn.randrange(8)
        copy.write_bytes(bent)
        assert verify(copy) == 1
    for length in (0, 9, len(content) // 2, len(content) - 1):
        copy.write_bytes(content[:length])
        assert verify(copy) == 1


def test_a_receipt_is_a_sealed_pdf_too_and_is_verified_with_the_same_command(world, tmp_path, capsys):
    agreement = world.agree("foundry", "cleo")
    page = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(page, "foundry")
    items.page(page.uid, world.actor("tom"))
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Brightforge Castings"), by=world.actor("ada"))
    file = tmp_path / "receipt.pdf"
    for name, firm in (("ada", "pumps"), ("cleo", "foundry")):
        receipt = agreement.receipts.get(organisation=world.firms[firm])
        file.write_bytes(walk.browser(world, name).get(f"/receipts/{receipt.uid}.pdf").content)
        assert verify(file) == 0
        said = capsys.readouterr().out
        assert "Nothing was changed since it was sealed" in said
        assert "Receipt of" in said
        text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(file).pages)
        assert ("Vent the core" in text) == (name == "ada"), "the other side's names ids"
        assert page.uid in text or name == "ada"
    ours = agreement.receipts.get(organisation=world.pumps)
    assert walk.browser(world, "cleo").get(f"/receipts/{ours.uid}.pdf").status_code == 404
