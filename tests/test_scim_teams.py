"""Teams come, change and go by their organisation's directory; and how that shows to people."""

import ast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.audit.models import Event
from kith.identity.actions import inviting, managing
from kith.identity.actions.inviting import NewAccount, Sent
from kith.identity.models import Invitation, Team
from kith.scim.actions import connecting
from tests import directory, walk
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def pumps(world):
    return directory.of(world, "ada")


def people(team):
    """Who is in a team."""
    return sorted(Team.objects.get(uid=team["id"]).members.values_list("person__email", flat=True))


def test_a_team_of_the_directory_holds_its_members_at_once_and_the_others_when_they_join(world, pumps):
    ben, eve = pumps.add("ben@example.org"), pumps.add("eve@example.org")
    team = pumps.team("Casting", ben["id"], eve["id"], externalId="G-1")
    assert {each["value"] for each in team["members"]} == {ben["id"], eve["id"]}
    assert people(team) == ["ben@example.org"]
    token = Sent(Invitation.objects.get(email="eve@example.org")).token
    inviting.accept(token, account=NewAccount("Eve", PASSWORD))
    assert people(team) == ["ben@example.org", "eve@example.org"]
    assert pumps.get(f"Users/{eve['id']}").json()["groups"][0]["display"] == "Casting"
    changed = Event.objects.filter(name="identity.TeamChanged").latest("pk")
    assert (changed.via, changed.organisation_id) == ("scim", world.pumps.pk)


@pytest.mark.parametrize(
    ("operations", "left"),
    [
        ([{"op": "Add", "path": "members", "value": [{"value": "EVE"}]}], "ada ben eve"),
        ([{"op": "remove", "path": 'members[value eq "BEN"]'}], "ada"),
        ([{"op": "Remove", "path": "members", "value": [{"value": "BEN"}]}], "ada"),
        ([{"op": "remove", "path": "members"}], ""),
        ([{"op": "replace", "path": "members", "value": [{"value": "EVE"}]}], "eve"),
        ([{"op": "Replace", "value": {"displayName": "Pouring", "members": [{"value": "BEN"}]}}], "ben"),
        ([{"op": "add", "value": {"members": [{"value": "EVE", "display": "x"}]}}], "ada ben eve"),
    ],
)
def test_members_are_added_removed_and_replaced_in_every_way_that_directories_know(world, pumps, operations, left):
    ids = {name: pumps.add(f"{name}@example.org")["id"] for name in ("ada", "ben", "eve")}
    token = Sent(Invitation.objects.get(email="eve@example.org")).token
    inviting.accept(token, account=NewAccount("Eve", PASSWORD))
    team = pumps.team("Casting", ids["ada"], ids["ben"])
    said = str(operations)
    for name, uid in ids.items():
        said = said.replace(name.upper(), uid)
    answer = pumps.patch(f"Groups/{team['id']}", *ast.literal_eval(said))
    assert answer.status_code == 200, answer.content
    assert people(team) == [f"{name}@example.org" for name in left.split()]


def test_who_is_not_active_is_in_no_team_and_comes_back_into_hers(world, pumps):
    ben = pumps.add("ben@example.org")
    team = pumps.team("Casting", ben["id"])
    pumps.patch(f"Users/{ben['id']}", {"op": "replace", "path": "active", "value": False})
    assert people(team) == []
    pumps.patch(f"Users/{ben['id']}", {"op": "replace", "path": "active", "value": True})
    assert people(team) == ["ben@example.org"]


def test_a_team_is_renamed_and_written_anew(world, pumps):
    ben = pumps.add("ben@example.org")
    team = pumps.team("Casting", ben["id"], externalId="G-1")
    pumps.patch(f"Groups/{team['id']}", {"op": "replace", "path": "displayName", "value": "Pouring"})
    assert Team.objects.get(uid=team["id"]).name == "Pouring"
    body = {"schemas": [directory.GROUP], "displayName": "Moulds"}
    now = pumps.call("PUT", f"Groups/{team['id']}", body).json()
    assert (now["displayName"], people(team), "externalId" in now) == ("Moulds", [], False)


def test_a_team_that_was_not_made_by_the_directory_is_not_shown_and_its_name_is_taken(world, pumps):
    hand = managing.make_team("Casting", [], by=world.actor("ada"))
    assert pumps.get("Groups").json()["totalResults"] == 0
    assert pumps.get(f"Groups/{hand.uid}").status_code == 404
    body = {"schemas": [directory.GROUP], "displayName": "CASTING"}
    assert pumps.call("POST", "Groups", body).status_code == 409
    other = pumps.team("Pouring")
    rename = {"op": "replace", "path": "displayName", "value": "casting"}
    assert pumps.patch(f"Groups/{other['id']}", rename).status_code == 409


def test_a_team_that_was_taken_away_stands_empty_and_can_be_made_again(world, pumps):
    ben = pumps.add("ben@example.org")
    team = pumps.team("Casting", ben["id"], externalId="G-1")
    assert pumps.call("DELETE", f"Groups/{team['id']}").status_code == 204
    assert pumps.get(f"Groups/{team['id']}").status_code == 404
    assert people(team) == []
    again = pumps.team("Casting", ben["id"], externalId="G-1")
    assert (again["id"], people(again)) == (team["id"], ["ben@example.org"])
    pumps.call("DELETE", f"Groups/{team['id']}")
    mine = world.actor("ada")
    managing.change_team(team["id"], "Casting", [mine.membership_id], by=mine)
    body = {"schemas": [directory.GROUP], "displayName": "Casting"}
    assert pumps.call("POST", "Groups", body).status_code == 409  # somebody keeps it by hand by now


def test_teams_are_found_by_name_and_by_member(world, pumps):
    ben = pumps.add("ben@example.org")
    team = pumps.team("Casting", ben["id"], externalId="G-1")
    pumps.team("Pouring")
    for text in (
        'displayName eq "casting"',
        f'members eq "{ben["id"]}"',
        f'members[value eq "{ben["id"]}"]',
        f'id eq "{team["id"]}" and members.value eq "{ben["id"]}"',
        'externalId eq "G-1"',
        "members pr",
    ):
        assert [row["id"] for row in pumps.get("Groups", filter=text).json()["Resources"]] == [team["id"]], text
    assert "members" not in pumps.get("Groups", excludedAttributes="members").json()["Resources"][0]


def test_a_change_of_a_large_team_asks_no_more_than_one_of_a_small_team(world, pumps):
    def asked(team):
        with CaptureQueriesContext(connection) as found:
            pumps.get("Groups")
            pumps.patch(f"Groups/{team['id']}", {"op": "add", "path": "members", "value": [{"value": ids.pop()}]})
        return len(found)

    ids = [pumps.add(f"p{number}")["id"] for number in range(60)]
    team = pumps.team("Casting", ids.pop())
    small = asked(team)
    members = [{"value": ids.pop()} for _number in range(50)]
    pumps.patch(f"Groups/{team['id']}", {"op": "add", "path": "members", "value": members})
    assert asked(team) == small


def test_who_joins_goes_into_her_teams_and_nobody_else_is_touched(world, pumps):
    ben, eve = pumps.add("ben@example.org"), pumps.add("eve@example.org")
    team = pumps.team("Casting", ben["id"], eve["id"])
    Team.objects.get(uid=team["id"]).members.clear()  # whatever is so: a joining does not write the whole team
    before = Event.objects.filter(name="identity.TeamChanged").count()
    token = Sent(Invitation.objects.get(email="eve@example.org")).token
    inviting.accept(token, account=NewAccount("Eve", PASSWORD))
    assert people(team) == ["eve@example.org"]
    assert Event.objects.filter(name="identity.TeamChanged").count() == before + 1


def test_a_team_is_locked_before_its_people_are_read(world, pumps):
    ben = pumps.add("ben@example.org")
    team = pumps.team("Casting")
    with CaptureQueriesContext(connection) as found:
        pumps.patch(f"Groups/{team['id']}", {"op": "add", "path": "members", "value": [{"value": ben["id"]}]})
    asked = [row["sql"] for row in found]
    teams = [n for n, sql in enumerate(asked) if sql.startswith("SELECT") and 'FROM "identity_team" WHERE' in sql]
    living = [n for n, sql in enumerate(asked) if 'FROM "identity_membership"' in sql and '"scim_entry"' in sql]
    locks = [n for n in teams if "FOR UPDATE" in asked[n] or connection.vendor == "sqlite"]
    assert locks and living and min(locks[1:] if connection.vendor == "sqlite" else locks) < min(living)


def test_people_see_who_and_which_team_the_directory_keeps(world, pumps):
    ada = walk.browser(world, "ada")
    assert "Kept by your directory" not in walk.said(ada.get("/people"))
    ben = pumps.add("ben@example.org")
    team = pumps.team("Casting", ben["id"])
    assert walk.said(ada.get("/people")).count("Kept by your directory") == 2
    pk = world.actor("ben").membership_id
    assert ada.get(f"/people/{pk}/role").status_code == 200  # by hand too
    answer = ada.post(f"/people/teams/{team['id']}", {"name": "Mine", "members": []})
    assert "Your directory keeps this team. Change it there." in walk.said(answer)
    assert (Team.objects.get(uid=team["id"]).name, people(team)) == ("Casting", ["ben@example.org"])
    connecting.end(by=world.actor("ada"))
    assert "Kept by your directory" not in walk.said(ada.get("/people"))
    assert ada.post(f"/people/teams/{team['id']}", {"name": "Mine", "members": []}).status_code == 302


def test_an_owner_connects_a_directory_and_sees_its_token_once(world):
    ada = walk.browser(world, "ada")
    assert "No directory is connected" in walk.said(ada.get("/people/organisation/directory"))
    once = walk.said(ada.post("/people/organisation/directory/new"))
    if "kith_scim_" not in once:
        once = walk.said(ada.post("/people/organisation/directory/new", {"proof": PASSWORD}))
    token = once.split("kith_scim_")[1].split("<")[0]
    pumps = directory.Directory(f"kith_scim_{token}")
    pumps.team("Casting", pumps.add("ben@example.org")["id"], pumps.add("eve@example.org")["id"])
    page = walk.said(ada.get("/people/organisation/directory"))
    assert token not in page
    for words in ("1 member", "1 person who has not joined yet", "1 team", "/scim/v2"):
        assert words in page
    ada.post("/people/organisation/directory/end")
    assert pumps.get("Users").status_code == 401
    names = set(Event.objects.filter(name__startswith="scim.Directory").values_list("name", flat=True))
    assert names == {"scim.DirectoryConnected", "scim.DirectoryEnded"}


def test_for_others_than_owners_there_is_no_such_page(world, pumps):
    for name in ("ben", "cleo", "dan"):
        client = walk.browser(world, name)
        page = walk.said(client.get("/people/organisation/directory"))
        assert world.ada.name not in page
    ben = walk.browser(world, "ben")
    assert ben.get("/people/organisation/directory").status_code == 404
    for deed in ("new", "token", "end"):
        assert ben.post(f"/people/organisation/directory/{deed}", {"proof": PASSWORD}).status_code == 404
    assert pumps.get("Users").status_code == 200
