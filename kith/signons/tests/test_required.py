"""Where an organisation lets its people in only through its provider."""

import re
from urllib.parse import unquote

import pytest

from kith.audit.models import Event
from kith.core.actor import Role
from kith.core.errors import Unseen
from kith.identity import sessions
from kith.identity.actions import joining
from kith.signons import queries
from kith.signons.actions import asking, connecting
from kith.signons.actions.connecting import Wish
from kith.signons.models import Provider
from kith.signons.tests.provider import CLIENT, SECRET
from kith.signons.tests.steps import by_password, came, is_in, through
from tests import walk


@pytest.fixture
def ada(world, linked, there):
    """Ada is in through the provider."""
    return came(linked, there, sub="ada-at-work")


def ask(ada):
    answer = ada.post("/people/organisation/sign-in/asked")
    assert answer.status_code == 302


def test_password_sessions_close_at_once_and_the_page_says_how_to_come_in(world, linked, there, ada):
    ben = by_password("ben@example.org")
    ask(ada)
    assert ben.get("/knowledge")["Location"] == "/sign-in/with?next=%2Fknowledge"
    page = walk.said(ben.get("/sign-in/with"))
    assert "only through its own sign-in" in page
    assert "Go on to Pump Works" in page
    assert ben.post("/people/teams/new", {"name": "x"}).status_code == 403
    assert not sessions.actors_of([ben.session.session_key])
    assert is_in(ada)
    assert is_in(came(linked, there, sub="ben-at-work"))
    assert Event.objects.filter(name="signons.ProviderRequired", owner_id=world.pumps.pk).count() == 1


def test_her_other_seats_stay_open_to_her_password(world, ada):
    joining.join(world.people["cleo"], world.pumps, Role.MEMBER, by=world.actor("ada"))
    ask(ada)
    cleo = by_password("cleo@example.org")
    page = walk.said(cleo.get("/people"))
    assert "Tom" in page
    assert "Ben" not in page
    session = cleo.session
    session["acting_for"] = world.pumps.pk
    session.save()
    assert "Ben" not in walk.said(cleo.get("/people"))


def test_who_is_not_connected_yet_can_still_connect(world, linked, ada):
    world.colleague("nina", "ada")
    ask(ada)
    nina = by_password("nina@example.org")
    assert nina.get("/knowledge")["Location"] == "/sign-in/with?next=%2Fknowledge"
    assert nina.get("/account/ways").status_code == 200
    assert nina.post(f"/account/ways/{linked.uid}/connect").status_code == 200


def test_programs_work_on(world, ada):
    ben = walk.program(world, "ben")
    ask(ada)
    assert ben.get("/api/v1/spaces").status_code == 200


def test_nobody_locks_her_own_firm_out(world, linked):
    ada = by_password("ada@example.org")
    ask(ada)
    assert not queries.is_required(world.pumps.pk)
    page = walk.said(ada.get("/people/organisation/sign-in"))
    assert "Sign in through your provider yourself first" in page
    assert "Ask it of everybody" not in page


def test_who_came_by_it_is_offered_to_ask_it(ada):
    assert "Ask it of everybody" in walk.said(ada.get("/people/organisation/sign-in"))


def test_an_owner_lifts_it_and_so_does_its_end(world, ada):
    ask(ada)
    ada.post("/people/organisation/sign-in/free")
    assert is_in(by_password("ben@example.org"))
    ask(ada)
    ada.post("/people/organisation/sign-in/end")
    assert is_in(by_password("ben@example.org"))
    assert not is_in(ada)


def test_the_operator_lifts_it(world, ada):
    ask(ada)
    assert asking.lift_for_operator(world.pumps.uid) == world.pumps.name
    assert is_in(by_password("ben@example.org"))
    assert Event.objects.get(name="signons.ProviderNotRequired").via == "system"


def test_another_firm_is_not_touched(world, ada):
    ask(ada)
    assert is_in(by_password("tom@example.org"))


def test_where_she_wanted_to_go_is_kept_on_the_way_through_her_firm(linked, there, ada):
    ben = by_password("ben@example.org")
    ask(ada)
    way = ben.get("/people?team=a b&x=//evil.example")["Location"]
    page = walk.said(ben.get(way))
    then = re.search(r"/sign-in/with/\w+\?next=([^\"&]+)", page)[1]
    assert through(ben, linked, there, then=unquote(then), sub="ben-at-work")["Location"].startswith("/people?team=a")


def test_a_seat_that_stays_shut_is_not_acted_for(world, ada):
    joining.join(world.people["cleo"], world.pumps, Role.MEMBER, by=world.actor("ada"))
    ask(ada)
    cleo = by_password("cleo@example.org")
    assert cleo.post("/account/acting", {"organisation": world.pumps.uid}).status_code == 404
    assert not Event.objects.filter(name="identity.ActedFor").exists()
    assert cleo.post("/account/acting", {"organisation": world.firms["foundry"].uid}).status_code == 302
    assert Event.objects.filter(name="identity.ActedFor").count() == 1


def test_what_was_read_before_the_end_is_not_asked_of_everybody(world, linked, there):
    before = Provider.objects.get(pk=linked.pk)
    connecting.end(by=world.actor("ada"))
    with pytest.raises(Unseen):
        asking.ask(before, before.uid, by=world.actor("ada"))
    connecting.connect(Wish("Second", "second", SECRET, there.issuer, CLIENT), by=world.actor("ada"))
    with pytest.raises(Unseen):
        asking.ask(before, before.uid, by=world.actor("ada"))
    assert not queries.is_required(world.pumps.pk)
