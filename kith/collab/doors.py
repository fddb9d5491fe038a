"""What domains say about the documents that people write together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from kith.core.actor import Actor

Shared = Doc[Any]


@dataclass(frozen=True)
class Door:
    """One kind of shared document.

    `writable` says in which of those documents somebody may write now, and is asked again whenever her access may have
    changed; `entered` is called when somebody who may is about to be shown the text; `settled` is called some moments
    after the text was changed last, with who changed it, and when the last writer has left.
    """

    writable: Callable[[Actor, list[str]], set[str]]
    begin: Callable[[str], Shared]
    settled: Callable[[str, Shared, int | None], None]
    entered: Callable[[Actor, str], None]


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


def writable(actor: Actor | None, documents: Iterable[str]) -> set[str]:
    """In which of those documents somebody may write now. Nobody may in one that does not exist."""
    if actor is None or not actor.present:
        return set()
    kinds: dict[str, list[str]] = {}
    for document in documents:
        kinds.setdefault(document.partition(":")[0], []).append(uid(document))
    known = {kind: uids for kind, uids in kinds.items() if kind in _doors}
    return {f"{kind}:{found}" for kind, uids in known.items() for found in _doors[kind].writable(actor, uids)}


def enter(actor: Actor, document: str) -> None:
    """Tell a document's domain that somebody who may write in it is about to be shown it."""
    door = of(document)
    if door is not None:
        door.entered(actor, uid(document))
