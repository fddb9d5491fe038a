"""People come, change and go by their organisation's directory."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Refused
from kith.identity.actions import erasing, inviting, joining, leaving
from kith.identity.actions.inviting import Guest, NewAccount, Sent
from kith.identity.models import Invitation, Membership, Person
from kith.scim.models import Entry
from tests import directory, walk
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
EVE = "eve@example.org"
OFF = {"op": "Replace", "path": "active", "value": "False"}  # as Entra sends it
ON = {"op": "replace", "path": "active", "value": True}


@pytest.fixture
def pumps(world):
    return directory.of(world, "ada")


def accept(email=EVE, **of):
    """Somebody takes up the invitation that was sent to her address."""
    sent = Sent(Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None, **of).latest("pk"))
    return inviting.accept(sent.token, account=NewAccount("Eve", PASSWORD))


def membership(world, name, firm="pumps"):
    return Membership.objects.get(person=world.people[name], organisation=world.firms[firm])


def test_who_is_added_is_invited_and_bound_when_she_joins(world, pumps):
    made = pumps.add(EVE, externalId="E-1", displayName="Eve Moss", emails=[{"value": EVE, "primary": True}])
    assert (made["active"], made["meta"]["location"].endswith(made["id"])) == (True, True)
    assert Person.objects.filter(email=EVE).count() == 0
    person, member = accept()
    entry = Entry.objects.get(uid=made["id"])
    assert (entry.membership, member.role, member.organisation) == (member, "member", world.pumps)
    assert Invitation.objects.get(email=EVE).name == "Eve Moss"  # what the form offers her
    pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "Somebody Else"})
    person.refresh_from_db()
    assert person.name == "Eve"  # as she calls herself, whether or not she belongs elsewhere


def test_the_answer_is_the_same_whether_or_not_the_address_has_an_account(world, pumps):
    new = pumps.add("nobody@example.org")
    known = pumps.add("dan@example.org")  # has a firm of his own
    same = {key: value for key, value in new.items() if key not in {"id", "userName", "meta"}}
    assert same == {key: value for key, value in known.items() if key not in {"id", "userName", "meta"}}
    assert not Membership.objects.filter(person=world.people["dan"], organisation=world.pumps).exists()
    assert Invitation.objects.filter(organisation=world.pumps, email="dan@example.org").count() == 1


def test_what_the_directory_did_stands_in_the_ledger_as_its_own(world, pumps):
    pumps.add(EVE)
    sent = Event.objects.filter(name="identity.InvitationSent").latest("pk")
    assert (sent.via, sent.person_id, sent.organisation_id) == ("scim", None, world.pumps.pk)
    assert Event.objects.filter(name="scim.EntryAdded", via="scim").count() == 1


def test_a_colleague_of_that_address_is_bound_at_once_and_keeps_her_role(world, pumps):
    made = pumps.add("ben@example.org", roles=[{"value": "steward", "primary": True}])
    assert Entry.objects.get(uid=made["id"]).membership == membership(world, "ben")
    assert membership(world, "ben").role == "member"
    assert not Invitation.objects.filter(email="ben@example.org", accepted_at=None).exists()


def test_who_is_no_longer_active_is_out_at_once(world, pumps):
    made = pumps.add("ben@example.org")
    ben = walk.browser(world, "ben")
    assert ben.get("/people").status_code == 200
    answer = pumps.patch(f"Users/{made['id']}", OFF)
    assert (answer.status_code, answer.json()["active"]) == (200, False)
    assert ben.get("/people").status_code == 302
    assert membership(world, "ben").ended_at is not None
    ended = Event.objects.filter(name="identity.MemberDeactivated").latest("pk")
    assert (ended.via, ended.organisation_id) == ("scim", world.pumps.pk)


def test_who_is_added_as_no_longer_active_is_out_at_once_unless_she_owns_the_firm(world, pumps):
    assert pumps.add("ben@example.org", active=False)["active"] is False
    assert membership(world, "ben").ended_at is not None
    refused = pumps.call("POST", "Users", directory.user("ada@example.org", active=False))
    assert refused.status_code == 403
    assert not Entry.objects.filter(email="ada@example.org").exists()
    pumps.add(EVE, active=False)
    assert not Invitation.objects.filter(email=EVE).exists()


def test_who_comes_back_takes_up_her_membership_and_her_account_wakes(world, pumps):
    made = pumps.add("ben@example.org")
    pumps.patch(f"Users/{made['id']}", OFF)
    world.people["ben"].refresh_from_db()
    assert not world.people["ben"].is_active
    assert pumps.patch(f"Users/{made['id']}", ON).json()["active"] is True
    world.people["ben"].refresh_from_db()
    assert world.people["ben"].is_active and membership(world, "ben").ended_at is None
    assert Event.objects.filter(name="identity.MemberJoined", via="scim").count() == 1


def test_a_steward_comes_back_as_a_member(world, pumps):
    leaving.change_role(membership(world, "ben").pk, Role.STEWARD, by=world.actor("ada"))
    made = pumps.add("ben@example.org")
    pumps.patch(f"Users/{made['id']}", OFF)
    pumps.patch(f"Users/{made['id']}", ON)
    assert membership(world, "ben").role == "member"


def test_a_deletion_ends_the_membership_and_forgets_the_entry(world, pumps):
    made = pumps.add("ben@example.org")
    assert pumps.call("DELETE", f"Users/{made['id']}").status_code == 204
    assert membership(world, "ben").ended_at is not None
    assert pumps.get(f"Users/{made['id']}").status_code == 404
    pumps.add("ben@example.org")  # another entry: he is asked anew
    assert membership(world, "ben").ended_at is not None
    assert Invitation.objects.filter(email="ben@example.org", accepted_at=None, withdrawn_at=None).count() == 1


def test_who_left_and_sleeps_signs_in_by_her_own_password_and_takes_up_the_invitation(world, pumps):
    leaving.deactivate(membership(world, "ben").pk, by=world.actor("ada"))
    made = pumps.add("ben@example.org", displayName="Somebody Else")
    link = Sent(Invitation.objects.get(email="ben@example.org", accepted_at=None)).url
    ben = Client()
    ben.post("/sign-in", {"login": "ben@example.org", "password": PASSWORD})
    path = link.partition("//")[2].partition("/")[2]
    assert ben.get(f"/{path}").status_code == 200
    assert membership(world, "ben").ended_at is not None
    assert ben.post(f"/{path}").status_code == 302
    back = membership(world, "ben")
    assert (back.ended_at, Entry.objects.get(uid=made["id"]).membership) == (None, back)
    assert ben.get("/people").status_code == 200


def test_who_left_is_asked_anew_and_nothing_tells_whether_she_belongs_elsewhere(world, pumps):
    sent = inviting.invite_colleague(Guest("dan@example.org"), Role.MEMBER, by=world.actor("ada"))
    _person, joined = inviting.accept(sent.token, person=world.people["dan"])
    leaving.deactivate(joined.pk, by=world.actor("ada"))
    made = pumps.add("dan@example.org", displayName="Somebody Else")
    stranger = pumps.add("nobody@example.org", displayName="Somebody Else")
    same = {key: value for key, value in made.items() if key not in {"id", "userName", "meta"}}
    assert same == {key: value for key, value in stranger.items() if key not in {"id", "userName", "meta"}}
    joined.refresh_from_db()
    assert joined.ended_at is not None
    token = Sent(Invitation.objects.get(email="dan@example.org", accepted_at=None)).token
    inviting.accept(token, person=world.people["dan"])
    joined.refresh_from_db()
    world.people["dan"].refresh_from_db()
    assert Entry.objects.get(uid=made["id"]).membership == joined
    assert (joined.ended_at, joined.role, world.people["dan"].name) == (None, "member", "Dan")
    pumps.call("DELETE", f"Users/{made['id']}")
    assert membership(world, "dan", "outside").ended_at is None  # what is hers elsewhere stays hers


def test_an_invitation_is_withdrawn_when_she_is_no_longer_wanted(world, pumps):
    made = pumps.add(EVE)
    first = Invitation.objects.get(email=EVE)
    pumps.patch(f"Users/{made['id']}", OFF)
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    pumps.patch(f"Users/{made['id']}", ON)
    assert Invitation.objects.filter(email=EVE, withdrawn_at=None).count() == 1
    pumps.call("DELETE", f"Users/{made['id']}")
    assert not Invitation.objects.filter(email=EVE, withdrawn_at=None).exists()


def test_an_invitation_that_has_run_out_is_sent_anew_with_the_next_change(world, pumps):
    made = pumps.add(EVE)
    with clock.at(clock.now() + timedelta(days=15)):
        pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "Eve"})
    assert Invitation.objects.filter(email=EVE).count() == 2


def test_who_has_no_address_waits_without_an_invitation(world, pumps):
    made = pumps.add("eve")
    assert not Invitation.objects.filter(organisation=world.pumps, accepted_at=None).exists()
    pumps.patch(f"Users/{made['id']}", {"op": "add", "path": 'emails[type eq "work"].value', "value": EVE})
    assert Invitation.objects.filter(email=EVE).count() == 1


def test_another_address_before_she_joins_is_invited_instead(world, pumps):
    made = pumps.add(EVE)
    pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "userName", "value": "moss@example.org"})
    kept = Invitation.objects.filter(organisation=world.pumps, accepted_at=None, withdrawn_at=None)
    assert [row.email for row in kept] == ["moss@example.org"]


def test_a_role_is_given_at_the_invitation_and_changed_later(world, pumps):
    made = pumps.add(EVE, roles=[{"value": "Auditor", "primary": True}])
    _person, member = accept()
    assert member.role == "auditor"
    pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "roles", "value": [{"value": "steward"}]})
    member.refresh_from_db()
    assert member.role == "steward"
    leaving.change_role(member.pk, Role.MEMBER, by=world.actor("ada"))  # an owner may, by hand
    pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "E"})
    member.refresh_from_db()
    assert member.role == "member"


def test_a_person_of_two_firms_is_called_as_she_calls_herself(world, pumps):
    pumps.add("dan@example.org", displayName="Somebody Else")
    token = Sent(Invitation.objects.get(email="dan@example.org", accepted_at=None)).token
    inviting.accept(token, person=world.people["dan"])
    world.people["dan"].refresh_from_db()
    assert world.people["dan"].name == "Dan"
    assert Entry.objects.get(email="dan@example.org").membership is not None


def test_who_is_out_of_one_firm_stays_signed_in_where_she_acts_for_another(world, pumps):
    sent = inviting.invite_colleague(Guest("dan@example.org"), Role.MEMBER, by=world.actor("ada"))
    inviting.accept(sent.token, person=world.people["dan"])
    made = pumps.add("dan@example.org")
    here, there = Client(), Client()
    for each in (here, there):
        each.post("/sign-in", {"login": "dan@example.org", "password": PASSWORD})
    session = here.session
    session["acting_for"] = world.pumps.pk
    session.save()
    assert (here.get("/people").status_code, there.get("/people").status_code) == (200, 200)
    pumps.patch(f"Users/{made['id']}", OFF)
    assert (here.get("/people").status_code, there.get("/people").status_code) == (302, 200)


def test_another_role_or_name_before_she_joins_changes_the_open_invitation(world, pumps):
    made = pumps.add(EVE)
    pumps.patch(
        f"Users/{made['id']}",
        {"op": "replace", "path": "roles", "value": [{"value": "auditor"}]},
        {"op": "replace", "path": "displayName", "value": "Eve Moss"},
    )
    held = Invitation.objects.get(email=EVE)
    assert (held.role, held.name, held.withdrawn_at) == ("auditor", "Eve Moss", None)
    assert Event.objects.filter(name="identity.InvitationChanged", via="scim").count() == 1
    assert accept()[1].role == "auditor"


def test_whose_account_was_erased_does_not_come_back(world, pumps):
    made = pumps.add("ben@example.org")
    pumps.patch(f"Users/{made['id']}", OFF)
    erasing.erase(world.people["ben"].pk, by=world.actor("ada"))
    answer = pumps.patch(f"Users/{made['id']}", ON)
    assert (answer.status_code, answer.json()["detail"]) == (409, "This account was erased.")
    with pytest.raises(Refused, match="erased"):
        joining.join(world.people["ben"], world.pumps, Role.MEMBER, by=world.actor("ada"))
    world.people["ben"].refresh_from_db()
    assert not world.people["ben"].is_active and membership(world, "ben").ended_at is not None


def test_a_put_says_everything_anew(world, pumps):
    made = pumps.add(EVE, externalId="E-1", displayName="Eve", title="Fitter", preferredLanguage="en-GB")
    body = directory.user(EVE, name={"givenName": "Eve", "familyName": "Moss"}, active=True)
    now = pumps.call("PUT", f"Users/{made['id']}", body).json()
    assert now["name"] == {"givenName": "Eve", "familyName": "Moss"}
    assert "externalId" not in now and "preferredLanguage" not in now
    assert now["meta"]["version"] != made["meta"]["version"]


def test_what_says_nothing_new_changes_nothing(world, pumps):
    made = pumps.add(EVE, displayName="Eve")
    before = Event.objects.count()
    now = pumps.patch(f"Users/{made['id']}", {"op": "replace", "value": {"displayName": "Eve"}}).json()
    assert now["meta"]["version"] == made["meta"]["version"]
    assert Event.objects.count() == before


def test_who_was_deactivated_by_hand_is_not_active_for_the_directory(world, pumps):
    made = pumps.add("ben@example.org")
    leaving.deactivate(membership(world, "ben").pk, by=world.actor("ada"))
    assert pumps.get(f"Users/{made['id']}").json()["active"] is False
    assert pumps.get("Users", filter="active eq false").json()["totalResults"] == 1


def test_who_was_invited_by_hand_is_bound_too(world, pumps):
    made = pumps.add(EVE)
    sent = inviting.invite_colleague(Guest(EVE), Role.MEMBER, by=world.actor("ada"))
    inviting.accept(sent.token, account=NewAccount("Eve", PASSWORD))
    assert Entry.objects.get(uid=made["id"]).membership is not None


def test_listing_asks_a_fixed_number_of_questions(world, pumps):
    def asked(count):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert len(pumps.get("Users", count=count).json().get("Resources", [])) == count
        return len(found)

    for number in range(100):
        pumps.add(f"p{number}@example.org", emails=[{"value": f"p{number}@example.org"}])
    assert asked(100) == asked(5)


def test_the_thousandth_costs_what_the_tenth_does(world, pumps):
    def cost(name):
        with CaptureQueriesContext(connection) as found:
            made = pumps.add(name)
            pumps.patch(f"Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "X"})
            pumps.call("DELETE", f"Users/{made['id']}")
        return len(found)

    pumps.add("first@example.org")
    early = cost("a@example.org")
    for number in range(150):
        pumps.add(f"p{number}@example.org")
    assert cost("b@example.org") == early


def test_lists_are_filtered_sorted_and_cut(world, pumps):
    for name, given in (("zoe", "Zoë"), ("amy", "Amy"), ("bob", "Bob")):
        pumps.add(f"{name}@example.org", externalId=name.upper(), name={"givenName": given}, displayName=given)

    def found(text, **more):
        answer = pumps.get("Users", filter=text, sortBy="userName", **more)
        assert answer.status_code == 200, (text, answer.content)
        return [row["userName"].split("@")[0] for row in answer.json().get("Resources", [])]

    assert found('userName eq "AMY@example.org"') == ["amy"]
    assert found('externalId eq "amy"') == []  # its case counts
    assert found('externalId eq "AMY"') == ["amy"]
    assert found('externalId sw "A" or externalId co "O"') == ["amy", "bob", "zoe"]
    assert found('externalId co "o"') == []
    assert found('displayName eq "Zoë"') == ["zoe"]
    assert found('userName sw "b" or userName ew "zoe@example.org"') == ["bob", "zoe"]
    assert found('not (userName co "o@")') == ["amy", "bob", "zoe"]
    assert found('not (userName co "b@")') == ["amy", "zoe"]
    assert found("name.givenName pr and active eq true") == ["amy", "bob", "zoe"]
    assert found('userName gt "b" and userName lt "c"') == ["bob"]
    assert found('meta.lastModified gt "2020-01-01T00:00:00Z"', count=1, startIndex=2) == ["bob"]
    assert found('userName ne "amy@example.org"', sortOrder="descending") == ["zoe", "bob"]
    assert found("emails pr") == []
    pumps.add("kim", emails=[{"value": "Kim@Example.org", "type": "work"}, {"value": "k@home.example", "type": "home"}])
    assert found('emails.value eq "kim@example.org"') == ["kim"]
    assert found('emails[type eq "home" and value co "home"]') == ["kim"]
    assert found('emails[type eq "work" and value co "home"]') == []
    assert pumps.get("Users", count=0).json()["totalResults"] == 4


def test_a_search_by_body_finds_people_and_teams(world, pumps):
    pumps.add(EVE, displayName="Casting lead")
    pumps.team("Casting")
    schema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
    body = {"schemas": [schema], "filter": 'displayName sw "casting"'}
    assert pumps.call("POST", ".search", body).json()["totalResults"] == 2
    assert pumps.call("POST", "Users/.search", body).json()["totalResults"] == 1
    body["filter"] = "userName pr"
    assert pumps.call("POST", ".search", body).json()["totalResults"] == 1


def test_an_answer_holds_only_what_was_asked_for(world, pumps):
    made = pumps.add(EVE, displayName="Eve")
    some = pumps.get(f"Users/{made['id']}", attributes="displayName").json()
    assert set(some) == {"schemas", "id", "displayName"}
    assert "displayName" not in pumps.get("Users", excludedAttributes="displayName").json()["Resources"][0]


def test_what_is_known_already_is_not_sent_again(world, pumps):
    made = pumps.add(EVE)
    answer = pumps.call("GET", f"Users/{made['id']}", **{"If-None-Match": made["meta"]["version"]})
    assert (answer.status_code, answer.content) == (304, b"")


def test_what_entra_sends_is_understood(world, pumps):
    extra = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    body = directory.user(EVE, externalId="E-1", active=True, name={"formatted": "Eve Moss", "givenName": "Eve"})
    body["schemas"].append(extra)
    body |= {extra: {"department": "Casting"}, "title": "Fitter", "meta": {"resourceType": "User"}, "roles": []}
    made = pumps.call("POST", "Users", body).json()
    answer = pumps.patch(
        f"Users/{made['id']}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "moss@example.org"},
        {"op": "Replace", "path": "name.familyName", "value": "Moss"},
        {"op": "Add", "path": f"{extra}:department", "value": "Pouring"},
        {"op": "Add", "path": f"{extra}:manager", "value": "M-1"},
        {"op": "Add", "path": "roles", "value": [{"primary": "False", "type": "App", "value": '{"id": "r-1"}'}]},
        {"op": "Replace", "value": {"name.givenName": "Evelyn", f"{extra}:division": "x"}},
        {"op": "Replace", "path": "active", "value": "True"},
    )
    assert answer.status_code == 200, answer.content
    now = answer.json()
    assert now["name"] == {"formatted": "Eve Moss", "givenName": "Evelyn", "familyName": "Moss"}
    assert now["emails"] == [{"value": "moss@example.org", "type": "work"}]
    team = pumps.team("Casting")
    member = {"$ref": None, "value": made["id"]}
    for op, count in (("Add", 1), ("Remove", 0)):
        assert pumps.patch(f"Groups/{team['id']}", {"op": op, "path": "members", "value": [member]}).status_code == 200
        assert len(pumps.get(f"Groups/{team['id']}").json().get("members", [])) == count
    assert pumps.get("Users", filter=f'userName eq "{EVE}"', aadOptscim062020="").json()["totalResults"] == 1


def test_what_okta_sends_is_understood(world, pumps):
    made = pumps.add(
        EVE, name={"givenName": "Eve", "familyName": "Moss"}, locale="en-US", password="x1y2z3!!", groups=[]
    )
    assert "password" not in made
    team = pumps.team("Casting")
    answer = pumps.patch(
        f"Groups/{team['id']}",
        {"op": "replace", "value": {"id": team["id"], "displayName": "Pouring"}},
        {"op": "add", "path": "members", "value": [{"value": made["id"], "display": EVE}]},
    )
    assert (answer.status_code, answer.json()["displayName"]) == (200, "Pouring")
    body = {**pumps.get(f"Users/{made['id']}").json(), "active": False}
    assert pumps.call("PUT", f"Users/{made['id']}", body).json()["active"] is False


def test_no_mail_goes_out_but_the_invitation(world, pumps):
    pumps.add("ben@example.org")
    assert mail.outbox == []
