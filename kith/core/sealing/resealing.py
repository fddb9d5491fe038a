"""Who keeps something under the installation's keys, so that a new key can take the place of an old one everywhere."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from kith.core import keyfiles
from kith.core.sealing import ring, words
from kith.core.sealing.fields import Sealed
from kith.core.sealing.ring import KeyMissing


class Unsealed(Exception):
    """Something could not be brought under the current key, and says what."""


@dataclass(frozen=True)
class Part:
    """A kind of thing under seal.

    Attributes:
        sealed_with: how many of it each key seals, by the key's id; those in the clear by an empty one.
        reseal: seals with the current key what is under another or in the clear, and says how many those were.
            None where nothing has to be done: it goes by itself.
    """

    name: str
    sealed_with: Callable[[], dict[str, int]]
    reseal: Callable[[], int] | None = None


DONE = "sealed-anew"  # in KITH_DATA: the id of the key under which everything was brought last
log = logging.getLogger(__name__)
_PARTS: dict[str, Part] = {}


def register(part: Part) -> None:
    """Tell of a kind of thing under seal; a domain does so when it is loaded."""
    _PARTS[part.name] = part


def parts() -> list[Part]:
    """All kinds, by name."""
    return [_PARTS[name] for name in sorted(_PARTS)]


def everything() -> dict[str, int]:
    """Seal with the current key what is under another or in the clear; how many of each kind.

    Raises:
        Unsealed: some of it could not be; everything else is.
    """
    fresh, done, faults = ring.current().id, {}, []
    for part in parts():
        if part.reseal:
            try:
                done[part.name] = part.reseal()
            except (OSError, ValueError, KeyMissing) as error:  # one that is damaged must not keep the others open
                log.exception("%s could not be sealed anew", part.name)
                faults.append(f"{part.name}: {error}")
    if faults:
        raise Unsealed("; ".join(faults))
    if all(part.sealed_with().keys() <= {fresh} for part in parts() if part.reseal):
        keyfiles.replace(Path(settings.KITH_DATA) / DONE, fresh.encode())
    return done


def is_due() -> bool:
    """Whether something may still be under another key than the current one. It costs nothing to ask."""
    try:
        return (Path(settings.KITH_DATA) / DONE).read_text() != ring.current().id
    except FileNotFoundError:
        return True


def count(kept: Iterable[str]) -> dict[str, int]:
    """How many of some kept texts each key seals."""
    return dict(Counter(map(words.key_of, kept)))


def field(model: type[models.Model], name: str) -> Part:
    """The part that a model's sealed field is."""
    raw = Cast(name, models.TextField())  # as it lies in the database

    def kept() -> dict[str, int]:
        return count(model._default_manager.exclude(**{name: ""}).values_list(raw, flat=True).iterator())

    def reseal() -> int:
        fresh, done = words.current_id(), 0
        rows = model._default_manager.exclude(**{name: ""}).annotate(raw=raw).values_list("pk", "raw", name)
        for pk, sealed, plain in rows.iterator():
            if words.key_of(sealed) != fresh:  # only where it is still what was read: somebody may have written since
                same = model._default_manager.annotate(raw=raw).filter(pk=pk, raw=sealed)
                done += same.update(**{name: plain})
        return done

    if not isinstance(model._meta.get_field(name), Sealed):
        raise TypeError(name)
    return Part(f"{model._meta.label}.{name}", kept, reseal)
