"""Outside of a request a session speaks for the same actor as in one, and ends with the same events."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from kith.core import clock
from kith.core.actor import Role
from kith.identity import sessions
from kith.identity.actions import joining, leaving
from kith.identity.models import Membership
from kith.identity.sessions import ACTING_FOR
from tests import walk


def key_of(world, name):
    browser = walk.browser(world, name)
    return browser, browser.cookies["sessionid"].value


def test_several_sessions_are_asked_at_once_and_strangers_are_nobody(world):
    keys = {name: key_of(world, name)[1] for name in ("ada", "ben", "cleo")}
    actors = sessions.actors_of([*keys.values(), "never-given"])
    assert {name: actors[key] for name, key in keys.items()} == {name: world.actor(name) for name in keys}
    assert len(actors) == 3


def test_who_acts_for_another_of_her_organisations_is_that_actor(world):
    browser, key = key_of(world, "ben")
    foundry = world.firms["foundry"]
    joining.join(world.people["ben"], foundry, Role.MEMBER, by=world.actor("cleo"))
    session = browser.session
    session[ACTING_FOR] = foundry.pk
    session.save()
    assert sessions.actors_of([key])[key].organisation_id == foundry.pk


def test_a_session_ends_with_its_time_its_password_and_its_person(world):
    ends = {
        "time": lambda: Session.objects.update(expire_date=clock.now() - timedelta(seconds=1)),
        "password": lambda: world.people["ben"].set_password("another") or world.people["ben"].save(),
        "person": lambda: leaving.deactivate(
            Membership.objects.get(person=world.people["ben"]).pk, by=world.actor("ada")
        ),
    }
    for end in ends.values():
        _browser, key = key_of(world, "ben")
        assert key in sessions.actors_of([key])
        end()
        assert sessions.actors_of([key]) == {}
