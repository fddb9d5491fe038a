"""A session through one firm's provider is that firm's: whoever runs the provider enters nobody else's."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kith.core.actor import Role
from kith.identity import sessions
from kith.identity.actions import joining
from kith.signons.actions import linking
from kith.signons.models import Link
from kith.signons.oidc.answers import Claims
from kith.signons.tests.steps import away, back, by_password, came, is_in, through
from tests import walk

SECOND = (
    "/account/second/app",
    "/account/second/app/end",
    "/account/second/passkeys/new",
    "/account/second/codes",
    "/account/second/codes/new",
    "/account/second/codes/file",
)


@pytest.fixture
def cleo(world, linked, there):
    """Cleo owns the foundry, and works at the pump maker too; she is in through its provider."""
    joining.join(world.people["cleo"], world.pumps, Role.MEMBER, by=world.actor("ada"))
    linking.link(linked, Claims("cleo-at-pumps", "", "", None), world.people["cleo"])
    return came(linked, there, sub="cleo-at-pumps")


def test_no_other_firm_is_there(world, cleo):
    assert is_in(cleo)
    assert "Ben" in walk.said(cleo.get("/people"))
    assert "Tom" not in walk.said(cleo.get("/people"))
    uid = world.firms["foundry"].uid
    assert cleo.post("/account/acting", {"organisation": uid}).status_code == 404
    session = cleo.session
    session["acting_for"] = world.firms["foundry"].pk
    session.save()
    assert "Tom" not in walk.said(cleo.get("/people"))
    assert uid not in walk.said(cleo.get("/account"))


def test_nor_for_connections_that_stay_open(world, cleo):
    key = cleo.session.session_key
    assert sessions.actors_of([key])[key].organisation_id == world.pumps.pk
    session = cleo.session
    session["acting_for"] = world.firms["foundry"].pk
    session.save()
    assert sessions.actors_of([key])[key].organisation_id == world.pumps.pk


def test_whoever_left_has_no_seat_in_it(world, cleo):
    row = world.people["cleo"].memberships.get(organisation=world.pumps)
    type(row).objects.filter(pk=row.pk).update(ended_at=row.joined_at)  # without the end of her sessions
    key = cleo.session.session_key
    assert not sessions.actors_of([key])
    assert cleo.get("/knowledge")["Location"] == "/sign-in/with?next=%2Fknowledge"
    assert cleo.post("/account/tokens", {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/account/password",
        "/account/password/new",
        "/account/second/app",
        "/account/second/app/end",
        "/account/second/passkeys/new",
        "/account/second/codes",
        "/account/second/codes/new",
        "/account/second/codes/file",
        "/account/sessions",
        "/account/data",
        "/account/data/file",
        "/account/ways",
    ],
)
def test_what_belongs_to_her_whole_account_is_closed(cleo, path):
    for answer in (cleo.get(path), cleo.post(path)):
        assert answer.status_code in {403, 405}
    assert "Sign in with your password or a passkey" in walk.said(cleo.get(path))


def test_nor_can_her_name_be_changed_in_it(world, cleo):
    assert cleo.post("/account", {"name": "Eve", "locale": "en-gb", "zone": "UTC"}).status_code == 403
    world.people["cleo"].refresh_from_db()
    assert world.people["cleo"].name == "Cleo"


def test_whoever_belongs_to_that_firm_only_has_her_account_but_no_way_past_the_provider(linked, there):
    ben = came(linked, there, sub="ben-at-work")
    assert ben.get("/account/data").status_code == 200
    for path in ("/account/password/new", "/account/ways", *SECOND):
        for answer in (ben.get(path), ben.post(path)):
            assert answer.status_code == 403
            assert "ask for a new password by mail first" in walk.said(answer)
    page = walk.said(ben.get("/account/second"))
    assert "You signed in through your firm" in page
    assert "An app that shows codes" in page


def test_what_passkeys_she_has_is_not_shown_to_whoever_runs_one_firms_provider(world, linked, there, cleo):
    Authenticator.objects.create(
        user=world.people["cleo"], type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    page = walk.said(cleo.get("/account/second"))
    assert "You signed in through your firm" in page
    for shown in ("An app that shows codes", "Recovery codes", "An app"):
        assert shown not in page
    assert "/account/second/passkeys/new" not in page


def test_it_connects_and_disconnects_nothing(world, linked, cleo):
    row = Link.objects.get(person=world.people["cleo"])
    assert cleo.post(f"/account/ways/{linked.uid}/connect").status_code == 403
    assert cleo.post(f"/account/ways/{row.uid}/end").status_code == 403


def test_the_bond_outlasts_another_ones_session(world, linked, there, cleo):
    """Somebody signed in as herself goes to the provider and comes back as another one."""
    ada = by_password("ada@example.org")
    assert through(ada, linked, there, sub="cleo-at-pumps").status_code == 302
    assert ada.session["through"]["person"] == world.people["cleo"].pk
    assert "Tom" not in walk.said(ada.get("/people"))


def test_a_password_of_her_own_unbinds_the_next_session(world, linked, there, cleo):
    cleo.post("/sign-out")
    assert cleo.post("/sign-in", {"login": "cleo@example.org", "password": "volute impeller gasket stuffing"})
    assert "through" not in cleo.session
    assert "Tom" in walk.said(cleo.get("/people"))


def test_what_was_begun_with_a_password_and_came_back_from_the_provider_is_bound(world, linked, there, cleo):
    """Half way in with one's own password, then the provider: what came last counts."""
    client = Client()
    address = away(client, linked)
    client.post("/sign-in", {"login": "tom@example.org", "password": "wrong"})
    assert back(client, linked, there.code(address, sub="cleo-at-pumps")).status_code == 302
    assert client.session["through"]["organisation"] == world.pumps.pk
