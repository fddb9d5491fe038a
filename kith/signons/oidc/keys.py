"""A provider's keys: kept as it published them last, asked for again once when it signs with one that is unknown."""

import base64
import json
from datetime import timedelta
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.db.models import Q
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from kith.core import clock
from kith.core.outward import wire
from kith.signons.models import Provider
from kith.signons.oidc import Failed, outgoing

MOST = 256 * 1024
KEPT = timedelta(hours=12)
REST = timedelta(seconds=30)  # between two times of asking: whoever sends rubbish does not make Kith ask for each
KINDS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}  # never `none`, never a shared secret
LEAST_BITS = 2048


def find(provider: Provider, algorithm: str, kid: str | None, *, inside: bool) -> Key:
    """The key with which a provider signs.

    Raises:
        Failed: it publishes none of that name for that algorithm.
    """
    fresh = provider.keys_at is not None and clock.now() - provider.keys_at < KEPT
    if fresh and (found := _among(provider.keys, algorithm, kid)):
        return found
    found = None
    if _may_ask(provider):
        _ask(provider, inside=inside)
        found = _among(provider.keys, algorithm, kid)
    if found is None:
        raise Failed("signed with a key that is not published")
    return found


def _may_ask(provider: Provider) -> bool:
    """Whether it was not asked a moment ago, whatever came of that. Written down first: of several one asks."""
    now = clock.now()
    rested = Q(keys_asked_at=None) | Q(keys_asked_at__lt=now - REST)
    return bool(Provider.objects.filter(rested, pk=provider.pk).update(keys_asked_at=now))


def _ask(provider: Provider, *, inside: bool) -> None:
    try:
        said = wire.get(provider.jwks_uri, most=MOST, inside=inside, whole=outgoing.WHOLE).decode()
        kept = json.dumps({"keys": _rows(said)})  # written anew: no character that the database does not take
    except (wire.NoAnswer, UnicodeError, RecursionError) as silent:
        raise Failed(f"no keys: {silent}") from silent
    provider.keys, provider.keys_at = kept, clock.now()
    Provider.objects.filter(pk=provider.pk).update(keys=kept, keys_at=provider.keys_at)


def _among(published: str, algorithm: str, kid: str | None) -> Key | None:
    """The one key that fits; none where two could."""
    fitting = [row for row in _rows(published) if _fits(row, algorithm, kid)]
    if len(fitting) != 1:
        return None
    try:
        return import_key(fitting[0])
    except (JoseError, UnsupportedAlgorithm, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None  # whatever the library makes of a row that is no key


def _rows(published: str) -> list[dict[str, Any]]:
    try:
        held = json.loads(published)
    except (ValueError, RecursionError):
        return []
    rows = held.get("keys") if isinstance(held, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _fits(row: dict[str, Any], algorithm: str, kid: str | None) -> bool:
    return (
        row.get("kty") == KINDS[algorithm]
        and row.get("use", "sig") == "sig"
        and row.get("alg", algorithm) == algorithm
        and (kid is None or row.get("kid") == kid)
        and (row["kty"] != "RSA" or _bits(row.get("n")) >= LEAST_BITS)
    )


def _bits(number: object) -> int:
    try:
        raw = str(number)
        return int.from_bytes(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))).bit_length()
    except ValueError:
        return 0
