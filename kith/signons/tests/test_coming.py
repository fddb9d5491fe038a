"""Who comes in through a provider, and who does not."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Unseen
from kith.core.sealing import words
from kith.identity import second_steps
from kith.identity.actions import inviting, leaving
from kith.identity.actions.inviting import Guest, Sent
from kith.identity.models import Invitation, Membership, Person
from kith.identity.tests.test_second_step import code
from kith.signons.actions import connecting, linking
from kith.signons.models import Link, Provider
from kith.signons.oidc.answers import Claims
from kith.signons.tests.steps import away, back, by_password, came, invited, is_in, through
from tests import walk

TEXT = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def invite(world, mail, by="ada", role=Role.MEMBER):
    return inviting.invite_colleague(Guest(mail, "Nora"), role, by=world.actor(by)).invitation


def test_whoever_is_connected_comes_in_and_the_ledger_says_so(world, linked, there):
    before = Event.objects.filter(name="identity.SignedIn").count()
    ben = came(linked, there, sub="ben-at-work")
    assert is_in(ben)
    row = Event.objects.filter(name="identity.SignedIn").order_by("id").last()
    assert Event.objects.filter(name="identity.SignedIn").count() == before + 1
    assert (row.owner_id, row.object_id) == (world.pumps.pk, world.people["ben"].pk)
    assert Link.objects.get(person=world.people["ben"]).last_used_at
    assert ben.cookies["kith_firm"].value == linked.uid
    assert ben.cookies["kith_firm"]["httponly"]
    assert "Go on to Pump Works" in walk.said(ben.get("/sign-in/with"))


def test_she_goes_on_where_she_wanted_to_and_never_off_this_site(linked, there):
    assert through(Client(), linked, there, then="/people", sub="ben-at-work")["Location"] == "/people"
    for away_from_here in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        client = Client()
        assert through(client, linked, there, then=away_from_here, sub="ben-at-work")["Location"] == "/"
        page = walk.said(Client().get("/sign-in/with", {"next": away_from_here}))
        assert "evil" not in page
        assert "javascript" not in page


def test_her_second_step_at_kith_is_asked_all_the_same(world, linked, there):
    ben = world.people["ben"]
    sealed = {"secret": words.seal(TEXT, second_steps.PLACE)}
    Authenticator.objects.create(user=ben, type=Authenticator.Type.TOTP, data=sealed)
    client = Client()
    assert through(client, linked, there, sub="ben-at-work")["Location"].startswith("/sign-in/second")
    assert not is_in(client)
    assert client.post("/sign-in/second", {"code": code(TEXT)}).status_code == 302
    assert is_in(client)
    assert client.session["through"]["organisation"] == world.pumps.pk


def test_an_address_never_finds_an_account(world, connected, there):
    """Who has one and who has none are told the same; nothing is written."""
    said = []
    for mail in ("ben@example.org", "cleo@example.org", "nobody@example.org"):
        client = Client()
        answer = through(client, connected, there, sub="x", email=mail, email_verified=True)
        assert answer.status_code == 422
        said.append(walk.said(answer))
        assert not is_in(client)
    assert said[0] == said[1] == said[2]
    assert "no account here is connected with it" in said[0]
    assert "/sign-in?next=/account/ways" in said[0]
    assert not Link.objects.exists()


NORA = {"sub": "nora-7", "email": "nora@example.org", "email_verified": True}


def test_whoever_opens_the_link_of_her_invitation_gets_an_account_through_the_provider(world, connected, there):
    row = invite(world, "nora@example.org")
    claims = NORA | {"email": "Nora@Example.org", "name": "Nora There"}
    page = walk.said((nora := Client()).get(f"/invitations/{Sent(row).token}"))
    assert "Go on through Pump Works" in page
    assert f"/sign-in/with/{connected.uid}?invitation={row.uid}" in page
    assert invited(connected, there, row, nora, **claims)[1].status_code == 302
    assert is_in(nora)
    person = Person.objects.get(email="nora@example.org")
    assert (person.name, person.has_usable_password()) == ("Nora", False)
    assert Membership.objects.get(person=person).organisation == world.pumps
    row.refresh_from_db()
    assert row.accepted_by == person
    assert is_in(came(connected, there, sub="nora-7"))
    names = set(Event.objects.filter(owner_id=world.pumps.pk).values_list("name", flat=True))
    assert {"identity.InvitationAccepted", "identity.MemberJoined", "signons.SignOnLinked"} <= names


def refused(answer, client):
    assert answer.status_code == 422
    assert not is_in(client)
    assert not Person.objects.filter(email="nora@example.org").exists()
    assert not Link.objects.exists()
    return walk.said(answer)


def stays_out(connected, there, row, **claims):
    client, answer = invited(connected, there, row, **NORA | claims)
    return refused(answer, client)


def without_link(connected, there, row, client=None):
    client = client or Client()
    return refused(back(client, connected, there.code(away(client, connected, invitation=row.uid), **NORA)), client)


def test_without_the_link_no_account_begins_whatever_the_provider_says(world, connected, there):
    """A firm that invites an address and signs in as it has not shown that the address is anybody's there."""
    row = invite(world, "nora@example.org")
    said = without_link(connected, there, row)
    assert refused(through(client := Client(), connected, there, **NORA), client) == said
    assert "no account here is connected with it" in said
    known = through(Client(), connected, there, sub="x", email="cleo@example.org", email_verified=True)
    assert walk.said(known) == said


def test_a_link_that_was_opened_in_another_browser_serves_nobody(world, connected, there):
    row, other = invite(world, "nora@example.org"), invite(world, "olga@example.org")
    assert Client().get(f"/invitations/{Sent(row).token}").status_code == 200
    without_link(connected, there, row)
    eve = Client()
    assert eve.get(f"/invitations/{Sent(other).token}").status_code == 200
    without_link(connected, there, row, eve)


def test_an_opened_link_is_for_the_try_that_began_from_it(world, connected, there):
    row, client = invite(world, "nora@example.org"), Client()
    given = there.code(away(client, connected), **NORA)
    client.get(f"/invitations/{Sent(row).token}")
    refused(back(client, connected, given), client)


def test_an_address_that_the_provider_does_not_call_verified_proves_nothing(world, connected, there):
    row = invite(world, "nora@example.org")
    for said in ({"email_verified": None}, {"email_verified": False}, {"email_verified": "true"}, {"email": None}):
        stays_out(connected, there, row, **said)


def test_an_invitation_lets_in_only_whom_it_names_while_it_is_open(world, connected, there):
    row = invite(world, "nora@example.org")
    stays_out(connected, there, row, email="eve@example.org")
    client = Client()
    client.get(f"/invitations/{Sent(row).token}")
    with clock.at(clock.now() + inviting.LASTS):
        without_link(connected, there, row, client)
    inviting.withdraw(row.uid, by=world.actor("ada"))
    without_link(connected, there, row, client)


def test_owners_come_by_the_link_in_their_mail(world, connected, there):
    row = invite(world, "nora@example.org", role=Role.OWNER)
    assert "Go on through" not in walk.said(Client().get(f"/invitations/{Sent(row).token}"))
    stays_out(connected, there, row)


def test_another_firms_invitation_lets_nobody_in(world, connected, there):
    row = invite(world, "nora@example.org", by="cleo")
    assert "Go on through" not in walk.said(Client().get(f"/invitations/{Sent(row).token}"))
    stays_out(connected, there, row)


def test_an_invitation_gives_nobody_an_account_that_is_there(world, connected, there):
    row = invite(world, "cleo@example.org")
    _client, answer = invited(connected, there, row, sub="x", email="cleo@example.org", email_verified=True)
    assert answer.status_code == 422
    assert not Link.objects.exists()
    assert Invitation.objects.get(email="cleo@example.org", organisation=world.pumps).accepted_at is None


def test_whoever_left_the_firm_is_dead_to_its_provider_at_once(world, linked, there):
    ben = came(linked, there, sub="ben-at-work")
    membership = Membership.objects.get(person=world.people["ben"])
    leaving.deactivate(membership.pk, by=world.actor("ada"))
    assert not is_in(ben)
    assert through(Client(), linked, there, sub="ben-at-work").status_code == 422


def test_a_subject_of_another_provider_is_somebody_else(world, linked, there):
    values = Provider.objects.filter(pk=linked.pk).values().get()
    del values["id"]
    values |= {"uid": "another", "short": "foundry", "organisation_id": world.firms["foundry"].pk}
    other = Provider.objects.create(**values)
    Link.objects.create(provider=other, subject="cleo-7", person=world.people["cleo"], linked_at=clock.now())
    assert through(Client(), linked, there, sub="cleo-7").status_code == 422


def test_nobody_comes_by_a_provider_that_was_not_tried_or_was_ended(world, linked, there):
    ben = came(linked, there, sub="ben-at-work")
    Provider.objects.filter(pk=linked.pk).update(tried_at=None)
    assert Client().get(f"/sign-in/with/{linked.uid}").status_code == 404
    Provider.objects.filter(pk=linked.pk).update(tried_at=clock.now())
    client = Client()
    given = there.code(away(client, linked), sub="ben-at-work")
    connecting.end(by=world.actor("ada"))
    assert back(client, linked, given).status_code == 404
    assert not is_in(ben), "sessions that were begun so are over"
    assert not Link.objects.exists()
    linked.refresh_from_db()
    assert linked.secret == ""


def test_strangers_find_a_firm_by_its_sign_in_name_only(linked):
    nobody = Client()
    assert "Pump Works" not in walk.said(nobody.get("/sign-in/with"))
    assert "Pump Works" in walk.said(nobody.get("/sign-in/with", {"firm": " Pumps "}))
    unknown = nobody.get("/sign-in/with", {"firm": "foundry"})
    assert "No firm has this sign-in name here." in walk.said(unknown)
    assert "Sign in through your firm" in walk.said(nobody.get("/sign-in"))


def test_whoever_sends_rubbish_is_stopped(linked, there):
    client = Client()
    for _each in range(60):
        answer = back(client, linked, {"state": "x", "code": "y"})
    assert answer.status_code == 422
    before = len(there.asked)
    answer = back(client, linked, there.code(away(client, linked), sub="ben-at-work"))
    assert answer.status_code == 429
    assert "tried too often" in walk.said(answer)
    assert len(there.asked) == before


def test_names_are_not_guessed_one_by_one_nor_tries_begun_without_end(linked):
    nobody = Client()
    for each in range(20):
        assert "No firm has" in walk.said(nobody.get("/sign-in/with", {"firm": f"firm-{each}"}))
    answer = nobody.get("/sign-in/with", {"firm": "pumps"})
    assert "tried too often" in walk.said(answer)
    assert "Pump Works" not in walk.said(answer)
    assert {nobody.get(f"/sign-in/with/{linked.uid}").status_code for _each in range(60)} == {302}
    assert nobody.get(f"/sign-in/with/{linked.uid}").status_code == 429


def test_a_try_that_nobody_ends_is_gone_after_ten_minutes_and_a_sign_in_lasts(linked, there):
    away(nobody := Client(), linked)
    assert nobody.session.get_expiry_age() == 600
    ben = came(linked, there, sub="ben-at-work")
    assert ben.session.get_expiry_age() == 14 * 24 * 3600


def waiting(world, linked, there):
    """Ben has come back from the provider and is asked for his code."""
    sealed = {"secret": words.seal(TEXT, second_steps.PLACE)}
    Authenticator.objects.create(user=world.people["ben"], type=Authenticator.Type.TOTP, data=sealed)
    client = Client()
    assert through(client, linked, there, sub="ben-at-work")["Location"].startswith("/sign-in/second")
    return client


def test_a_provider_that_ends_while_she_is_at_her_second_step_lets_nobody_in(world, linked, there):
    client = waiting(world, linked, there)
    connecting.end(by=world.actor("ada"))
    assert client.post("/sign-in/second", {"code": code(TEXT)})["Location"] == "/sign-in/with"
    assert not is_in(client)
    assert not Event.objects.filter(name="identity.SignedIn").exists()


def test_nor_does_a_link_that_was_taken_away_meanwhile(world, linked, there):
    client = waiting(world, linked, there)
    linking.unlink(Link.objects.get(person=world.people["ben"]).uid, world.people["ben"])
    client.post("/sign-in/second", {"code": code(TEXT)})
    assert not is_in(client)


def test_what_was_read_before_the_end_neither_lets_in_nor_connects(world, linked):
    before = Provider.objects.get(pk=linked.pk)
    connecting.end(by=world.actor("ada"))
    assert linking.arrive(before, Claims("ben-at-work", "", "", None)) is None
    with pytest.raises(Unseen):
        linking.link(before, Claims("ben-at-work", "", "", None), world.people["ben"])
    assert not Link.objects.exists()


def test_who_signs_in_with_a_password_is_as_before(world, linked):
    assert "through" not in by_password("ben@example.org").session
