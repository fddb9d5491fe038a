"""Once a day the clock looks at all checks, and tells once when one does not hold any more."""

from datetime import timedelta

import pytest

from kith.agreements.actions import recertifying
from kith.assurance import tasks, watching
from kith.assurance.models import Standing
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.notices import queries as notices

DAY = timedelta(days=1)


@pytest.fixture
def grant(world):
    world.agree("foundry", "cleo")
    return world.share(world.item(world.space("Castings"), "Vent the core", classification=2), "foundry")


def told(world, name):
    return [row.line.words for row in notices.inbox(world.actor(name)).told]


def broke():
    return Event.objects.filter(name="assurance.CheckBroke").count()


def test_a_check_that_held_and_does_not_any_more_is_told_once_to_those_who_keep(world, grant):
    world.colleague("fay", "ada", Role.STEWARD)
    assert watching.turn() == 0, "nothing held before, so nothing broke"
    with clock.at(clock.now() + 91 * DAY):
        assert watching.turn() == 1
        said = "This does not hold now: Was each door looked through in the last 90 days?"
        for name in ("ada", "fay"):
            assert told(world, name)[0] == said
        assert said not in told(world, "ben")
        assert broke() == 1
    with clock.at(clock.now() + 92 * DAY):
        assert watching.turn() == 0, "it is known by now"
        recertifying.confirm([grant.uid], by=world.actor("ada"))
        assert said in told(world, "ada")
    with clock.at(clock.now() + 93 * DAY):
        assert watching.turn() == 0
        assert said not in told(world, "ada"), "it holds again, and there is nothing to tell"
    with clock.at(clock.now() + 190 * DAY):
        assert watching.turn() == 1, "it broke again"
    assert broke() == 2


def test_the_clock_hands_it_out_once_a_day(world, grant):
    assert tasks.hand_out() == 1
    watching.turn()
    assert tasks.hand_out() == 0
    row = Standing.objects.get(organisation=world.pumps, check_key="looked_through")
    with clock.at(clock.now() + DAY):
        assert tasks.hand_out() == 1
        watching.turn()
    after = Standing.objects.get(pk=row.pk)
    assert (after.since, after.looked_at > row.looked_at) == (row.since, True)


def test_a_check_with_nothing_to_look_at_has_not_held(world):
    watching.turn()
    world.agree("foundry", "cleo")
    with clock.at(clock.now() + DAY):
        page = world.item(world.space("Castings"), "Vent the core")
        world.share(page, "foundry")
        watching.turn()
    assert broke() == 0


def test_a_check_that_breaks_down_for_one_firm_stops_nobody_elses(world, grant, monkeypatch, caplog):
    look = watching.look
    monkeypatch.setattr(watching, "look", lambda pk: 1 / 0 if pk == world.pumps.pk else look(pk))
    watching.turn()
    assert Standing.objects.filter(organisation=world.firms["outside"]).exists()
    assert "could not be asked" in caplog.text
