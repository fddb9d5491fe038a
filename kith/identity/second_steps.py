"""The second steps' secrets under the installation's keys: those of apps, and where recovery codes begin."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator

from kith.core.sealing import resealing, words

PLACE = "second step"
SECRETS = ("secret", "seed")  # where the library keeps them


def sealed() -> resealing.Part:
    """All of them, for the change of a key."""
    return resealing.Part("second steps", lambda: resealing.count(kept for _row, _name, kept in _kept()), reseal)


def reseal() -> int:
    """Seal with the current key what is under another or in the clear; how many secrets."""
    fresh, done = words.current_id(), 0
    for row, name, kept in _kept():
        if words.key_of(kept) != fresh:
            data = row.data | {name: words.seal(words.unseal(kept, PLACE), PLACE)}
            done += Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=data)
    return done


def _kept() -> Iterator[tuple[Any, str, str]]:
    for row in Authenticator.objects.order_by("pk").iterator():
        for name in SECRETS:
            if row.data.get(name):
                yield row, name, row.data[name]
