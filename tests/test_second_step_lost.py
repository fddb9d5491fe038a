"""Whoever lost her second step and her recovery codes is let in again by the operator, who is told what it did."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from kith.audit.models import Event
from kith.cli import main
from kith.identity.actions import asking
from tests import walk
from tests.world import PASSWORD


@pytest.fixture
def locked(world):
    """Ada asks a second step of members; Ben has an app, a passkey and codes, and lost all of them."""
    TOTP.activate(world.people["ben"], generate_totp_secret())
    Authenticator.objects.create(user=world.people["ben"], type="webauthn", data={"name": "Key"})
    RecoveryCodes.activate(world.people["ben"])
    asking.ask_own({"member"}, by=world.actor("ada"))
    return world


def signed_in(mail):
    client = Client()
    return client, client.post("/sign-in", {"login": mail, "password": PASSWORD})["Location"]


def test_without_end_it_only_says_what_she_has(locked, capsys):
    assert main.main(["second-step", "BEN@example.org"]) == 0
    assert main.main(["second-step", "ada@example.org"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ben@example.org has: an app that shows codes, a passkey, recovery codes.",
        "ada@example.org has no second step.",
    ]
    assert Authenticator.objects.count() == 3
    assert not Event.objects.filter(name="identity.SecondStepRemoved").exists()


def test_its_end_lets_her_in_with_her_password_to_set_up_a_new_one(locked, capsys, work, mailoutbox):
    _ben, where = signed_in("ben@example.org")
    assert where.startswith("/sign-in/second")
    Authenticator.objects.create(user=locked.people["cleo"], type="totp", data={"secret": "x"})
    assert main.main(["second-step", "ben@example.org", "--end"]) == 0
    said = capsys.readouterr().out
    assert "ben@example.org no longer has: an app that shows codes, a passkey, recovery codes." in said
    assert list(Authenticator.objects.values_list("user", flat=True)) == [locked.people["cleo"].pk]
    rows = Event.objects.filter(name="identity.SecondStepRemoved")
    assert {(row.via, row.person_id, row.object_id, row.owner_id) for row in rows} == {
        ("system", None, locked.people["ben"].pk, locked.pumps.pk)
    }
    assert len(rows) == 2
    work()
    assert [mail.to for mail in mailoutbox if "a second step less" in mail.subject] == [["ben@example.org"]] * 2
    ben, _where = signed_in("ben@example.org")
    assert ben.get("/knowledge")["Location"] == "/account/second"
    assert re.search(r"\b[A-Z2-7]{32}\b", walk.said(ben.get("/account/second/app")))


def test_every_session_of_hers_ends_and_nobody_elses(world, capsys):
    open_, other = signed_in("ben@example.org")[0], signed_in("ada@example.org")[0]
    assert open_.get("/knowledge").status_code == other.get("/knowledge").status_code == 200
    TOTP.activate(world.people["ben"], generate_totp_secret())
    assert main.main(["second-step", "ben@example.org", "--end"]) == 0
    assert "Sessions ended: 1." in capsys.readouterr().out
    assert open_.get("/knowledge").status_code == 302
    assert other.get("/knowledge").status_code == 200


@pytest.mark.parametrize("end", [[], ["--end"]])
def test_an_address_of_nobody_is_a_sentence(world, capsys, end):
    assert main.main(["second-step", "nobody@example.org", *end]) == 1
    assert capsys.readouterr().err == "kith: Nobody has the address nobody@example.org here.\n"


def test_who_has_none_loses_nothing_not_even_a_session(world, capsys):
    ben = signed_in("ben@example.org")[0]
    assert ben.get("/knowledge").status_code == 200
    assert main.main(["second-step", "ben@example.org", "--end"]) == 1
    assert "has no second step. Nothing was changed." in capsys.readouterr().err
    assert ben.get("/knowledge").status_code == 200
