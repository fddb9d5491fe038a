"""Nobody is shown anything under an agreement before she has taken note of her duties, where that is agreed."""

import pytest

from kith.access.actions import Subject
from kith.access.models import Acknowledgement
from kith.agreements.actions import acknowledging
from kith.agreements.queries import agreements, amendments
from kith.agreements.terms import catalogue
from kith.audit.models import Event, Exposure
from kith.core.errors import Denied, Unseen
from kith.knowledge import policy
from kith.knowledge.actions import using
from tests import walk

FIRST = catalogue.start("nda_mutual") | {"duties_first": True}


@pytest.fixture
def shared(world):
    agreement = world.agree("foundry", "cleo", further=FIRST)
    item = world.item(world.space("Castings"), "Vent the core", "The gas comes from the core.", classification=2)
    world.share(item, "foundry")
    return agreement, item


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def test_an_agreement_that_a_form_begins_asks_for_it(world):
    assert catalogue.start("collaboration")["duties_first"] is True
    text = world.agree("foundry", "cleo", further=FIRST).text
    assert "Each person confirms that she knows these duties" in text


def test_before_she_has_taken_note_nothing_is_shown_on_any_surface_and_then_it_is(world, shared):
    agreement, item = shared
    tom = walk.browser(world, "tom")
    for address in (f"/items/{item.uid}", "/knowledge", "/search?q=core", "/search/suggestions?q=vent", "/"):
        assert "Vent the core" not in walk.said(tom.get(address))
    assert not Exposure.objects.exists()
    acknowledging.acknowledge(agreement.uid, by=world.actor("tom"))
    assert "Vent the core" in walk.said(tom.get(f"/items/{item.uid}"))
    assert item.uid in walk.said(tom.get("/search?q=core"))
    assert not sees(world, "cleo", item)  # each for herself
    assert Event.objects.filter(name="agreements.DutiesAcknowledged").count() == 1


def test_it_is_asked_for_at_home_and_on_the_agreements_page(world, shared):
    agreement, item = shared
    tom = walk.browser(world, "tom")
    assert "Take note of your duties" in walk.said(tom.get("/"))
    page = walk.said(tom.get(f"/agreements/{agreement.uid}"))
    assert "Use it only for:" in page
    assert "Casting quality" in page
    tom.post(f"/agreements/{agreement.uid}/duties")
    assert "Take note of your duties" not in walk.said(tom.get("/"))
    assert sees(world, "tom", item)
    noted = agreements.page(agreement.uid, world.actor("cleo")).noted
    assert [row.person.name for row in noted] == ["Tom"]
    assert agreements.page(agreement.uid, world.actor("ada")).noted == []  # of one's own people


def test_only_who_is_let_in_and_has_not_yet_takes_note(world, shared):
    agreement, _item = shared
    acknowledging.acknowledge(agreement.uid, by=world.actor("tom"))
    with pytest.raises(Denied):
        acknowledging.acknowledge(agreement.uid, by=world.actor("tom"))
    with pytest.raises(Unseen):
        acknowledging.acknowledge(agreement.uid, by=world.actor("una"))
    cleo = (Subject(world.firms["foundry"].pk, person_id=world.people["cleo"].pk), Subject(world.pumps.pk))
    narrow = world.agree("foundry", "cleo", further=FIRST, recipients=cleo)
    with pytest.raises(Denied):
        acknowledging.acknowledge(narrow.uid, by=world.actor("tom"))
    quiet = world.agree("foundry", "cleo")
    with pytest.raises(Denied):
        acknowledging.acknowledge(quiet.uid, by=world.actor("tom"))


def test_who_was_shared_with_hears_of_it_although_she_sees_nothing_yet(world, work, mailoutbox):
    world.agree("foundry", "cleo", further=FIRST)
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    work()
    mailoutbox.clear()
    world.share(item, "foundry", person="tom")
    work()
    assert [mail.to for mail in mailoutbox] == [[world.people["tom"].email]]


def test_an_amendment_keeps_what_people_took_note_of_and_the_preview_knows(world, shared):
    agreement, item = shared
    acknowledging.acknowledge(agreement.uid, by=world.actor("tom"))
    amendment = world.amend("foundry", "cleo", agreement, sign=False, further=FIRST, notice_days=60)
    effect = amendments.effect(amendment, world.actor("ada"))
    assert [row for change in effect for row in (*change.opens, *change.closes)] == []
    world.sign(amendment, "ada")
    world.sign(amendment, "cleo")
    assert sees(world, "tom", item)
    assert not sees(world, "cleo", item)


def test_an_amendment_that_asks_for_it_first_closes_until_each_has_and_shows_that_before(world):
    agreement = world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(item, "foundry")
    using.use(item.uid, "quality", by=world.actor("tom"))
    amendment = world.amend("foundry", "cleo", agreement, sign=False, further=FIRST)
    effect = amendments.effect(amendment, world.actor("ada"))
    closes = {str(name) for change in effect for row in change.closes for name in row.people.values()}
    assert closes == {"Cleo", "Tom"}
    world.sign(amendment, "ada")
    world.sign(amendment, "cleo")
    assert not sees(world, "tom", item)
    acknowledging.acknowledge(amendment.uid, by=world.actor("tom"))
    assert sees(world, "tom", item)
    assert Acknowledgement.objects.count() == 1


def test_why_she_does_not_see_it_is_told_to_the_owners_people(world, shared):
    _agreement, item = shared
    member = world.people["tom"].memberships.get()
    page = walk.said(walk.browser(world, "ada").get(f"/items/{item.uid}/why?person={member.pk}"))
    assert "has not taken note of the duties under Mutual NDA" in page
