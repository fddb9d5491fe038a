"""People, roles and invitations: who may, who is last, and what a link is worth."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity.actions import inviting, leaving, setting_up
from kith.identity.actions.inviting import Guest, NewAccount
from kith.identity.models import Membership, Organisation
from tests import walk


def membership(world, name):
    return Membership.objects.get(person=world.people[name])


def test_only_an_owner_changes_roles_and_the_last_owner_stays(world):
    ben = membership(world, "ben").pk
    with pytest.raises(Denied):
        leaving.change_role(ben, Role.STEWARD, by=world.actor("ben"))
    with pytest.raises(Unseen):
        leaving.change_role(ben, Role.OWNER, by=world.actor("dan"))
    with pytest.raises(Refused, match="needs an owner"):
        leaving.change_role(membership(world, "ada").pk, Role.MEMBER, by=world.actor("ada"))
    leaving.change_role(ben, Role.OWNER, by=world.actor("ada"))
    assert world.actor("ben").keeps
    leaving.deactivate(membership(world, "ada").pk, by=world.actor("ben"))
    assert membership(world, "ada").ended_at is not None


def test_an_invitation_that_expired_was_used_withdrawn_or_never_was_looks_the_same(world):
    sent = [inviting.invite_colleague(Guest(f"x{n}@example.org"), Role.MEMBER, by=world.actor("ada")) for n in range(3)]
    inviting.accept(sent[0].token, account=NewAccount("X", "volute impeller gasket stuffing"))
    inviting.withdraw(sent[1].invitation.uid, by=world.actor("ada"))
    client, answers = Client(), set()
    for token in (sent[0].token, sent[1].token, "never-was"):
        answers.add(walk.said(client.get(f"/invitations/{token}")).replace(token, ""))
    assert client.get(f"/invitations/{sent[2].token}").status_code == 200
    with clock.at(clock.now() + timedelta(days=15)):
        answers.add(walk.said(client.get(f"/invitations/{sent[2].token}")).replace(sent[2].token, ""))
    assert len(answers) == 1


@pytest.mark.django_db
def test_the_set_up_link_works_once_and_a_fresh_one_voids_it():
    old, fresh = setting_up.fresh_link(), setting_up.fresh_link()
    client = Client()
    assert client.get(old.split("8000")[1]).status_code == 404
    address = fresh.split("8000")[1]
    given = {"organisation_name": "Tarnside", "name": "Ada", "email": "ada@example.org", "zone": "Europe/London"}
    weak = client.post(address, {**given, "password": "password123"})
    assert weak.status_code == 422
    assert "guessed soon" in weak.content.decode()
    assert client.post(address, {**given, "password": "volute impeller gasket stuffing"}).status_code == 302
    assert Organisation.objects.get().name == "Tarnside"
    assert client.get(address).status_code == 404
    assert setting_up.fresh_link() is None


def test_sign_in_never_says_whether_an_account_exists(world):
    client = Client()
    known = client.post("/sign-in", {"login": "ada@example.org", "password": "wrong wrong wrong"})
    unknown = client.post("/sign-in", {"login": "nobody@example.org", "password": "wrong wrong wrong"})
    one, other = walk.said(known), walk.said(unknown)
    assert one.replace("ada@example.org", "") == other.replace("nobody@example.org", "")
    reset = [
        client.post("/account/password/reset", {"email": who}) for who in ("ada@example.org", "nobody@example.org")
    ]
    assert walk.said(reset[0]) == walk.said(reset[1])


def test_somebody_of_two_firms_chooses_for_which_she_acts_and_only_among_her_own(world):
    world.people["ben"].memberships.create(organisation=world.firms["outside"], role="member", joined_at=clock.now())
    ben = walk.browser(world, "ben")
    assert ben.post("/account/acting", {"organisation": world.firms["outside"].uid}).status_code == 302
    assert "Dan &amp; Sons" in walk.said(ben.get("/people"))
    assert ben.post("/account/acting", {"organisation": world.firms["foundry"].uid}).status_code == 404


def test_a_new_password_comes_by_a_link_that_works_once(world, mailoutbox):
    client = Client()
    client.post("/account/password/reset", {"email": "ada@example.org"})
    assert mailoutbox[0].subject == "A new password for Kith"
    link = re.search(r"/account/password/reset/key/\S+", mailoutbox[0].body)[0]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    words = "quite another phrase entirely"
    assert client.post(form, {"password1": words, "password2": words}).status_code == 302
    world.people["ada"].refresh_from_db()
    assert world.people["ada"].check_password(words)
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()
