"""What domains say about the documents that people write together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from kith.core.actor import Actor

Shared = Doc[Any]


@dataclass(frozen=True)
class Door:
    """One kind of shared document.

    `may_write` is asked again whenever somebody's access may have changed; `settled` is called some moments after the
    text was changed last, with who changed it, and when the last writer has left.
    """

    may_write: Callable[[Actor, str], bool]
    begin: Callable[[str], Shared]
    settled: Callable[[str, Shared, int | None], None]


_doors: dict[str, Door] = {}


def register(kind: str, door: Door) -> None:
    """Let documents with keys `<kind>:<uid>` be written in together."""
    _doors[kind] = door


def of(document: str) -> Door | None:
    """The door of a document; None for a kind that nobody registered."""
    return _doors.get(document.partition(":")[0])


def uid(document: str) -> str:
    """The part of a key that the domain knows a document by."""
    return document.partition(":")[2]


def may_write(actor: Actor | None, document: str) -> bool:
    """Whether somebody may write in a document now. Nobody may in one that does not exist."""
    door = of(document)
    return actor is not None and actor.present and door is not None and door.may_write(actor, uid(document))
