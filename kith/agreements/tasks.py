"""What workers do for agreements, and how the clock finds it."""

from django.db.models import Exists, OuterRef, Q
from django_tasks import task

from kith.agreements.actions import ending
from kith.agreements.models import Agreement, Receipt
from kith.core import clock


@task()
def issue_receipt(agreement_id: int) -> int:
    """Issue the receipts of an agreement that the clock has closed; how many."""
    return len(ending.issue_due_receipt(agreement_id))


def hand_out_receipts() -> int:
    """Give the workers the agreements that have closed and want a receipt; how many."""
    moment = clock.now()
    closed = Q(basis__ends_at__lte=moment) | Q(basis__ended_at__lte=moment)
    receipts = Receipt.objects.filter(agreement=OuterRef("pk"), deed=Receipt.Deed.ENDED)
    due = Agreement.objects.filter(closed, basis__isnull=False).exclude(Exists(receipts)).values_list("pk", flat=True)
    for pk in due:
        issue_receipt.enqueue(pk)
    return len(due)
