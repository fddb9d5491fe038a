"""A second step that is asked: nothing opens before it, on any surface, and it cannot be undone."""

import pytest
from allauth.mfa.models import Authenticator

from kith.audit.models import Event
from kith.core.actor import Role
from kith.core.errors import Denied, Refused
from kith.identity import sessions, steps
from kith.identity.actions import asking
from kith.identity.models import StepDemand
from kith.knowledge import policy
from tests import walk


def give(world, name):
    """Let somebody have a second step."""
    return Authenticator.objects.create(user=world.people[name], type="totp", data={"secret": "x"})


@pytest.fixture
def asked(world):
    """Ada, an owner, asks a second step of members, of whom ben is one."""
    asking.ask_own({"member"}, by=world.actor("ada"))
    return world


def test_whoever_is_asked_and_has_none_is_led_to_where_it_is_set_up(asked):
    ben = walk.browser(asked, "ben")
    for address in ("/", "/knowledge", "/people", "/search?q=a", "/account/tokens", "/inbox"):
        assert ben.get(address)["Location"] == "/account/second", address
    page = walk.said(ben.get("/account/second"))
    firm = asked.actor("ada").organisation_id
    name = StepDemand.objects.get(asking=firm).asking.name
    assert f"{name} asks a second step of everybody who is member there" in page
    assert 'class="areas"' not in page
    for address in ("/account/password", "/account/sessions", "/sign-out"):
        assert ben.get(address).status_code == 200, address
    assert walk.browser(asked, "ada").get("/knowledge").status_code == 200
    give(asked, "ben")
    assert ben.get("/knowledge").status_code == 200


def test_what_she_was_sending_is_answered_with_a_sentence(asked):
    answer = walk.browser(asked, "ben").post("/spaces/new", {"name": "A space"})
    assert answer.status_code == 403
    assert "Set it up in another window, then send this again." in walk.said(answer)


def test_programs_and_open_connections_wait_too(world):
    program, ben = walk.program(world, "ben"), walk.browser(world, "ben")
    key = ben.cookies["sessionid"].value
    assert program.get("/api/v1/spaces").status_code == 200
    assert key in sessions.actors_of([key])
    asking.ask_own({"member"}, by=world.actor("ada"))
    answer = program.get("/api/v1/spaces")
    assert answer.status_code == 403
    assert "asks a second step at sign-in" in answer.json()["detail"]
    assert sessions.actors_of([key]) == {}
    give(world, "ben")
    assert program.get("/api/v1/spaces").status_code == 200
    assert key in sessions.actors_of([key])


def test_the_last_one_cannot_be_taken_away_while_it_is_asked(asked):
    held = give(asked, "ben")
    with pytest.raises(Refused, match="It is your last second step"):
        steps.require_removable(held)
    other = Authenticator.objects.create(user=asked.people["ben"], type="webauthn", data={"name": "Key"})
    steps.require_removable(held)
    other.delete()
    asking.ask_own(set(), by=asked.actor("ada"))
    steps.require_removable(held)


def test_nobody_closes_the_door_on_herself(world):
    ada = walk.browser(world, "ada")
    answer = ada.post("/people/organisation/second", {"roles": ["owner", "member"]})
    assert answer.status_code == 422
    assert "Set up yours first" in walk.said(answer)
    assert not StepDemand.objects.exists()
    give(world, "ada")
    assert ada.post("/people/organisation/second", {"roles": ["owner", "member"]}).status_code == 302
    assert StepDemand.objects.count() == 2
    page = walk.said(ada.get("/people/organisation"))
    assert world.people["ben"].name in page
    assert ada.post("/people/organisation/second", {"roles": ["king"]}).status_code == 422


def test_only_owners_ask_and_each_change_is_a_row(world):
    with pytest.raises(Denied):
        asking.ask_own({"member"}, by=world.actor("ben"))
    assert walk.browser(world, "ben").post("/people/organisation/second", {"roles": ["member"]}).status_code == 403
    asking.ask_own({"member", "auditor"}, by=world.actor("ada"))
    asking.ask_own({"member"}, by=world.actor("ada"))
    names = Event.objects.filter(name__startswith="identity.SecondStep").order_by("pk").values_list("name", flat=True)
    assert [name.split(".")[1] for name in names] == ["SecondStepAsked"] * 2 + ["SecondStepAskedNoMore"]


def test_a_partners_people_without_one_see_nothing_of_ours_and_all_of_their_own(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Pour the volute")
    world.share(item, "foundry")
    cleo = world.actor("cleo")
    assert policy.items.can(cleo, "see", item)
    uid = world.partnerships["foundry"].uid
    ada = walk.browser(world, "ada")
    assert ada.post(f"/partnerships/{uid}/sign-in", {"ask": "1"}).status_code == 302
    assert not policy.items.can(cleo, "see", item)
    browser = walk.browser(world, "cleo")
    assert browser.get(f"/items/{item.uid}").status_code == 404
    assert walk.program(world, "cleo").get(f"/api/v1/items/{item.uid}").status_code == 404
    assert browser.get("/knowledge").status_code == 200
    assert "Without one, nothing of" in walk.said(browser.get("/account/second"))
    assert "They ask a second step of your people" in walk.said(browser.get(f"/partnerships/{uid}"))
    page = walk.said(ada.get(f"/partnerships/{uid}"))
    assert "has none yet" in page or "have none yet" in page
    give(world, "cleo")
    assert policy.items.can(cleo, "see", item)
    assert browser.get(f"/items/{item.uid}").status_code == 200


def test_partners_are_asked_by_owners_only_and_nobody_asks_herself(world):
    world.agree("foundry", "cleo")
    uid = world.partnerships["foundry"].uid
    assert walk.browser(world, "ben").post(f"/partnerships/{uid}/sign-in", {"ask": "1"}).status_code == 403
    with pytest.raises(Refused):
        asking.ask_partner(world.actor("ada").organisation, asked=True, by=world.actor("ada"))
    assert world.actor("ada").role is Role.OWNER
