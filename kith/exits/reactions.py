"""When an end is recorded, it becomes work for both sides."""

from kith.agreements import events
from kith.audit import outbox
from kith.audit.models import Event
from kith.exits.actions import opening


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.EndRecorded, open_exit)


def open_exit(event: Event) -> None:
    """Open the exit of the agreement, once."""
    if event.object_id:
        opening.open_(event.object_id)
