"""Connecting one's own account, disconnecting it, and showing by the provider that it is still she."""

import re
import time
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.identity.actions import inviting
from kith.identity.actions.inviting import Guest
from kith.signons.models import Link
from kith.signons.tests.steps import back, by_password, came, invited, is_in, through
from tests import walk


def sent(client, provider):
    """Off to the provider to connect it: the address on the page."""
    page = client.post(f"/account/ways/{provider.uid}/connect")
    assert page.status_code == 200
    return unescape(re.search(r'href="(http://127[^"]+)"', page.content.decode())[1])


def aged(client, minutes=16):
    session = client.session
    session["proof_shown_at"] = time.time() - minutes * 60
    session["account_authentication_methods"] = []
    session.save()
    return client


def test_she_connects_it_from_within_her_account_and_is_told_by_mail(world, connected, there, work, mailoutbox):
    ben = by_password("ben@example.org")
    assert "Pump Works" in walk.said(ben.get("/account/ways"))
    mailoutbox.clear()
    address = sent(ben, connected)
    assert "prompt=login" in address
    assert back(ben, connected, there.code(address, sub="ben-at-work"))["Location"] == "/account/ways"
    assert Link.objects.get().person == world.people["ben"]
    assert is_in(came(connected, there, sub="ben-at-work"))
    row = Event.objects.get(name="signons.SignOnLinked")
    assert (row.owner_id, row.object_id) == (world.pumps.pk, world.people["ben"].pk)
    work()
    mail = next(mail for mail in mailoutbox if mail.to == ["ben@example.org"])
    assert mail.subject == "You can sign in to Kith through your firm now"


def test_not_without_showing_that_it_is_she(connected):
    ben = aged(by_password("ben@example.org"))
    assert "Is it still you?" in walk.said(ben.post(f"/account/ways/{connected.uid}/connect"))


def test_not_for_another_account_than_the_one_that_asked(world, connected, there):
    ben = by_password("ben@example.org")
    given = there.code(sent(ben, connected), sub="ben-at-work")
    stranger = by_password("ada@example.org")
    assert back(stranger, connected, given).status_code == 422
    session = stranger.session
    session["signons"] = ben.session["signons"]
    session.save()
    assert back(stranger, connected, given).status_code == 422
    assert not Link.objects.exists()


def test_not_a_subject_that_is_somebody_elses_nor_a_second_one(world, linked, there):
    tom = came(linked, there, sub="ben-at-work")
    tom.post("/sign-out")
    nina = world.colleague("nina", "ada")
    client = by_password("nina@example.org")
    taken = back(client, linked, there.code(sent(client, linked), sub="ben-at-work"))
    assert taken.status_code == 422
    assert "connected with another account here" in walk.said(taken)
    ben = by_password("ben@example.org")
    second = back(ben, linked, there.code(sent(ben, linked), sub="another"))
    assert second.status_code == 422
    assert "Your account is connected already." in walk.said(second)
    assert not Link.objects.filter(person=nina).exists()


def test_not_at_a_firm_that_is_not_hers(connected):
    cleo = by_password("cleo@example.org")
    assert "Pump Works" not in walk.said(cleo.get("/account/ways"))
    assert cleo.post(f"/account/ways/{connected.uid}/connect").status_code == 404


def test_what_was_begun_for_one_purpose_serves_no_other(world, linked, there):
    """A sign-in that comes back does not connect; what was begun to connect does not sign in."""
    nina = world.colleague("nina", "ada")
    client = by_password("nina@example.org")
    assert through(client, linked, there, sub="nina-at-work").status_code == 422
    assert not Link.objects.filter(person=nina).exists()
    given = there.code(sent(client, linked), sub="ben-at-work")
    client.post("/sign-out")
    assert back(client, linked, given).status_code == 422
    assert not is_in(client)


def test_she_disconnects_it_and_what_was_begun_so_is_over(world, linked, there):
    through_it, ben = came(linked, there, sub="ben-at-work"), by_password("ben@example.org")
    row = Link.objects.get(person=world.people["ben"])
    cleo = by_password("cleo@example.org")
    assert cleo.post(f"/account/ways/{row.uid}/end").status_code == 404
    assert ben.post(f"/account/ways/{row.uid}/end").status_code == 302
    assert is_in(ben)
    assert not is_in(through_it)
    assert not Link.objects.filter(person=world.people["ben"]).exists()
    assert Event.objects.filter(name="signons.SignOnUnlinked").count() == 1
    assert through(Client(), linked, there, sub="ben-at-work").status_code == 422


def test_the_only_way_in_stays(world, linked):
    ben, row = world.people["ben"], Link.objects.get(person=world.people["ben"])
    ben.set_unusable_password()
    ben.save()
    client = walk.browser(world, "ben")
    client.post(f"/account/ways/{row.uid}/end")
    assert "the only way in" in walk.said(client.get("/account/ways"))
    assert Link.objects.filter(pk=row.pk).exists()
    Authenticator.objects.create(user=ben, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    client.post(f"/account/ways/{row.uid}/end")
    assert not Link.objects.filter(pk=row.pk).exists()


@pytest.fixture
def nora(world, connected, there):
    """Nora has no password; she came by an invitation and the provider, twenty minutes ago."""
    row = inviting.invite_colleague(Guest("nora@example.org", "Nora"), Role.MEMBER, by=world.actor("ada")).invitation
    claims = {"sub": "nora-7", "email": "nora@example.org", "email_verified": True}
    client, answer = invited(connected, there, row, **claims)
    assert answer.status_code == 302
    return aged(client, 20)


def again(client, connected, there, **claims):
    page = walk.said(client.post("/account/tokens", {"name": "nightly", "scopes": ["read"], "days": "30"}))
    assert "Sign in once more through Pump Works" in page
    away = client.get(f"/sign-in/with/{connected.uid}/again?next=/account/tokens")["Location"]
    assert "max_age=0" in away
    assert "prompt=login" in away
    return back(client, connected, there.code(away, **claims))


def shown(client):
    return client.get("/account/tokens").status_code == 200


def test_the_provider_shows_again_that_it_is_she(nora, connected, there):
    assert not shown(nora)
    now = int(clock.now().timestamp())
    assert again(nora, connected, there, sub="nora-7", auth_time=now - 60)["Location"] == "/account/tokens"
    assert shown(nora)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"auth_time": 1},
        {"auth_time": True},
        {"auth_time": "now"},
        {"auth_time": 99_999_999_999},
        {"sub": "ben-at-work", "auth_time": "fresh"},
    ],
)
def test_not_by_an_old_sign_in_nor_one_of_somebody_else(nora, connected, there, claims):
    if claims.get("auth_time") == "fresh":
        claims = claims | {"auth_time": int(clock.now().timestamp())}
    assert again(nora, connected, there, **{"sub": "nora-7"} | claims).status_code == 422
    assert not shown(nora)


def test_the_page_that_asks_leads_there_at_once(nora, connected):
    asked = nora.get(nora.get("/account/tokens")["Location"])
    assert asked["Location"] == f"/sign-in/with/{connected.uid}/again?next=%2Faccount%2Ftokens"


def test_the_provider_proves_nothing_in_a_session_that_it_did_not_begin(linked):
    ben = aged(by_password("ben@example.org"))
    assert "Sign in once more" not in walk.said(ben.post("/account/tokens", {"name": "x"}))
    assert ben.get(f"/sign-in/with/{linked.uid}/again").status_code == 404
