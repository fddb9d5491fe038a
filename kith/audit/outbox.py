"""The outbox: what must follow an event is done after its commit, and done again if a crash came between.

A reaction row is written in the event's own transaction and goes with the transaction that does it. In between it is
lent to a worker for `LEASE`; a worker that died gives it back by silence.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from kith.audit.facts import Fact
from kith.audit.models import Event, Reaction
from kith.core import clock
from kith.core.errors import Refused
from kith.core.patience import wait

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
MANY = 200  # taken at a time

Handler = Callable[[Event], None]
_handlers: dict[type[Fact], list[str]] = {}
HANDLERS: dict[str, Handler] = {}


def on(fact: type[Fact], handler: Handler) -> None:
    """When `fact` has been recorded and committed, call `handler` with its event; again after a crash, until done."""
    name = f"{handler.__module__}.{handler.__name__}"
    HANDLERS[name] = handler
    names = _handlers.setdefault(fact, [])
    if name not in names:
        names.append(name)


def names_for(fact: Fact) -> tuple[str, ...]:
    """What must follow such a fact."""
    return tuple(_handlers.get(type(fact), ()))


def take() -> list[int]:
    """The reactions that are due, the oldest event's first; each is lent, and due again when its lease runs out."""
    moment = clock.now()
    due = Reaction.objects.filter(not_before__lte=moment).order_by("event_id", "id")
    if not due.exists():
        return []  # without a lock: the clock asks twice a second
    with transaction.atomic():
        taken = list(due.select_for_update(skip_locked=_skips()).values_list("pk", flat=True)[:MANY])
        Reaction.objects.filter(pk__in=taken).update(not_before=moment + LEASE)
    return taken


def react(pk: int) -> bool:
    """Do one reaction and take its row away, in one transaction; whether it was done.

    One that fails is logged and becomes due again, each time twice as late.
    """
    try:
        with transaction.atomic():
            reaction = Reaction.objects.select_for_update(skip_locked=_skips()).filter(pk=pk).first()
            if reaction is None:
                return False
            HANDLERS[reaction.handler](reaction.event)
            reaction.delete()
    except Refused as refused:  # something is not there yet
        log.warning("reaction %s waits: %s", pk, refused)
        _postpone(pk)
        return False
    except Exception:
        log.exception("reaction %s failed; it will be tried again", pk)
        _postpone(pk)
        return False
    return True


def _skips() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _postpone(pk: int) -> None:
    reaction = Reaction.objects.filter(pk=pk).first()
    if reaction:
        reaction.tries += 1
        reaction.not_before = clock.now() + wait(reaction.tries)
        reaction.save(update_fields=["tries", "not_before"])
