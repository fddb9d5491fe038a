"""Amending an agreement: what is shared goes on where the new terms allow it, and closes where they do not."""

import json

import pytest

from kith.access.actions import Subject
from kith.access.models import Grant
from kith.agreements.actions import amending, drafting, ending
from kith.agreements.actions.ending import End
from kith.agreements.models import Receipt, Status
from kith.agreements.queries import agreements, amendments
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.actions import writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.queries import items
from tests import walk


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def changes(amendment, world, owner="pumps"):
    found = amendments.effect(amendment, world.actor("ada"))
    return next(change for change in found if change.owner == world.firms.get(owner, world.pumps))


def titles(rows):
    return [(row.item.title, sorted(row.people.values())) for row in rows]


def test_what_is_shared_stays_open_and_until_the_new_day(world):
    agreement = world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core")
    old = world.share(item, "foundry")
    amendment = world.amend("foundry", "cleo", agreement, ends_on=agreement.ends_on.replace(year=2030))
    agreement.refresh_from_db()
    assert agreement.status() == Status.REPLACED
    assert amendment.status() == Status.IN_FORCE
    assert sees(world, "tom", item)
    grant = Grant.objects.get(basis=amendment.basis)
    assert (grant.granted_at, grant.purpose.text) == (old.granted_at, "Casting quality")
    assert agreements.page(amendment.uid, world.actor("ada")).opened[0].title == "Vent the core"
    ending.stop_sharing(amendment.uid, by=world.actor("ada"))
    assert not sees(world, "tom", item)


def test_nothing_changes_before_both_have_signed(world):
    agreement = world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", classification=3)
    world.share(item, "foundry", person="tom")
    amendment = world.amend("foundry", "cleo", agreement, sign=False, ceiling=1)
    world.sign(amendment, "cleo")
    assert sees(world, "tom", item)
    assert agreement.status() == Status.IN_FORCE
    world.sign(amendment, "ada")
    assert not sees(world, "tom", item)


def test_the_preview_is_what_then_happens(world):
    agreement = world.agree("foundry", "cleo", ceiling=1)
    space = world.space("Castings")
    world.item(space, "Open", classification=1)
    world.item(space, "Closer", classification=2)
    world.share(space, "foundry")
    tom = Subject(world.firms["foundry"].pk, person_id=world.people["tom"].pk)
    amendment = world.amend("foundry", "cleo", agreement, sign=False, ceiling=2, recipients=(tom,))
    change = changes(amendment, world)
    assert titles(change.closes) == [("Open", ["Cleo"])]
    assert titles(change.opens) == [("Closer", ["Tom"])]
    grants = list(Grant.objects.order_by("pk").values())
    assert Grant.objects.filter(basis=agreement.basis, stopped_at=None).exists()
    world.sign(amendment, "ada")
    world.sign(amendment, "cleo")
    assert list(Grant.objects.order_by("pk").values())[: len(grants)] != grants
    for row in change.closes:
        assert not sees(world, "cleo", row.item)
    for row in change.opens:
        assert sees(world, "tom", row.item)
    receipt = Receipt.objects.get(organisation=world.pumps, deed=Receipt.Deed.AMENDED)
    body = json.loads(receipt.body)
    assert body["closings"][0]["closed"] == [{"item": change.closes[0].item.uid, "people": ["Cleo"], "title": "Open"}]
    assert body["amendment"]["id"] == amendment.uid
    assert body["closings"][0]["stays_open"][0]["under"][0]["agreement"] == "Mutual NDA"


def test_a_purpose_that_is_agreed_no_more_closes_what_was_shared_for_it(world):
    agreement = world.agree("foundry", "cleo", purposes=("Casting quality", "Delivery times"))
    item = world.item(world.space("Castings"), "Vent the core")
    world.share(item, "foundry")
    amendment = world.amend("foundry", "cleo", agreement, sign=False, purposes=("Delivery times",))
    assert titles(changes(amendment, world).closes) == [("Vent the core", ["Cleo", "Tom"])]
    world.sign(amendment, "ada")
    world.sign(amendment, "cleo")
    assert not sees(world, "tom", item)


def test_earlier_versions_stay_open_unless_the_new_terms_open_more(world):
    agreement = world.agree("foundry", "cleo", ceiling=1)
    space = world.space("Castings")
    item = world.item(space, "Vent the core", "First.", classification=1)
    world.share(space, "foundry")
    writing.save_draft(item.uid, Words("Vent the core", "Second."), by=world.actor("ada"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ada"))
    longer = world.amend("foundry", "cleo", agreement, ceiling=1, notice_days=60)
    assert len(items.page(item.uid, world.actor("tom")).versions) == 2
    world.amend("foundry", "cleo", longer, ceiling=2)
    assert len(items.page(item.uid, world.actor("tom")).versions) == 1


def test_of_two_amendments_the_second_to_be_signed_is_overtaken(world):
    agreement = world.agree("foundry", "cleo")
    first = world.amend("foundry", "cleo", agreement, sign=False, notice_days=60)
    second = world.amend("foundry", "cleo", agreement, sign=False, notice_days=90)
    world.sign(first, "ada")
    world.sign(first, "cleo")
    second.refresh_from_db()
    assert second.status() == Status.OVERTAKEN
    with pytest.raises(Denied):
        world.sign(second, "ada")
    with pytest.raises(Denied):
        amending.amend(agreement.uid, world.terms("foundry", "cleo"), by=world.actor("ada"))


def test_an_agreement_that_ended_cannot_be_amended_nor_revived(world):
    agreement = world.agree("foundry", "cleo")
    waiting = world.amend("foundry", "cleo", agreement, sign=False)
    draft = amending.amend(agreement.uid, world.terms("foundry", "cleo"), by=world.actor("ada"))
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Brightforge Castings"), by=world.actor("ada"))
    with pytest.raises(Denied):
        world.sign(waiting, "ada")
    with pytest.raises(Refused, match="has ended"):
        drafting.send_out(draft.uid, by=world.actor("ada"))
    with pytest.raises(Denied):
        amending.amend(agreement.uid, world.terms("foundry", "cleo"), by=world.actor("ada"))


def test_only_keepers_of_a_party_may_amend(world):
    agreement = world.agree("foundry", "cleo")
    terms = world.terms("foundry", "cleo")
    for name, error in (("ben", Denied), ("tom", Denied), ("una", Unseen), ("dan", Unseen)):
        with pytest.raises(error):
            amending.amend(agreement.uid, terms, by=world.actor(name))
    amendment = amending.amend(agreement.uid, terms, by=world.actor("cleo"))
    with pytest.raises(Unseen):
        drafting.redraft(amendment.uid, terms, by=world.actor("ada"))


def test_the_pages_of_an_amendment_from_draft_to_signature(world):
    agreement = world.agree("foundry", "cleo")
    world.share(world.item(world.space("Castings"), "Vent the core"), "foundry")
    ada, cleo = walk.browser(world, "ada"), walk.browser(world, "cleo")
    form = walk.said(ada.get(f"/agreements/{agreement.uid}/amendments/new"))
    assert "Amend Mutual NDA" in form
    assert 'name="starts_on"' not in form
    answer = ada.post(
        f"/agreements/{agreement.uid}/amendments/new",
        {
            "title": "Mutual NDA, wider",
            "kind": "nda_mutual",
            "purposes": "Casting quality\nDelivery times",
            "ceiling": "1",
            "ends_on": "2035-01-01",
            "zone": "Europe/London",
            f"sees_{world.pumps.pk}": ["organisation"],
            f"sees_{world.firms['foundry'].pk}": ["organisation"],
            "end_rule": "destroy",
            "survival_months": "60",
            "notice_days": "30",
            f"signatory_{world.pumps.pk}": str(world.ada.pk),
            f"signatory_{world.firms['foundry'].pk}": str(world.people["cleo"].pk),
        },
    )
    assert answer.status_code == 302
    page = walk.said(ada.get(answer["Location"]))
    assert "What it changes" in page
    assert "Restricted" in page
    ada.post(f"{answer['Location']}/circulation")
    theirs = walk.said(cleo.get(answer["Location"]))
    assert "This amends" in theirs
    assert "Who gains and who loses" in theirs
    assert "An amendment is under way" in walk.said(cleo.get(f"/agreements/{agreement.uid}"))
    uid = answer["Location"].rsplit("/", 1)[-1]
    shown = amendments.Agreement.objects.get(uid=uid)
    for name in ("ada", "cleo"):
        world.sign(shown, name)
    assert "What holds now" in walk.said(ada.get(f"/agreements/{agreement.uid}"))
