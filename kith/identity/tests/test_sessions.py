"""How long one stays signed in, and what ends a session that somebody else may hold."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client

from kith.core import clock
from kith.core.actor import Role
from kith.identity import sessions
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.identity.tests.test_second_step import code
from tests.world import PASSWORD


def signed_in(mail):
    """A browser of its own in which somebody signed in as people do."""
    client = Client()
    assert client.post("/sign-in", {"login": mail, "password": PASSWORD}).status_code == 302
    assert client.get("/knowledge").status_code == 200
    return client


def is_in(client):
    return client.get("/knowledge").status_code == 200


def test_people_from_outside_sign_in_anew_each_day_and_own_people_do_not(world):
    cleo, ada = signed_in("cleo@example.org"), signed_in("ada@example.org")
    now = clock.now()
    with clock.at(now + timedelta(hours=11)):
        assert is_in(cleo)
    with clock.at(now + timedelta(hours=13)):
        assert sessions.actors_of([cleo.session.session_key, ada.session.session_key]).keys() == {
            ada.session.session_key
        }
        answer = cleo.get("/knowledge")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in?next=/knowledge")
        assert is_in(ada)
    assert not is_in(cleo), "it stays over, whatever the clock says then"


def test_a_session_that_somebody_stole_dies_with_a_change_of_role(world):
    ben, stolen = signed_in("ben@example.org"), signed_in("ben@example.org")
    seat = Membership.objects.get(person=world.people["ben"], ended_at=None)
    leaving.change_role(seat.pk, Role.STEWARD, by=world.actor("ada"))
    assert not is_in(ben)
    assert not is_in(stolen)


def test_a_session_that_somebody_stole_dies_with_a_new_password_and_her_own_goes_on(world):
    ada, stolen = signed_in("ada@example.org"), signed_in("ada@example.org")
    new = "a lantern under seven quiet bridges"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert ada.post("/account/password", sent).status_code == 302
    assert is_in(ada)
    assert not is_in(stolen)
    assert not sessions.actors_of([stolen.session.session_key] if stolen.session.session_key else [])


def test_a_session_that_was_begun_without_a_second_step_dies_when_there_is_one_and_when_it_goes(world):
    ada, stolen = signed_in("ada@example.org"), signed_in("ada@example.org")
    ada.get("/account/second/app")
    secret = ada.session["mfa.totp.secret"]
    assert ada.post("/account/second/app", {"code": code(secret)}).status_code == 302
    assert is_in(ada)
    assert not is_in(stolen)

    assert ada.post("/account/second/app/end").status_code == 302
    assert not Authenticator.objects.filter(user=world.people["ada"], type="totp").exists()
    assert is_in(ada)


def test_a_session_dies_with_her_membership(world):
    ben, stolen = signed_in("ben@example.org"), signed_in("ben@example.org")
    seat = Membership.objects.get(person=world.people["ben"], ended_at=None)
    leaving.deactivate(seat.pk, by=world.actor("ada"))
    assert not is_in(ben)
    assert not is_in(stolen)
