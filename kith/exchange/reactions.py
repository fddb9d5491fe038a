"""What follows when somebody asks for an export or sends an import: a worker does it."""

from kith.audit import outbox
from kith.audit.models import Event
from kith.exchange import events, tasks


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.ExportAsked, hand_out)
    for fact in (events.ImportSent, events.ImportAgreed, events.ImportUndoing):
        outbox.on(fact, bring)


def hand_out(event: Event) -> None:
    """Hand it to a worker."""
    tasks.make.enqueue(event.object_id or 0)


def bring(event: Event) -> None:
    """Hand an import to a worker."""
    tasks.bring.enqueue(event.object_id or 0)
