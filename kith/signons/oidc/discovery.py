"""What a provider says of itself: where its people are sent, where a code is redeemed, and its keys."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.core.errors import Refused
from kith.core.outward import guard, wire
from kith.signons.oidc import outgoing

MOST = 256 * 1024  # bytes of what it says of itself
DOCUMENT = "/.well-known/openid-configuration"
LONGEST = 500


@dataclass(frozen=True)
class Endpoints:
    """Where a provider is asked what."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    basic: bool


def find(issuer: str, *, inside: bool) -> Endpoints:
    """What the provider of that name says of itself.

    Raises:
        Refused: the name is no address where Kith may go, nobody answers there, or who answers has another name.
    """
    try:
        guard.read(issuer, inside=inside)
        said = wire.get(issuer.removesuffix("/") + DOCUMENT, most=MOST, inside=inside, whole=outgoing.WHOLE)
    except Refused as refused:
        raise Refused(str(refused), "issuer") from refused
    except wire.NoAnswer as silent:
        raise Refused(_("Kith got no answer from this provider. Look at the address."), "issuer") from silent
    found = _object(said)
    if found is None or found.get("issuer") != issuer:
        raise Refused(_("Who answers there calls itself something else. Copy the issuer to the letter."), "issuer")
    return _endpoints(found, inside=inside)


def _object(said: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _endpoints(found: dict[str, Any], *, inside: bool) -> Endpoints:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    try:
        entrance, redeeming, keys = (_address(found.get(name), inside) for name in names)
    except Refused as refused:
        raise Refused(_("This provider names addresses where Kith does not go."), "issuer") from refused
    ways = found.get("token_endpoint_auth_methods_supported")
    basic = not isinstance(ways, list) or "client_secret_basic" in ways or "client_secret_post" not in ways
    methods = found.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        raise Refused(_("This provider does not protect the way back (PKCE with S256)."), "issuer")
    return Endpoints(entrance, redeeming, keys, basic)


def _address(given: object, inside: bool) -> str:
    if not isinstance(given, str) or len(given) > LONGEST or not given.isprintable():
        raise Refused("no address", "issuer")
    guard.read(given, inside=inside)
    return given
