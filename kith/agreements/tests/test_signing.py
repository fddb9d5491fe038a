"""Signing with a code from one's mailbox, or on paper; and the signed copy that proves it without us."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from PIL import Image

from kith.agreements import codes, events
from kith.agreements.actions import drafting, signing
from kith.agreements.actions.signing import OnPaper, TextChanged
from kith.agreements.models import Signature, SigningCode, Status
from kith.audit.models import Event
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.files import store


@pytest.fixture
def out(world):
    return world.agree("foundry", "cleo", sign=False)


def sign(world, agreement, name, code):
    text = agreement.text_sha256
    return signing.sign(
        agreement.uid, by=world.actor(name), shown_sha256=text, typed_name=world.people[name].name, code=code
    )


def ask(world, agreement, name="cleo"):
    return codes.ask(agreement.uid, by=world.actor(name), shown_sha256=agreement.text_sha256)


def test_the_code_comes_by_mail_and_signs(world, out, work):
    code = ask(world, out)
    work()
    sent = next(each for each in mail.outbox if each.to == [world.people["cleo"].email] and "code" in each.subject)
    assert codes.digits(code) in sent.body
    assert out.title not in sent.body + sent.subject  # what is signed is not said in a mailbox
    signature = sign(world, out, "cleo", codes.digits(code)[:3] + " " + codes.digits(code)[3:])
    assert (signature.means, signature.address) == ("typed", world.people["cleo"].email)


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "１２３４５６", "code"])
def test_without_the_right_code_nobody_signs(world, out, wrong):
    code = ask(world, out)
    if wrong == codes.digits(code):
        wrong = "999999"
    with pytest.raises(Refused) as refused:
        sign(world, out, "cleo", wrong)
    assert refused.value.field == "code"
    assert not Signature.objects.exists()
    assert Event.objects.filter(name=events.SigningCodeRefused.name()).count() == 1


def test_a_code_is_tried_five_times_and_lasts_twenty_minutes(world, out):
    code = ask(world, out)
    for _try in range(codes.TRIES):
        with pytest.raises(Refused):
            sign(world, out, "cleo", "not it")
    with pytest.raises(Refused, match="does not work any more"):
        sign(world, out, "cleo", codes.digits(code))
    other = ask(world, out)
    late = clock.now() + codes.LASTS + timedelta(seconds=1)
    with clock.at(late), pytest.raises(Refused, match="does not work any more"):
        sign(world, out, "cleo", codes.digits(other))


def test_a_code_is_for_one_person_one_text_and_one_time(world, out):
    code = ask(world, out)
    with pytest.raises(Refused, match="Ask for the code first"):
        sign(world, out, "ada", codes.digits(code))  # hers was never asked for
    drafting.take_back(out.uid, by=world.actor("cleo"))
    drafting.redraft(out.uid, world.terms("foundry", "cleo", title="Other terms"), by=world.actor("ada"))
    changed = drafting.send_out(out.uid, by=world.actor("ada"))
    with pytest.raises(Refused, match="Ask for the code first"):
        sign(world, changed, "cleo", codes.digits(code))
    fresh = ask(world, changed)
    sign(world, changed, "cleo", codes.digits(fresh))
    assert SigningCode.objects.get(pk=fresh.pk).used_at


def test_no_code_is_mailed_for_a_text_that_is_no_longer_the_one_that_was_shown(world, out):
    with pytest.raises(TextChanged):
        codes.ask(out.uid, by=world.actor("cleo"), shown_sha256="0" * 64)
    assert not SigningCode.objects.exists()


def test_who_does_not_sign_gets_no_code_and_nobody_gets_many(world, out):
    with pytest.raises(Denied):
        ask(world, out, "tom")
    with pytest.raises(Unseen):
        ask(world, out, "una")
    for _time in range(codes.MOST_AN_HOUR):
        ask(world, out)
    with pytest.raises(Refused, match="many codes"):
        ask(world, out)


def picture():
    image, written = Image.new("RGB", (40, 40), "white"), io.BytesIO()
    exif = image.getexif()
    exif[0x010E] = "where it was taken"
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def on_paper(content=None, day=None, name="signed.jpg"):
    return OnPaper(day or clock.now().date(), [content or picture()], name)


def attest(world, agreement, name, paper):
    return signing.attest(agreement.uid, paper, by=world.actor(name), shown_sha256=agreement.text_sha256)


def test_a_side_attests_its_own_signature_on_paper_and_the_other_signs_for_itself(world, out):
    signature = attest(world, out, "cleo", on_paper())
    assert signature.attested_by == world.people["cleo"]
    kept = store.read(signature.scan_sha256)
    assert b"where it was taken" not in kept  # a picture is kept without what its maker wrote into it
    out.refresh_from_db()
    assert out.status() == Status.OUT
    with pytest.raises(Denied):
        attest(world, out, "cleo", on_paper())  # her side has signed
    world.sign(out, "ada")
    out.refresh_from_db()
    assert out.status() == Status.IN_FORCE


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (lambda: on_paper(b"<html><script>1</script>", name="signed.pdf"), "scan"),
        (lambda: on_paper(b"just words", name="signed.txt"), "scan"),
        (lambda: on_paper(day=clock.now().date() + timedelta(days=2)), "day"),
        (lambda: on_paper(day=clock.now().date() - timedelta(days=2)), "day"),
    ],
)
def test_what_is_no_scan_or_no_possible_day_is_refused(world, out, paper, field):
    with pytest.raises(Refused) as refused:
        attest(world, out, "cleo", paper())
    assert refused.value.field == field
    assert not Signature.objects.exists()


def test_a_scan_of_more_than_20_mb_is_refused_before_it_is_kept(world, out):
    endless = OnPaper(clock.now().date(), (b"%PDF-" + b"x" * 1_000_000 for _part in range(1_000)), "signed.pdf")
    with pytest.raises(Refused, match="20 MB"):
        attest(world, out, "cleo", endless)


def test_only_keepers_attest_and_only_the_text_that_was_shown(world, out):
    with pytest.raises(Denied):
        attest(world, out, "tom", on_paper())
    with pytest.raises(TextChanged):
        signing.attest(out.uid, on_paper(), by=world.actor("cleo"), shown_sha256="0" * 64)


def test_the_pages_of_signing(world, out, client, work):
    client.force_login(world.people["cleo"])
    address = f"/agreements/{out.uid}"
    assert "Mail me a code to sign" in client.get(address).content.decode()
    client.post(f"{address}/code", {"shown_sha256": out.text_sha256})
    page = client.get(address).content.decode()
    assert "The code from your mailbox" in page
    wrong = client.post(f"{address}/signature", {"shown_sha256": out.text_sha256, "code": "nope", "typed_name": "Cleo"})
    assert wrong.status_code == 422
    assert "not the digits" in wrong.content.decode()
    scan = io.BytesIO(picture())
    scan.name = "paper.jpg"
    given = {"shown_sha256": out.text_sha256, "day": clock.now().date(), "scan": scan, "attested": "on"}
    assert "Signed on paper" in client.post(f"{address}/paper", given, follow=True).content.decode()
    cleo_firm = world.firms["foundry"].uid
    shown = client.get(f"{address}/scans/{cleo_firm}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert client.get(f"{address}/signed.pdf").status_code == 404
    world.sign(out, "ada")
    work()
    signed = client.get(f"{address}/signed.pdf")
    assert b"".join(signed.streaming_content).startswith(b"%PDF-")
    client.force_login(world.people["una"])
    for part in ("", "/signed.pdf", f"/scans/{cleo_firm}"):
        assert client.get(address + part).status_code == 404
