"""What a directory's token must not open, whoever holds it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from scim2_models.path import filter as library

from kith.audit.models import Denial, Event, Miss
from kith.core import clock
from kith.core.actor import Role
from kith.identity import kept
from kith.identity.actions import inviting, managing
from kith.identity.actions.inviting import Guest, NewAccount
from kith.identity.models import Invitation, Membership
from kith.notices import queries as notices
from kith.scim import standing
from kith.scim.actions import connecting
from kith.scim.models import Directory, Entry
from tests import directory
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
ADDRESSES = ("Users", "Users/000000000000", "Groups", "ServiceProviderConfig", "Schemas", "Bulk", "nowhere", "Me")


@pytest.fixture
def pumps(world):
    return directory.of(world, "ada")


@pytest.fixture
def foundry(world):
    return directory.of(world, "cleo")


def membership(world, name, firm="pumps"):
    return Membership.objects.get(person=world.people[name], organisation=world.firms[firm])


def test_without_a_token_of_a_living_directory_every_address_says_the_same(world, pumps):
    answers = set()
    for token in ("", "wrong", pumps.token[:-1], pumps.token + "x", "Bearer"):
        for path in ADDRESSES:
            for method in ("GET", "POST", "DELETE"):
                answer = directory.Directory(token).call(method, path, {})
                answers.add((answer.status_code, answer.content, answer.headers["WWW-Authenticate"]))
    answers.add((Client().get("/scim/v2/Users").status_code, Client().get("/scim/v2/Users").content, "Bearer"))
    connecting.end(by=world.actor("ada"))
    ended = pumps.get("Users")
    answers.add((ended.status_code, ended.content, ended.headers["WWW-Authenticate"]))
    assert len(answers) == 1 and answers.pop()[0] == 401


def test_a_token_ends_by_its_day_and_by_the_next_one(world, pumps):
    with clock.at(clock.now() + timedelta(days=366)):
        assert pumps.get("Users").status_code == 401
    fresh = directory.Directory(connecting.draw_token(by=world.actor("ada")).token)
    assert (pumps.get("Users").status_code, fresh.get("Users").status_code) == (401, 200)


def test_of_a_token_only_its_hash_is_kept(world, pumps):
    row = Directory.objects.get()
    assert len(pumps.token) >= 43 and pumps.token not in str(row.__dict__)
    assert not Event.objects.filter(data__contains=pumps.token).exists()


def test_its_last_use_is_noted_once_a_minute(world, pumps):
    start = clock.now()
    for seconds, noted in ((0, 0), (30, 0), (61, 61)):
        with clock.at(start + timedelta(seconds=seconds)):
            pumps.get("Users", count=0)
        assert Directory.objects.get().last_used_at == start + timedelta(seconds=noted)


def test_owners_hear_once_that_a_token_ends_soon(world, pumps):
    assert connecting.warn() == 0
    with clock.at(clock.now() + timedelta(days=353)):
        assert (connecting.warn(), connecting.warn()) == (1, 0)
        told = [row.line.words for row in notices.inbox(world.actor("ada")).told]
        assert "The token of your directory ends soon. Draw a new one" in told
        assert not [row for row in notices.inbox(world.actor("ben")).told if row.line.href.endswith("directory")]


def test_a_session_opens_nothing_and_a_token_no_page(world, pumps):
    client = Client()
    client.force_login(world.ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/scim/v2/Users").status_code == 401
    headers = {"Authorization": f"Bearer {pumps.token}"}
    assert Client().get("/people", headers=headers).status_code == 302
    assert Client().get("/api/v1/items", headers=headers).status_code == 401
    answer = pumps.get("Users")
    assert not answer.cookies


def test_what_another_firm_keeps_is_not_there(world, pumps, foundry):
    made, team = foundry.add("eve@example.org"), foundry.team("Casting")
    for kind, uid in (("Users", made["id"]), ("Groups", team["id"])):
        gone = pumps.get(f"{kind}/{uid}")
        assert (gone.status_code, gone.content) == (404, pumps.get(f"{kind}/000000000000").content)
        for method, body in (
            ("PUT", directory.user("x", displayName="x")),
            ("PATCH", {"schemas": [directory.PATCH], "Operations": [{"op": "remove", "path": "externalId"}]}),
            ("DELETE", None),
        ):
            assert pumps.call(method, f"{kind}/{uid}", body).content == gone.content
        assert foundry.get(f"{kind}/{uid}").status_code == 200
        assert pumps.get(kind).json()["totalResults"] == 0
        assert pumps.get(kind, filter=f'id eq "{uid}" or not (id eq "x")').json()["totalResults"] == 0


def test_somebody_of_another_firm_goes_into_no_team(world, pumps, foundry):
    stranger, team = foundry.add("eve@example.org"), pumps.team("Casting")
    body = {"schemas": [directory.GROUP], "displayName": "Pouring", "members": [{"value": stranger["id"]}]}
    unknown = body | {"members": [{"value": "000000000000"}]}
    first, second = pumps.call("POST", "Groups", body), pumps.call("POST", "Groups", unknown)
    assert (first.status_code, first.content) == (400, second.content)
    add = {"op": "add", "path": "members", "value": [{"value": stranger["id"]}]}
    assert pumps.patch(f"Groups/{team['id']}", add).status_code == 400
    assert "members" not in pumps.get(f"Groups/{team['id']}").json()


def test_a_directory_makes_nobody_an_owner(world, pumps):
    owner = [{"value": " Owner ", "primary": True}]
    refused = pumps.call("POST", "Users", directory.user("eve@example.org", roles=owner))
    assert (refused.status_code, refused.json()["scimType"]) == (403, "mutability")
    assert not Entry.objects.exists() and not Invitation.objects.filter(email="eve@example.org").exists()
    made = pumps.add("ben@example.org")
    change = {"op": "add", "path": "roles", "value": owner}
    assert pumps.patch(f"Users/{made['id']}", change).status_code == 403
    assert membership(world, "ben").role == "member"


def test_a_directory_ends_no_owner_and_gives_her_no_other_role(world, pumps):
    made = pumps.add("ada@example.org")
    off = {"op": "replace", "path": "active", "value": False}
    refused = pumps.patch(f"Users/{made['id']}", off)
    assert (refused.status_code, refused.json()["scimType"]) == (403, "mutability")
    assert pumps.call("DELETE", f"Users/{made['id']}").status_code == 403
    pumps.patch(f"Users/{made['id']}", {"op": "add", "path": "roles", "value": [{"value": "member"}]})
    mine = membership(world, "ada")
    assert (mine.role, mine.ended_at) == ("owner", None)
    assert pumps.get(f"Users/{made['id']}").json()["active"] is True


def test_an_account_is_not_taken_over_by_another_address(world, pumps):
    made = pumps.add("ben@example.org")
    mail = {"value": "thief@example.org", "primary": True}
    for change in (
        {"op": "replace", "path": "userName", "value": "thief@example.org"},
        {"op": "replace", "path": "emails", "value": [mail]},
        {"op": "replace", "value": {"emails": [mail], "password": "volute impeller gasket", "id": "x"}},
    ):
        pumps.patch(f"Users/{made['id']}", change)
    ben = world.people["ben"]
    before = ben.password
    ben.refresh_from_db()
    assert (ben.email, ben.password) == ("ben@example.org", before)
    assert not Invitation.objects.filter(email="thief@example.org").exists()
    assert Entry.objects.get(uid=made["id"]).membership == membership(world, "ben")


def test_the_address_of_somebody_elsewhere_gives_no_hold_on_her(world, pumps):
    made = pumps.add("tom@example.org", displayName="Renamed", active=True)
    pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "active", "value": False})
    pumps.call("DELETE", f"Users/{made['id']}")
    tom = world.people["tom"]
    tom.refresh_from_db()
    assert (tom.name, tom.is_active) == ("Tom", True)
    assert membership(world, "tom", "foundry").ended_at is None


def test_one_user_name_in_whatever_case_is_kept_once(world, pumps):
    pumps.add("Eve@Example.org", externalId="E")
    for more in ({}, {"externalId": "F"}):
        answer = pumps.call("POST", "Users", directory.user("eVE@eXAMPLE.ORG", **more))
        assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    assert pumps.call("POST", "Users", directory.user("other", externalId="E")).status_code == 409
    assert pumps.call("POST", "Users", directory.user("o", emails=[{"value": "EVE@example.org"}])).status_code == 409


def test_two_entries_hold_no_one_member(world, pumps):
    made = pumps.add("ben@example.org")
    pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "userName", "value": "benjamin@example.org"})
    answer = pumps.call("POST", "Users", directory.user("ben@example.org"))
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")


def test_what_has_changed_since_is_not_written_over(world, pumps):
    made, team = pumps.add("eve@example.org"), pumps.team("Casting")
    rename = {"op": "replace", "path": "displayName", "value": "Eve"}
    for path, old in ((f"Users/{made['id']}", made), (f"Groups/{team['id']}", team)):
        version = {"If-Match": old["meta"]["version"]}
        assert pumps.patch(path, rename, **version).status_code == 200
        assert pumps.patch(path, rename | {"value": "Else"}, **version).status_code == 412
        assert pumps.call("DELETE", path, **version).status_code == 412
        assert pumps.get(path).json()["displayName"] == "Eve"


@pytest.mark.parametrize(
    "text",
    [
        'userName eq "x" or 1=1 --',
        "userName eq 'x'",
        "password pr",
        "organisation eq 1",
        'membership__person__email eq "a"',
        "userName gt 1",
        'active co "t"',
        'meta.lastModified gt "yesterday"',
        "(" * 5000 + "userName pr" + ")" * 5000,
        "not (" * 40 + "userName pr" + ")" * 40,
        " or ".join(['userName eq "x"'] * 41),
        'emails[value eq "' + "x" * 5000 + '"]',
        'roles eq "owner"',
        "emails[organisation pr]",
    ],
)
def test_a_filter_that_asks_for_too_much_is_refused(world, pumps, text):
    answer = pumps.get("Users", filter=text)
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter"), text[:40]


def test_a_value_in_a_filter_stays_a_value(world, pumps):
    pumps.add("eve@example.org")
    for text in (
        'userName co "%"',
        'userName co "_"',
        'userName eq "\\" or userName pr or \\""',
        'userName sw "\\u0000x"',
    ):
        answer = pumps.get("Users", filter=text)
        assert (answer.status_code, answer.json()["totalResults"]) == (200, 0), text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * (1024 * 1024 + 1), 413),
        (b"{", 400),
        (b"[]", 400),
        (b"[" * 200_000, 400),
        (b"\xff\xfe", 400),
        (b'{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a\\u0000b"}', 400),
        (json.dumps(directory.user("a\0b")).encode("utf-16"), 400),
        (json.dumps(directory.user("ab")).encode("utf-16"), 400),
        (json.dumps(directory.user("ab")).encode("utf-8-sig"), 400),
        (directory.user("a\ud800b"), 400),
        (directory.user("ab", **{"\udfff": "x"}), 400),
        (directory.user("ab", title={"a": [{"b": "\udc00"}]}), 400),
        (b'{"userName": ' + b"[" * 500 + b"]" * 500 + b"}", 400),
        ({}, 400),
        (directory.user(""), 400),
        (directory.user("x" * 255), 400),
        (directory.user("x", externalId="x" * 255), 400),
        (directory.user("x", emails=[{"value": "y" * 255}]), 400),
        (directory.user("x", emails=[{"value": f"{n}@example.org"} for n in range(21)]), 400),
        (directory.user("x", emails=[{"value": "not an address"}]), 400),
        (directory.user("x", active="perhaps"), 400),
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_leaves_nothing(world, pumps, body, status):
    answer = pumps.call("POST", "Users", body)
    assert answer.status_code == status, answer.content[:200]
    assert answer.headers["Content-Type"] == "application/scim+json"
    assert not Entry.objects.exists()


def test_what_is_patched_at_an_unknown_place_changes_nothing(world, pumps):
    made = pumps.add("ben@example.org")
    before = pumps.get(f"Users/{made['id']}").json()
    for path in ("membership", "organisation", "urn:example:2.0:User:secret", "title"):
        pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": path, "value": "x"})
    for operation in (
        {"op": "replace", "path": "id", "value": "x"},
        {"op": "replace", "path": "groups", "value": [{"value": "x"}]},
        {"op": "explode", "path": "active", "value": True},
        {"op": "remove"},
        {"op": "replace", "path": "emails[", "value": "x"},
        {"op": "remove", "path": "userName"},
        {"op": "replace", "path": "active", "value": {"a": 1}},
    ):
        assert pumps.patch(f"Users/{made['id']}", operation).status_code == 400, operation
    assert pumps.get(f"Users/{made['id']}").json() == before


def test_what_is_deep_or_cannot_be_kept_is_refused_in_a_patch_too(world, pumps):
    made, team = pumps.add("eve@example.org"), pumps.team("Casting")
    deep: list = []
    for _level in range(600):
        deep = [deep]
    user, group = f"Users/{made['id']}", f"Groups/{team['id']}"
    before = [pumps.get(path).json() for path in (user, group)]
    for path, operation in (
        (user, {"op": "replace", "path": "emails", "value": deep}),
        (group, {"op": "replace", "path": "members", "value": deep}),
        (user, {"op": "replace", "path": "displayName", "value": "\ud800"}),
        (group, {"op": "replace", "path": "displayName", "value": "\ud800"}),
        (user, {"op": "add", "path": 'emails[type eq "\\ud800"].value', "value": "eve@example.org"}),
        (user, {"op": "add", "path": 'emails[type eq "\\u0000"].value', "value": "eve@example.org"}),
        (group, {"op": "add", "path": 'members[value eq "\\ud800"].type', "value": "User"}),
        (user, {"op": "add", "path": "emails[" + "(" * 600 + "type pr" + ")" * 600 + "].value", "value": "x"}),
    ):
        answer = pumps.patch(path, operation)
        assert answer.status_code == 400, (operation, answer.content)
        assert answer.json()["scimType"].startswith(("invalid", "noTarget")), answer.content
    assert [pumps.get(path).json() for path in (user, group)] == before


def test_an_address_or_filter_that_cannot_be_kept_finds_nothing(world, pumps):
    for path in ("Users/%00", "Users/a%00b", "Groups/%00", "Users/%ED%A0%80", "Schemas/%00", "%00"):
        for method in ("GET", "DELETE"):
            assert pumps.call(method, path).status_code in {404, 405}, path
    for text in ('userName eq "\\ud800"', 'emails[value eq "\\ud800"]', 'meta.created gt "\\ud800"'):
        assert pumps.get("Users", filter=text).status_code == 400, text


def test_a_long_filter_is_refused_before_it_is_parsed_and_a_search_parses_once(world, pumps, monkeypatch):
    seen = []
    parse = library._parse_filter
    monkeypatch.setattr(library, "_parse_filter", lambda text: seen.append(text) or parse(text))
    long = " or ".join(['userName eq "x"'] * 1000)
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": long}
    for answer in (
        pumps.get("Users", filter=long),
        pumps.get("Groups", filter=long),
        *(pumps.call("POST", path, body) for path in (".search", "Users/.search", "Groups/.search")),
        pumps.call("POST", ".search", {"schemas": body["schemas"], "Filter": long}),
    ):
        assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter")
    assert seen == []
    assert pumps.call("POST", ".search", body | {"filter": 'displayName eq "x"'}).status_code == 200
    assert len(seen) == 1


def test_a_refusal_stands_in_the_ledger_once_a_minute_and_names_the_firm(world, pumps):
    made = pumps.add("ada@example.org")
    with clock.at(clock.now()):
        for _time in range(3):
            assert pumps.call("DELETE", f"Users/{made['id']}").status_code == 403
    fact = Event.objects.get(name="audit.DeniedFact")
    assert (fact.via, fact.person_id, fact.organisation_id) == ("scim", None, world.pumps.pk)
    assert json.loads(fact.data)["ability"] == "deactivate"
    assert list(Denial.objects.values_list("person_id", "organisation_id", "times")) == [(0, world.pumps.pk, 3)]
    assert not Miss.objects.exists()


def test_a_directory_whose_token_has_run_out_keeps_nothing(world, pumps):
    ben, eve = pumps.add("ben@example.org"), pumps.add("eve@example.org")
    team = pumps.team("Casting", ben["id"])
    mine = world.actor("ada")
    assert (len(kept.members(world.pumps.pk)), len(kept.teams(world.pumps.pk))) == (1, 1)
    with clock.at(clock.now() + timedelta(days=366)):
        assert (kept.members(world.pumps.pk), kept.teams(world.pumps.pk)) == (set(), set())
        managing.change_team(team["id"], "Casting", [], by=mine)
        sent = inviting.invite_colleague(Guest("eve@example.org"), Role.MEMBER, by=mine)
        inviting.accept(sent.token, account=NewAccount("Eve", PASSWORD))
        assert Entry.objects.get(uid=eve["id"]).membership is None
        assert standing.summary(mine).directory is not None  # its owner still draws a new token for it
        connecting.draw_token(by=mine)
        assert len(kept.members(world.pumps.pk)) == 1


def test_nobody_is_invited_more_than_three_times_a_day(world, pumps):
    made = pumps.add("eve@example.org")
    for number in range(6):
        mail = f"eve{number}@example.org"
        pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "userName", "value": mail})
    assert Invitation.objects.filter(email__startswith="eve").count() == 3
    for _time in range(6):  # nor by another entry each time
        answer = pumps.call("POST", "Users", directory.user("kim@example.org"))
        if answer.status_code == 201:
            pumps.call("DELETE", f"Users/{answer.json()['id']}")
    assert (answer.status_code, Invitation.objects.filter(email="kim@example.org").count()) == (409, 3)
    for active in (False, True) * 4:
        pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "active", "value": active})
    assert Invitation.objects.filter(email__startswith="eve").count() == 3
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        assert pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "active", "value": True}).status_code == 200
    assert Invitation.objects.filter(email__startswith="eve").count() == 4


def test_a_list_holds_two_hundred_at_most(world, pumps):
    asked = pumps.get("Users", count=100000, startIndex=-5)
    assert asked.status_code == 200
    for bad in ({"count": "x"}, {"startIndex": "x"}, {"sortBy": "nothing"}, {"sortOrder": "sideways"}):
        assert pumps.get("Users", **bad).status_code == 400
    assert pumps.get("Users", startIndex=10**30).status_code in {200, 400}


def test_many_deeds_at_once_are_not_taken(world, pumps):
    assert pumps.call("POST", "Bulk", {}).status_code == 501
    assert pumps.call("PUT", "Users", {}).status_code == 405
