"""What closes is worked out for each whom the rule of access tells apart, and for nobody to whom nothing opens."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.access.models import Fulfilment, Grant, Requirement
from kith.agreements.queries import changes, closing, outlook
from kith.core import clock
from kith.core.actor import Role
from kith.identity.actions import asking


@pytest.fixture
def item(world):
    """Open to the foundry: to Cleo and to Tom."""
    world.agree("foundry", "cleo")
    found = world.item(world.space("Castings"), "Pour the volute")
    world.share(found, "foundry")
    return found


def give(world, name):
    """Let somebody have a second step."""
    Authenticator.objects.create(user=world.people[name], type="totp", data={"secret": "x"})


def seen(world, item):
    """Whom the end page, the receipt and the comparison of an amendment name, which have to agree."""
    ours, theirs = world.pumps.pk, world.firms["foundry"].pk
    found = closing.of(ours, theirs, Grant.objects.filter(owner=ours, organisation=theirs))
    said = sorted(name for row in found.closes for name in row.people.values())
    picture = changes.picture([ours, theirs])[ours, theirs]
    assert sorted(picture.get(item.pk, {}).values()) == said
    return said


@pytest.mark.parametrize("holder", ["cleo", "tom"])
def test_whoever_has_the_second_step_that_is_asked_counts_whoever_comes_first(world, item, holder):
    assert seen(world, item) == ["Cleo", "Tom"]
    asking.ask_partner(world.firms["foundry"].pk, asked=True, by=world.actor("ada"))
    assert seen(world, item) == []
    give(world, holder)
    assert seen(world, item) == [holder.title()]


@pytest.mark.parametrize("diligent", ["cleo", "tom"])
def test_whoever_has_met_what_her_own_firm_asks_counts_whoever_comes_first(world, item, diligent):
    past = clock.now() - timedelta(days=2)
    training = Requirement.objects.create(
        organisation=world.firms["foundry"],
        name="Care with others\u2019 drawings",
        asked_at=past,
        waits_from=past + timedelta(days=1),
        asked_by=world.people["cleo"],
    )
    assert seen(world, item) == []
    Fulfilment.objects.create(requirement=training, person=world.people[diligent], at=clock.now())
    assert seen(world, item) == [diligent.title()]


def test_whoever_is_let_in_nowhere_at_home_does_not_count(world, item):
    give(world, "cleo")
    asking.ask_own({"member"}, by=world.actor("cleo"))
    assert world.actor("tom").role is Role.MEMBER
    assert seen(world, item) == ["Cleo"]


def test_more_people_are_no_more_questions(world, item):
    asking.ask_partner(world.firms["foundry"].pk, asked=True, by=world.actor("ada"))
    give(world, "tom")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            outlook.of(world.firms["foundry"].pk, world.pumps.pk)
        return len(captured)

    before = asked()
    for name in ("kay", "lou", "nan"):
        world.colleague(name, "cleo")
        give(world, name)
    assert asked() == before
