"""Who asks at the sign-in page whether an address has an account learns nothing, by words or by how long it takes.

Almost all of that time is the working of a password into its hash; so its runs are counted, not seconds.
"""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from kith.core.actor import Role
from kith.identity.actions import erasing, inviting, leaving
from kith.identity.actions.inviting import Guest
from kith.identity.models import Membership, Person
from tests import walk


class Counting(MD5PasswordHasher):
    """The hasher of tests; it says how often it worked."""

    worked = 0

    def encode(self, password, salt):
        Counting.worked += 1
        return super().encode(password, salt)


@pytest.fixture
def addresses(world, settings):
    """Addresses of each kind: somebody, nobody, invited, without a password, asleep, erased."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    for name in ("nora", "olga", "pia"):
        world.colleague(name, "ada")
    Person.objects.filter(email="nora@example.org").update(password="!none")
    for name in ("olga", "pia"):
        leaving.deactivate(Membership.objects.get(person=world.people[name]).pk, by=world.actor("ada"))
    erasing.erase(world.people["pia"].pk, by=world.actor("ada"))
    inviting.invite_colleague(Guest("quin@example.org"), Role.MEMBER, by=world.actor("ada"))
    return [f"{name}@example.org" for name in ("ben", "nobody", "quin", "nora", "olga", "pia")]


def plain(answer):
    """A page without what differs each time, and without the address that was typed."""
    return re.sub(r"[a-z]+@example\.org|csrfmiddlewaretoken[^>]*|nonce=\S+", "", walk.said(answer))


def test_a_wrong_password_says_and_takes_the_same_for_every_address(addresses):
    found = {}
    for address in addresses:
        Counting.worked = 0
        answer = Client().post("/sign-in", {"login": address, "password": "four wrong words here"})
        found[address] = (answer.status_code, Counting.worked, plain(answer))
    assert len(set(found.values())) == 1, {address: each[:2] for address, each in found.items()}
    assert found[addresses[0]][1] == 1


def test_asking_for_a_new_password_says_the_same_for_every_address(addresses):
    said = set()
    for address in addresses:
        answer = Client().post("/account/password/reset", {"email": address}, follow=True)
        said.add((answer.status_code, plain(answer)))
    assert len(said) == 1
