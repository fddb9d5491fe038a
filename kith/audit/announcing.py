"""Telling, the moment it is committed, that somebody's access may have changed. For connections that stay open.

Whatever opens for one request asks the rules itself; a socket has to be told. Other processes find the same facts in
the ledger.
"""

from collections.abc import Callable, Sequence

from django.db import transaction

from kith.audit.facts import KINDS, Fact
from kith.audit.models import Event
from kith.core import telling

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


def last_move(after: int) -> int | None:
    """The id of the newest event after that one that moves access; None when there is none."""
    names = [name for name, fact in KINDS.items() if fact.moves_access]
    return Event.objects.filter(pk__gt=after, name__in=names).order_by("-pk").values_list("pk", flat=True).first()


def newest() -> int:
    """The id of the newest event of all; 0 when there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
