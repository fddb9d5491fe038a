"""The outbox: what must follow an event is done after its commit, and done again if a crash came between."""

import logging
from datetime import timedelta

from django.db import transaction

from kith.audit.ledger import HANDLERS
from kith.audit.models import Reaction
from kith.core import clock

log = logging.getLogger(__name__)
MOST_TRIES = 12


def dispatch(limit: int = 200) -> int:
    """Do the reactions that are due, each in a transaction of its own; how many were done."""
    due = Reaction.objects.filter(not_before__lte=clock.now()).order_by("event_id", "id")
    return sum(_react(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _react(pk: int) -> bool:
    try:
        with transaction.atomic():
            reaction = Reaction.objects.select_for_update(skip_locked=_skips()).filter(pk=pk).first()
            if reaction is None:
                return False
            HANDLERS[reaction.handler](reaction.event)
            reaction.delete()
    except Exception:
        log.exception("reaction %s failed; it will be tried again", pk)
        _postpone(pk)
        return False
    return True


def _skips() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _postpone(pk: int) -> None:
    """Wait twice as long after each failure, up to a day; nothing is given up silently."""
    reaction = Reaction.objects.filter(pk=pk).first()
    if reaction:
        reaction.tries = min(reaction.tries + 1, MOST_TRIES)
        reaction.not_before = clock.now() + timedelta(seconds=min(2**reaction.tries, 86_400))
        reaction.save(update_fields=["tries", "not_before"])
