"""A provider's answer: the code redeemed, the ID token checked. Whatever is not as it must be ends it."""

import base64
import hmac
import json
import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from joserfc import jwt
from joserfc.errors import JoseError

from kith.core import clock
from kith.core.outward import wire
from kith.signons.models import Provider
from kith.signons.oidc import Failed, keys, outgoing

MOST = 64 * 1024
SLACK = 60  # seconds by which clocks may differ
OLDEST = 600  # seconds since it was written
LONGEST = 255
# What a token that is not whole makes the library and the language raise.
BROKEN = (JoseError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Claims:
    """Who somebody is at a provider, as it says under its signature."""

    subject: str
    email: str  # empty unless the provider says that it is verified
    name: str
    auth_time: float | None


def redeem(provider: Provider, code: str, verifier: str, back: str, *, inside: bool) -> str:
    """The ID token for a code.

    Raises:
        Failed: the provider gave none.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    if provider.basic:
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.secret)}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.secret}
    try:
        said = json.loads(
            wire.post_form(provider.token_endpoint, form, headers, most=MOST, inside=inside, whole=outgoing.WHOLE)
        )
    except (wire.NoAnswer, ValueError, RecursionError) as silent:
        raise Failed(f"no token: {silent}") from silent
    token = said.get("id_token") if isinstance(said, dict) else None
    if not isinstance(token, str):
        raise Failed("no ID token in the answer")
    return token


def check(provider: Provider, token: str, nonce: str, *, inside: bool) -> Claims:
    """Who an ID token says that somebody is.

    Raises:
        Failed: it is not signed by the provider, not for Kith, not for this try, or not of now.
    """
    header = _header(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in keys.KINDS:
        raise Failed("signed in a way that is not taken")
    key = keys.find(provider, algorithm, None if kid is None else str(kid), inside=inside)
    try:
        said = jwt.decode(token, key, algorithms=[algorithm]).claims
    except BROKEN as wrong:
        raise Failed(f"signature: {type(wrong).__name__}") from wrong
    _for_us(said, provider)
    _of_now(said)
    if not hmac.compare_digest(_text(said, "nonce").encode(), nonce.encode()):
        raise Failed("nonce")
    return _claims(said)


def _header(token: str) -> dict[str, Any]:
    try:
        first = token.split(".", maxsplit=1)[0]
        found = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as broken:
        raise Failed("not a token") from broken
    if not isinstance(found, dict):
        raise Failed("not a token")
    return found


def _for_us(said: dict[str, Any], provider: Provider) -> None:
    audience = said.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    party = said.get("azp")
    if said.get("iss") != provider.issuer:
        raise Failed("issuer")
    if provider.client_id not in meant:
        raise Failed("audience")
    if (len(meant) > 1 or party is not None) and party != provider.client_id:
        raise Failed("authorized party")


def _of_now(said: dict[str, Any]) -> None:
    now = clock.now().timestamp()
    ends, written, begins = _number(said.get("exp")), _number(said.get("iat")), _number(said.get("nbf"))
    if ends is None or ends <= now - SLACK:
        raise Failed("expired")
    if written is None or not now - OLDEST - SLACK <= written <= now + SLACK:
        raise Failed("not written now")
    if begins is not None and begins > now + SLACK:
        raise Failed("not yet")


def _number(given: object) -> float | None:
    """A number of seconds; none where something else was given.

    Raises:
        Failed: it is no time at all: without end, or too large to reckon with.
    """
    if not isinstance(given, int | float) or isinstance(given, bool):
        return None
    try:
        number = float(given)
    except OverflowError as large:
        raise Failed("a time that is none") from large
    if not math.isfinite(number):
        raise Failed("a time that is none")
    return number


def _text(said: dict[str, Any], name: str) -> str:
    """What is said under a name, empty where it is no text.

    Raises:
        Failed: it holds what no database takes: NUL, or half of a character.
    """
    given = said.get(name)
    if not isinstance(given, str):
        return ""
    if "\x00" in given or any("\ud800" <= each <= "\udfff" for each in given):
        raise Failed(f"{name}: characters that are none")
    return given


def _claims(said: dict[str, Any]) -> Claims:
    subject, email, name = (_text(said, each) for each in ("sub", "email", "name"))
    if not 0 < len(subject) <= LONGEST:
        raise Failed("subject")
    verified = said.get("email_verified") is True
    return Claims(subject, email.strip().lower() if verified else "", name, _number(said.get("auth_time")))
