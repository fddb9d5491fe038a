"""What follows when somebody asks for an export: a worker makes it."""

from kith.audit import outbox
from kith.audit.models import Event
from kith.exchange import events, tasks


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.ExportAsked, hand_out)


def hand_out(event: Event) -> None:
    """Hand it to a worker."""
    tasks.make.enqueue(event.object_id or 0)
