"""What follows when a promise about a gap is closed: the gap is answered, or nobody has it in hand any more."""

from kith.audit import outbox
from kith.audit.models import Event
from kith.commitments.events import CommitmentClosed
from kith.commitments.models import Closure
from kith.core import clock
from kith.finding.gaps import GAP
from kith.search.models import Missed


def listen() -> None:
    """Register with the outbox."""
    outbox.on(CommitmentClosed, settle)


def settle(event: Event) -> None:
    """Settle a gap when what was promised about it is closed."""
    rows = Closure.objects.filter(commitment=event.object_id, commitment__about=GAP).select_related("commitment")
    closure = rows.order_by("pk").last()
    if closure is None:
        return
    gap = Missed.objects.filter(pk=closure.commitment.about_id)
    gap.update(answered_at=clock.now()) if closure.kept else gap.update(asked_at=None)
