"""Capability 52: every ninety days somebody looks through who has access, and closes what is not needed any more."""

from datetime import timedelta

import pytest

from kith.access.actions import Subject
from kith.access.models import Ability, Grant
from kith.agreements import tasks
from kith.agreements.actions import letting_in, recertifying
from kith.agreements.models import Receipt
from kith.agreements.queries import access
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.actions import asking, spaces
from kith.knowledge.models import AccessRequest
from kith.knowledge.queries import items, lists
from kith.notices.models import Notice
from tests import walk


@pytest.fixture
def shared(world):
    """An item open to the foundry, and a space open to Ben alone."""
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    grant = world.share(item, "foundry")
    quiet = world.space("Balance", to_all=False)
    inside = spaces.open_to(
        quiet.uid, Subject(world.pumps.pk, person_id=world.people["ben"].pk), Ability.READ, by=world.actor("ada")
    )
    return item, grant, quiet, inside


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


def names(doors):
    return {(door.to, str(door.thing)) for door in doors}


def test_a_door_is_due_ninety_days_after_anybody_looked_at_it(world, shared):
    ada = world.actor("ada")
    to_foundry, to_ben = ("Brightforge Castings", "Vent the core"), ("Ben, Tarnside Pumps", "Balance")
    with later(89):
        page = access.page(ada)
        assert names(page.due) == set()
        assert {to_foundry, to_ben} <= names(page.others)
    with later(90):
        assert {to_foundry, to_ben} <= names(access.page(ada).due)
        recertifying.confirm([shared[1].uid], by=ada)
        assert to_foundry in names(access.page(ada).others)
    with later(179):
        assert to_foundry in names(access.page(ada).others)
    with later(180):
        assert to_foundry in names(access.page(ada).due)


def test_it_is_said_when_a_door_to_the_outside_was_last_used(world, shared):
    item, grant, _quiet, inside = shared
    ada, tom = world.actor("ada"), world.actor("tom")
    lists.knowledge_page(tom)  # a title in a list is no use of it
    assert {door.grant: door.used_at for door in access.page(ada).others}[grant] is None
    with later(3):
        items.page(item.uid, tom)
        used = clock.now()
    found = {door.grant: (door.outside, door.used_at and door.used_at.date()) for door in access.page(ada).others}
    assert (found[grant], found[inside]) == ((True, used.date()), (False, None))
    page = walk.said(walk.browser(world, "ada").get("/protect/access"))
    assert "last used" in page


def test_what_all_of_us_see_is_not_looked_through(world, shared):
    everyone = [door for door in access.page(world.actor("ada")).others if str(door.thing) == "Castings"]
    assert everyone == []


def test_what_is_closed_here_closes_at_once_with_a_receipt_for_each_agreement(world, shared):
    item, grant, quiet, inside = shared
    recertifying.close([grant.uid, inside.uid], by=world.actor("ada"))
    assert not policy.items.can(world.actor("tom"), "see", item)
    assert not policy.spaces.can(world.actor("ben"), "see", quiet)
    assert Receipt.objects.filter(deed=Receipt.Deed.STOPPED).count() == 2  # one for each side
    assert not access.page(world.actor("ada")).due


def test_keepers_are_told_once_until_doors_become_due_again(world, shared, work):
    def told():
        return Notice.objects.filter(kind=recertifying.TO_LOOK).count()

    with later(89):
        assert tasks.hand_out_access() == 0
    with later(91):
        tasks.hand_out_access()
        work()
        assert told() == 1
        assert "Look through who has access" in walk.said(walk.browser(world, "ada").get("/inbox"))
        Notice.objects.update(read_at=clock.now())
        assert tasks.hand_out_access() == 0
        recertifying.confirm(list(Grant.objects.values_list("uid", flat=True)), by=world.actor("ada"))
    with later(170):
        assert tasks.hand_out_access() == 0
    with later(182):
        tasks.hand_out_access()
        work()
        assert told() == 2


def test_only_keepers_look_through_and_only_what_is_theirs(world, shared):
    with pytest.raises(Unseen):
        access.page(world.actor("ben"))
    with pytest.raises(Denied):
        recertifying.confirm([shared[1].uid], by=world.actor("ben"))
    for name in ("cleo", "dan"):
        with pytest.raises(Refused):
            recertifying.close([shared[1].uid], by=world.actor(name))
    assert policy.items.can(world.actor("tom"), "see", shared[0])


def test_an_amendment_carries_over_that_somebody_looked(world, shared):
    with later(100):
        recertifying.confirm([shared[1].uid], by=world.actor("ada"))
        world.amend("foundry", "cleo", world.agreements["foundry"])
        assert ("Brightforge Castings", "Vent the core") in names(access.page(world.actor("ada")).others)


def test_who_was_let_in_for_a_time_can_be_let_in_again(world, shared):
    item = world.item(shared[2], "Balance sheet", classification=3)
    world.colleague("carl", "ada")

    def let_in():
        asking.ask(f"/items/{item.uid}", "Again", by=world.actor("carl"))
        row = AccessRequest.objects.get(answered_at=None)
        last = clock.now().date() + timedelta(days=5)
        return letting_in.let_in(row.pk, by=world.actor("ada"), last_day=last, zone="UTC")

    let_in()
    with later(10):
        assert not policy.items.can(world.actor("carl"), "see", item)
        let_in()
        assert policy.items.can(world.actor("carl"), "see", item)


def test_the_page_confirms_and_closes_what_is_chosen(world, shared):
    ada = walk.browser(world, "ada")
    page = walk.said(ada.get("/protect/access"))
    assert "Vent the core" in page
    assert "For: Casting quality" in page
    nothing = walk.said(ada.post("/protect/access", follow=True))
    assert "Choose at least one" in nothing
    done = walk.said(ada.post("/protect/access", {"door": shared[1].uid}, follow=True))
    assert "1 access is confirmed." in done
    sure = walk.said(ada.post("/protect/access", {"door": shared[1].uid, "close": "1"}))
    assert "“Vent the core” closes to Brightforge Castings" in sure
    assert policy.items.can(world.actor("tom"), "see", shared[0])
    closed = walk.said(ada.post("/protect/access", {"door": shared[1].uid, "close": "1", "sure": "1"}, follow=True))
    assert "1 access is closed." in closed
    assert "Vent the core" not in closed
