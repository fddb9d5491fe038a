"""What is not believed, whatever it looks like."""

import base64
import json
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from kith.core import clock
from kith.signons.models import Provider
from kith.signons.oidc import outgoing
from kith.signons.tests.provider import CLIENT, KEY, OTHER
from kith.signons.tests.steps import away, back, is_in, through
from kith.signons.views import coming
from tests import walk


def refused(client, answer):
    assert answer.status_code == 422
    assert "did not say who you are in a way that Kith can trust" in walk.said(answer)
    assert not is_in(client)


@pytest.fixture
def nobody():
    return Client()


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims):
    return f"{part({'alg': 'none'})}.{part(claims)}."


def by_public_key(claims):
    """Signed with the public key as if it were a secret of both."""
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(KEY.as_pem(private=False)))


def by_secret(claims):
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("a secret: of both"))


def by_somebody(claims):
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER)


def changed(claims):
    head, _body, signature = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY).split(".")
    return f"{head}.{part(claims | {'sub': 'ada-at-work'})}.{signature}"


def with_its_own_key(claims):
    header = {"alg": "RS256", "kid": "two", "jwk": OTHER.as_dict(private=False)}
    return jwt.encode(header, claims, OTHER)


@pytest.mark.parametrize(
    "token",
    [
        unsigned,
        by_public_key,
        by_secret,
        by_somebody,
        changed,
        with_its_own_key,
        lambda _claims: "x",
        lambda _claims: "",
        lambda _claims: None,
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_not_believed(linked, there, nobody, token):
    there.token = token
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody else"},
        {"aud": [CLIENT, "somebody else"]},
        {"aud": [CLIENT, "somebody else"], "azp": "somebody else"},
        {"azp": "somebody else"},
        {"aud": None},
        {"iss": "https://login.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "later"},
        {"exp": True},
        {"iat": 1},
        {"iat": None},
        {"iat": 99_999_999_999},
        {"nbf": 99_999_999_999},
        {"sub": ""},
        {"sub": 7},
        {"sub": None},
        {"sub": "x" * 256},
        {"exp": 10**400},
        {"iat": 10**400},
        {"nbf": 10**400},
        {"auth_time": 10**400},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"auth_time": float("-inf")},
        *({name: f"ben-at-work{half}"} for name in ("nonce", "sub", "email", "name") for half in ("\ud800", "\udfff")),
        *({name: "ben\x00at-work"} for name in ("nonce", "sub", "email", "name")),
    ],
)
def test_a_token_for_somebody_else_or_of_another_time_is_not_believed(linked, there, nobody, claims):
    refused(nobody, through(nobody, linked, there, **{"sub": "ben-at-work"} | claims))


@pytest.mark.parametrize("header", [{"alg": []}, {"alg": {}}, {"alg": 7}, {"alg": None}, {"kid": []}, {"crit": 7}, []])
def test_a_head_that_is_none_is_not_believed(linked, there, nobody, header):
    head = {"alg": "RS256", "kid": "one"} | header if isinstance(header, dict) else header

    def odd(claims):
        body, signature = there.sign(claims).split(".")[1:]
        return f"{part(head)}.{body}.{signature}"

    there.token = odd
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))


@pytest.mark.parametrize(
    "row",
    [
        {"kid": "one\x00"},
        {"kid": "\ud800"},
        {"kty": []},
        {"n": "\x00"},
        {"n": 10**400},
        {"e": "\udfff"},
        {"e": []},
        {"use": {}},
        {"key_ops": 7},
    ],
)
def test_keys_that_are_none_are_not_taken(linked, there, nobody, row):
    there.jwks = {"keys": [KEY.as_dict(private=False) | row]}
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))


@pytest.mark.parametrize("jwks", [["x"], {"keys": 7}, {"keys": [7, "\x00"]}, {"\x00": "\ud800"}])
def test_what_is_no_list_of_keys_is_none(linked, there, nobody, jwks):
    there.jwks = jwks
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))


def test_what_stands_beside_the_keys_is_not_kept(linked, there, nobody):
    there.jwks = {"keys": [KEY.as_dict(private=False) | {"x": "a\x00\ud800"}], "more": "\x00"}
    assert through(nobody, linked, there, sub="ben-at-work").status_code == 302
    linked.refresh_from_db()
    assert "\x00" not in linked.keys
    assert "more" not in linked.keys


def test_a_minute_between_the_clocks_is_borne(linked, there, nobody):
    now = int(clock.now().timestamp())
    assert through(nobody, linked, there, sub="ben-at-work", exp=now - 30, iat=now - 90).status_code == 302
    assert is_in(nobody)


def test_an_answer_without_its_question_is_not_taken(linked, there, nobody):
    given = there.code(away(nobody, linked), sub="ben-at-work")
    refused(nobody, back(nobody, linked, given | {"state": "made up"}))
    refused(nobody, back(nobody, linked, {"code": given["code"]}))
    stranger = Client()
    refused(stranger, back(stranger, linked, given))


def test_an_answer_is_taken_once(linked, there, nobody):
    given = there.code(away(nobody, linked), sub="ben-at-work")
    assert back(nobody, linked, given).status_code == 302
    nobody.post("/sign-out")
    refused(nobody, back(nobody, linked, given))


def test_an_answer_that_failed_cannot_be_tried_again(linked, there, nobody):
    address = away(nobody, linked)
    refused(nobody, back(nobody, linked, there.code(address, sub="ben-at-work", aud="x")))
    refused(nobody, back(nobody, linked, there.code(address, sub="ben-at-work")))


def test_an_answer_after_ten_minutes_is_not_taken(linked, there, nobody):
    address = away(nobody, linked)
    with clock.at(later(11)):
        refused(nobody, back(nobody, linked, there.code(address, sub="ben-at-work")))


def later(minutes):
    return clock.now() + timedelta(minutes=minutes)


def test_an_answer_of_another_issuer_is_not_taken(linked, there, nobody):
    given = there.code(away(nobody, linked), sub="ben-at-work")
    refused(nobody, back(nobody, linked, given | {"iss": "https://login.example"}))


def test_an_answer_at_the_address_of_another_provider_is_not_taken(world, linked, there, nobody):
    values = Provider.objects.filter(pk=linked.pk).values().get()
    del values["id"]
    values |= {"uid": "another", "short": "foundry", "organisation_id": world.firms["foundry"].pk}
    other = Provider.objects.create(**values)
    given = there.code(away(nobody, linked), sub="ben-at-work")
    refused(nobody, back(nobody, other, given))


def test_a_refusal_of_the_provider_is_one_sentence_of_ours(linked, there, nobody):
    given = there.code(away(nobody, linked))
    answer = back(nobody, linked, {"state": given["state"], "error": "zqerror", "error_description": "zqwords"})
    refused(nobody, answer)
    assert "zq" not in walk.said(answer)


def test_a_key_that_is_new_is_asked_for_once(linked, there, nobody):
    assert through(nobody, linked, there, sub="ben-at-work").status_code == 302
    there.key, there.published = OTHER, [OTHER]
    with clock.at(later(5)):
        assert through(Client(), linked, there, sub="ben-at-work").status_code == 302
        there.key = RSAKey.generate_key(2048, {"kid": "three"})
        asked = there.asked.count("/firm/keys")
        for _each in range(3):
            refused(nobody := Client(), through(nobody, linked, there, sub="ben-at-work"))
        assert there.asked.count("/firm/keys") == asked, "whoever sends rubbish makes Kith ask for nothing"


def test_a_short_key_is_not_taken(linked, there, nobody):
    there.key = RSAKey.generate_key(1024, {"kid": "one"})
    there.published = [there.key]
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))


def elsewhere(handler):
    handler.send_response(307)
    handler.send_header("Location", "/firm/elsewhere")
    handler.end_headers()


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b" " * 200_000 + b"{}")


def slow(handler):
    time.sleep(0.8)
    handler.close_connection = True


def broken(handler):
    handler.say(200, ["no object"])


@pytest.mark.parametrize("answer", [elsewhere, endless, slow, broken])
def test_what_answers_otherwise_than_it_should_is_left(linked, there, nobody, answer, monkeypatch):
    monkeypatch.setattr(outgoing, "WHOLE", 0.5)
    there.answer = answer
    began = time.monotonic()
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))
    assert time.monotonic() - began < 3
    assert "/firm/elsewhere" not in there.asked


def test_whoever_finds_no_room_to_ask_is_told_at_once(world, linked, there, nobody):
    """A provider that never answers holds one thread; another one's people still come in."""
    foundry, other = world.firms["foundry"].pk, 0
    for held in ([world.pumps.pk], [foundry, other]):
        given, before = there.code(away(nobody, linked), sub="ben-at-work"), len(there.asked)
        with ExitStack() as stack:
            for each in held:
                stack.enter_context(outgoing.turn(each))
            answer = back(nobody, linked, given)
        assert answer.status_code == 503
        assert "Begin once more in a moment" in walk.said(answer)
        assert len(there.asked) == before
        assert not is_in(nobody)
    with outgoing.turn(foundry):
        assert through(nobody, linked, there, sub="ben-at-work").status_code == 302


def test_the_room_is_free_again_after_a_failure(linked, there, nobody, monkeypatch):
    monkeypatch.setattr(outgoing, "WHOLE", 0.3)
    there.answer = slow
    refused(nobody, through(nobody, linked, there, sub="ben-at-work"))
    there.answer = None
    monkeypatch.setattr(outgoing, "WHOLE", 4.0)
    assert through(nobody, linked, there, sub="ben-at-work").status_code == 302


def test_keys_that_do_not_come_are_not_asked_for_by_each_who_comes(linked, there):
    Provider.objects.filter(pk=linked.pk).update(jwks_uri=f"{there.issuer}/nothing")
    for _each in range(3):
        refused(nobody := Client(), through(nobody, linked, there, sub="ben-at-work"))
    assert there.asked.count("/firm/nothing") == 1
    with clock.at(later(1)):
        refused(nobody, through(nobody, linked, there, sub="ben-at-work"))
    assert there.asked.count("/firm/nothing") == 2


def test_old_keys_are_not_taken_where_new_ones_do_not_come(linked, there):
    assert through(Client(), linked, there, sub="ben-at-work").status_code == 302
    Provider.objects.filter(pk=linked.pk).update(jwks_uri=f"{there.issuer}/nothing")
    with clock.at(later(13 * 60)):
        for _each in range(2):
            refused(nobody := Client(), through(nobody, linked, there, sub="ben-at-work"))


def test_one_provider_is_asked_so_often_and_no_more(linked, there, nobody, monkeypatch):
    monkeypatch.setitem(coming.OFTEN, "ask", "1/m/key")
    assert through(nobody, linked, there, sub="ben-at-work").status_code == 302
    before = len(there.asked)
    answer = through(client := Client(), linked, there, sub="ben-at-work")
    assert "tried too often" in walk.said(answer)
    assert not is_in(client)
    assert len(there.asked) == before
