"""Every page can be opened by whoever may, and says what it should: the six steps by plain requests."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.access.models import Grant
from kith.agreements import codes
from kith.agreements.models import Agreement, Receipt
from kith.knowledge.models import Attachment, Item, Space
from tests import walk


@pytest.fixture
def as_(world):
    """A browser for somebody of the cast."""

    return lambda name, firm=None: walk.browser(world, name, firm)


def ok(response):
    assert response.status_code == 200, (response.status_code, response.content[:3000])
    return response.content.decode()


def sent(response):
    assert response.status_code == 302, re.sub(r"\s+", " ", response.content.decode())[:3000]
    return response.headers["Location"]


def test_the_whole_job_by_the_pages(world, as_):
    ada, cleo, tom, dan = as_("ada"), as_("cleo"), as_("tom"), as_("dan")
    for page in ("/", "/knowledge", "/partnerships", "/protect", "/partnerships/new", "/knowledge/spaces/new"):
        ok(ada.get(page))
    space = sent(ada.post("/knowledge/spaces/new", {"name": "Castings", "about": "", "for_whom": "all"}))
    space_uid = space.rsplit("/", 1)[1]
    ok(ada.get(space))
    ok(ada.get(f"/items/new?space={space_uid}"))
    item = sent(
        ada.post(
            "/items/new",
            {
                "space": space_uid,
                "kind": "lesson",
                "classification": "2",
                "title": "Vent the core",
                "markdown": "# Why\n\nThe **gas** comes from the core.",
                "publish": "1",
            },
        )
    )
    assert "<strong>gas</strong>" in ok(ada.get(item))
    upload = SimpleUploadedFile("jig.txt", b"the jig the right way up")
    sent(ada.post(f"{item}/attachments", {"file": upload}))
    file = f"/files/{Attachment.objects.get().uid}"

    agreement = draft_and_sign(world, ada, cleo)
    share = ok(ada.get(f"{item}/share"))
    purpose = re.search(r'<option value="(\w{12})"[^>]*>Casting quality', share)[1]
    sent(
        ada.post(
            f"{item}/share",
            {"agreement": agreement.uid, "purpose": purpose, "whole": "item", "subjects": ["organisation"]},
        )
    )
    page = ok(tom.get(item))
    assert "Lent to us under" in page
    assert "Northmere" not in page
    assert b"".join(tom.get(file).streaming_content) == b"the jig the right way up"
    assert dan.get(item).status_code == 404
    assert dan.get(file).status_code == 404
    assert "Lent to us by Tarnside Pumps" in ok(tom.get("/knowledge"))
    assert "What it opens" in ok(tom.get(f"/agreements/{agreement.uid}"))
    assert tom.get(f"/agreements/{agreement.uid}/stop").status_code == 403

    preview = ok(ada.get(f"/agreements/{agreement.uid}/stop"))
    assert "“Vent the core” closes to 2 people" in preview
    assert Grant.objects.get(basis__isnull=False).stopped_at is None
    receipt = sent(ada.post(f"/agreements/{agreement.uid}/stop"))
    assert "Vent the core" in ok(ada.get(receipt))
    ok(ada.get(f"{receipt}.json"))
    assert tom.get(item).status_code == 404
    assert tom.get(file).status_code == 404
    assert cleo.get(receipt).status_code == 404
    theirs = Receipt.objects.get(organisation=world.firms["foundry"])
    assert "Vent the core" not in ok(cleo.get(f"/receipts/{theirs.uid}"))

    ok(cleo.get(f"/agreements/{agreement.uid}/end"))
    ended = cleo.post(
        f"/agreements/{agreement.uid}/end",
        {"reason": "mutual", "words": "Done.", "effective_on": "", "partner_name": "tarnside pumps", "confirmed": "1"},
    )
    sent(ended)
    assert "Ended" in ok(ada.get(f"/agreements/{agreement.uid}"))


def draft_and_sign(world, ada, cleo):
    partnership = world.partnerships["foundry"].uid
    ok(ada.get(f"/partnerships/{partnership}"))
    ok(ada.get(f"/partnerships/{partnership}/agreements/new"))
    terms = {
        "title": "Mutual NDA 2026",
        "kind": "nda_mutual",
        "purposes": "Casting quality",
        "ceiling": "2",
        "starts_on": "2026-01-01",
        "ends_on": "2031-12-31",
        "zone": "Europe/London",
        f"sees_{world.pumps.pk}": ["organisation"],
        f"sees_{world.firms['foundry'].pk}": ["organisation"],
        "end_rule": "destroy",
        "survival_months": "60",
        "notice_days": "30",
        f"signatory_{world.pumps.pk}": str(world.people["ada"].pk),
        f"signatory_{world.firms['foundry'].pk}": str(world.people["cleo"].pk),
    }
    wrong = ada.post(f"/partnerships/{partnership}/agreements/new", terms | {"ends_on": "2025-01-01"})
    assert wrong.status_code == 422
    assert "lies before the first day" in wrong.content.decode()
    address = sent(ada.post(f"/partnerships/{partnership}/agreements/new", terms))
    agreement = Agreement.objects.get()
    assert cleo.get(address).status_code == 404
    assert cleo.get(f"{address}/terms").status_code == 404
    shown = ok(ada.get(f"{address}/terms"))
    assert "Casting quality" in shown
    sent(ada.post(f"{address}/terms", terms | {"survival_months": "72"}))
    assert "72 months after the end" in ok(ada.get(address))
    sent(ada.post(f"{address}/circulation"))
    for client, name in ((ada, "Ada"), (cleo, "Cleo")):
        shown = re.search(r'name="shown_sha256" value="(\w{64})"', ok(client.get(address)))[1]
        sent(client.post(f"{address}/code", {"shown_sha256": shown}))
        code = codes.digits(codes.newest(Agreement.objects.get(), world.people[name.lower()].pk))
        given = {"shown_sha256": shown, "typed_name": name, "code": code}
        sent(client.post(f"{address}/signature", given))
    return agreement


def test_two_stale_saves_show_both_texts_and_lose_none(world, as_):
    item = world.item(world.space("Castings"), "Vent the core", "First.")
    ada, ben = as_("ada"), as_("ben")
    for client in (ada, ben):
        assert 'name="saves" value="0"' in ok(client.get(f"/items/{item.uid}/draft"))
    sent(ada.post(f"/items/{item.uid}/draft", {"saves": "0", "title": "Vent the core", "markdown": "Ada's text."}))
    stale = ben.post(f"/items/{item.uid}/draft", {"saves": "0", "title": "Vent the core", "markdown": "Ben's text."})
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "Ada&#x27;s text." in page
    assert "Ben&#x27;s text." in page
    assert 'name="saves" value="1"' in page


def test_moving_and_reclassifying_show_what_opens_and_closes_first(world, as_):
    world.agree("foundry", "cleo")
    space, quiet = world.space("Castings"), world.space("Quiet")
    item = world.item(space, "Vent the core", classification=2)
    world.share(space, "foundry")
    ada, tom = as_("ada"), as_("tom")
    page = ok(ada.post(f"/items/{item.uid}/classification", {"classification": "4"}))
    assert "closes to 2 people at Brightforge Castings" in page
    ok(tom.get(f"/items/{item.uid}"))
    page = ok(ada.post(f"/items/{item.uid}/place", {"place": f"{quiet.uid}/"}))
    assert "closes to 2 people at Brightforge Castings" in page
    ok(tom.get(f"/items/{item.uid}"))
    sent(ada.post(f"/items/{item.uid}/place", {"place": f"{quiet.uid}/", "confirmed": f"{quiet.uid}/"}))
    assert tom.get(f"/items/{item.uid}").status_code == 404
    assert Item.objects.get().space == Space.objects.get(name="Quiet")


def test_unseen_and_unknown_give_the_same_bytes_and_asking_reaches_the_owner_silently(world, as_):
    item = world.item(world.space("Castings"), "Vent the core")
    dan = as_("dan")
    unknown, unseen = "/items/000000000000", f"/items/{item.uid}"
    assert walk.said(dan.get(unknown)).replace(unknown, "") == walk.said(dan.get(unseen)).replace(unseen, "")
    answers = [dan.post("/ask", {"address": address, "reason": "We cast too."}) for address in (unknown, unseen)]
    assert walk.said(answers[0]) == walk.said(answers[1])
    assert "Dan of Dan &amp; Sons asks for access" in ok(as_("ada").get("/"))


def test_tacit_knowledge_is_written_with_its_holders(world, as_):
    space = world.space("Castings")
    ada = as_("ada")
    given = {
        "space": space.uid,
        "kind": "tacit",
        "classification": "1",
        "title": "Hearing a bad bearing",
        "markdown": "",
    }
    address = sent(ada.post("/items/new", given))
    assert address.endswith("/holders")
    assert ada.post(address, {"criticality": "3", "practised_at": "Bay 3"}).status_code == 422
    ben = world.people["ben"].pk
    item = sent(ada.post(address, {"criticality": "3", "practised_at": "Bay 3", f"level_{ben}": "4"}))
    page = ok(ada.get(item))
    assert "can teach it" in page
    assert "Bay 3" in page


def test_a_quiet_space_opens_to_a_colleague_and_closes_again(world, as_):
    quiet = world.space("Quiet", to_all=False)
    ada, ben = as_("ada"), as_("ben")
    assert ben.get(f"/spaces/{quiet.uid}").status_code == 404
    doors = f"/spaces/{quiet.uid}/doors"
    let_in = {"subject": f"person:{world.people['ben'].pk}", "ability": "read"}
    sent(ada.post(doors, let_in))
    ok(ben.get(f"/spaces/{quiet.uid}"))
    assert ben.get(doors).status_code == 403
    again = ada.post(doors, let_in)
    assert again.status_code == 422
    assert "let in already" in again.content.decode()
    stranger = ada.post(doors, {"subject": f"person:{world.people['dan'].pk}", "ability": "read"})
    assert stranger.status_code == 422
    door = Grant.objects.get(person=world.people["ben"], container_id=quiet.pk)
    sent(ada.post(f"{doors}/{door.uid}/end"))
    assert ben.get(f"/spaces/{quiet.uid}").status_code == 404
