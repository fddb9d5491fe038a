"""Passkeys as far as they are ours: a made-up device signs; what is changed, broken or sent twice is not taken."""

import hashlib
import json
import os

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from kith.audit.models import Event
from kith.identity.actions import leaving
from kith.identity.models import Membership
from tests import walk
from tests.world import PASSWORD

HOST = "localhost"
ORIGIN = f"http://{HOST}"
NOT_TAKEN = "That passkey was not taken."
KNOWN, PRESENT, VERIFIED = 0x40, 0x01, 0x04


class Device:
    """A device with one passkey."""

    def __init__(self, verifies=True):
        self.key, self.id, self.handle = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), b""
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def _said(self, kind, challenge, origin):
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": origin}).encode()

    def make(self, asked, origin=ORIGIN):
        """The answer to the question for a new passkey."""
        self.handle = websafe_decode(asked["publicKey"]["user"]["id"])
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            hashlib.sha256(HOST.encode()).digest(), self.flags | KNOWN, 0, bytes(credential)
        )
        response = {
            "clientDataJSON": websafe_encode(self._said("create", asked["publicKey"]["challenge"], origin)),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._answer(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def show(self, asked, origin=ORIGIN):
        """The answer to the question for a passkey that is there."""
        data = bytes(AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), self.flags, 0))
        said = self._said("get", asked["publicKey"]["challenge"], origin)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.handle),
            }
        )

    def _answer(self, response):
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}


def at_home():
    """A browser at the host's name."""
    return Client(headers={"host": HOST})


def signed_in(name="ada"):
    """Somebody who gave her password a moment ago."""
    client = at_home()
    client.post("/sign-in", {"login": f"{name}@example.org", "password": PASSWORD})
    return client


def enrol(client, device, **how):
    """Add the device's passkey."""
    asked = client.get("/account/second/passkeys/new").context["js_data"]
    answer = json.dumps(device.make(asked, **how))
    return client.post("/account/second/passkeys/new", {"name": "Telephone", "credential": answer})


def asked_at_the_door(client):
    """The question for a passkey alone."""
    return client.get("/sign-in/passkey", headers={"Accept": "application/json"}).json()["request_options"]


def enter(client, answer):
    """Give an answer at the door; whether that let in."""
    client.post("/sign-in/passkey", {"credential": answer if isinstance(answer, str) else json.dumps(answer)})
    return client.get("/knowledge").status_code == 200


def test_a_passkey_alone_signs_in_and_brings_recovery_codes_and_rows_and_mails(world, work, mailoutbox):
    device = Device()
    answer = enrol(signed_in(), device)
    assert answer["Location"] == "/account/second/codes"
    held = Authenticator.objects.filter(user=world.people["ada"])
    assert sorted(held.values_list("type", flat=True)) == ["recovery_codes", "webauthn"]
    stranger = at_home()
    assert enter(stranger, device.show(asked_at_the_door(stranger)))
    assert Event.objects.get(name="identity.SecondStepAdded").data.endswith('"way":"webauthn"}')
    work()
    assert [(mail.to, mail.subject) for mail in mailoutbox if "second step" in mail.subject] == [
        (["ada@example.org"], "Your account at Kith has a new second step")
    ]


def test_an_answer_opens_once(world):
    device = Device()
    enrol(signed_in(), device)
    first = at_home()
    answer = device.show(asked_at_the_door(first))
    assert enter(first, answer)
    first.post("/sign-out")
    assert not enter(first, answer)
    assert not enter(at_home(), answer)
    other = at_home()
    asked_at_the_door(other)
    assert not enter(other, answer)


def changed(answer, part, by):
    """The answer with one of its parts put another way."""
    return answer | {
        "response": answer["response"] | {part: websafe_encode(by(websafe_decode(answer["response"][part])))}
    }


TAMPERED = {
    "signature": lambda answer: changed(answer, "signature", lambda _: os.urandom(70)),
    "another signature": lambda answer: changed(answer, "signature", lambda held: held[:-1] + bytes([held[-1] ^ 1])),
    "flags": lambda answer: changed(answer, "authenticatorData", lambda held: held[:32] + b"\x00" + held[33:]),
    "another host": lambda answer: changed(answer, "authenticatorData", lambda held: os.urandom(32) + held[32:]),
    "cut": lambda answer: changed(answer, "authenticatorData", lambda held: held[:20]),
    "nobody": lambda answer: changed(answer, "userHandle", lambda _: b"zzzz"),
    "no letters": lambda answer: changed(answer, "userHandle", lambda _: b"\xff\xfe"),
    "another key": lambda answer: answer | {"rawId": websafe_encode(b"other"), "id": websafe_encode(b"other")},
    "no response": lambda answer: answer | {"response": "none"},
    "a list": lambda _answer: [1, 2],
    "a number": lambda _answer: 7,
    "no JSON": lambda _answer: "{",
    "nothing": lambda _answer: "",
    "not base64": lambda answer: answer | {"response": answer["response"] | {"signature": "!"}},
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_changed_on_its_way_does_not_open(world, how):
    device = Device()
    enrol(signed_in(), device)
    stranger = at_home()
    assert not enter(stranger, TAMPERED[how](device.show(asked_at_the_door(stranger))))


def test_an_answer_made_at_another_site_is_not_taken(world):
    device = Device()
    client = signed_in()
    assert NOT_TAKEN in walk.said(enrol(client, device, origin="https://kith.example.com"))
    enrol(client, device)
    stranger = at_home()
    assert not enter(stranger, device.show(asked_at_the_door(stranger), origin="https://localhost.example.com"))


def test_a_device_that_does_not_ask_who_holds_it_is_no_passkey(world):
    client = signed_in()
    assert NOT_TAKEN in walk.said(enrol(client, Device(verifies=False)))
    device = Device()
    enrol(client, device)
    device.flags = PRESENT
    stranger = at_home()
    assert not enter(stranger, device.show(asked_at_the_door(stranger)))


def test_broken_words_for_a_new_passkey_are_a_sentence(world):
    client = signed_in()
    for broken in ("{}", "[]", "3", '{"response": 3}', '{"id": "!", "rawId": "!", "response": {}}'):
        client.get("/account/second/passkeys/new")
        answer = client.post("/account/second/passkeys/new", {"name": "x", "credential": broken})
        assert answer.status_code == 200
        assert "another look" in walk.said(answer)


def test_after_the_password_her_passkey_is_asked_and_somebody_elses_is_not_taken(world):
    hers, his = Device(), Device()
    enrol(signed_in("ada"), hers)
    enrol(signed_in("ben"), his)
    half = at_home()
    half.post("/sign-in", {"login": "ada@example.org", "password": PASSWORD})
    asked = half.get("/sign-in/second").context["js_data"]["request_options"]
    assert NOT_TAKEN in walk.said(half.post("/sign-in/second", {"credential": json.dumps(his.show(asked))}))
    asked = half.get("/sign-in/second").context["js_data"]["request_options"]
    assert half.post("/sign-in/second", {"credential": json.dumps(hers.show(asked))}).status_code == 302
    assert half.get("/knowledge").status_code == 200


def test_passkeys_of_others_are_not_there(world):
    enrol(signed_in("ada"), Device())
    hers = Authenticator.objects.get(type="webauthn")
    ben = signed_in("ben")
    for deed in ("name", "end"):
        assert ben.get(f"/account/second/passkeys/{hers.pk}/{deed}").status_code == 404
        assert ben.post(f"/account/second/passkeys/{hers.pk}/{deed}", {"name": "mine"}).status_code == 404


def test_the_last_one_takes_the_codes_with_it_and_leaves_a_row_and_a_mail(world, work, mailoutbox):
    client = signed_in()
    enrol(client, Device())
    pk = Authenticator.objects.get(type="webauthn").pk
    assert client.post(f"/account/second/passkeys/{pk}/name", {"name": "Old one"}).status_code == 302
    assert "Old one" in walk.said(client.get("/account/second"))
    assert client.post(f"/account/second/passkeys/{pk}/end").status_code == 302
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(name="identity.SecondStepRemoved").count() == 1
    work()
    assert "Your account at Kith has a second step less" in [mail.subject for mail in mailoutbox]


def test_a_passkey_of_somebody_who_left_opens_nothing(world):
    device = Device()
    enrol(signed_in("ben"), device)
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=world.actor("ada"))
    stranger = at_home()
    assert not enter(stranger, device.show(asked_at_the_door(stranger)))


def test_another_password_is_a_row_and_a_mail(world, work, mailoutbox):
    client = signed_in()
    fresh = "four quite unlikely otters"
    given = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert client.post("/account/password", given).status_code == 302
    assert Event.objects.filter(name="identity.PasswordChanged").count() == 1
    work()
    assert "Your password for Kith is another one now" in [mail.subject for mail in mailoutbox]
