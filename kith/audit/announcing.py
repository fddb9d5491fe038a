"""Telling, the moment it is committed, that somebody's access may have changed. For connections that stay open.

Whatever opens for one request asks the rules itself; a socket has to be told. Other processes find the same facts in
the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from kith.audit.facts import KINDS, Fact
from kith.audit.models import Event
from kith.core import telling

OVERLAP = 500  # ids that are looked at again
ACCESS = "access"  # what other processes hear
Listener = Callable[[], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener` after each commit that may have taken somebody's access away. It must be quick."""
    if listener not in _listeners:
        _listeners.append(listener)


def unlisten(listener: Listener) -> None:
    """Call it no longer."""
    if listener in _listeners:
        _listeners.remove(listener)


def announce(facts: Sequence[Fact]) -> None:
    """After the commit, tell the listeners here and those of other processes, if one of the facts moves access."""
    if any(fact.moves_access for fact in facts):
        telling.tell([ACCESS])
        transaction.on_commit(_tell)


def _tell() -> None:
    for listener in list(_listeners):
        listener()


@dataclass(frozen=True)
class Moves:
    """How far the ledger was looked at, and which of its latest events move access."""

    newest: int
    ids: frozenset[int]


def moves(after: int) -> Moves:
    """What moved access since the event with that id, and somewhat before it: a commit may come after a later id's."""
    names = [name for name, fact in KINDS.items() if fact.moves_access]
    last = newest()
    found = Event.objects.filter(pk__gt=after - OVERLAP, name__in=names).values_list("pk", flat=True)
    return Moves(last, frozenset(found))


def newest() -> int:
    """The id of the newest event of all; 0 when there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
