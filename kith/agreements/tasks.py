"""What the clock asks for."""

from django.db.models import Exists, OuterRef, Q

from kith.agreements.actions import ending
from kith.agreements.models import Agreement, Receipt
from kith.core import clock


def issue_due() -> int:
    """Issue the receipts of agreements that the clock has closed since; how many agreements."""
    moment = clock.now()
    closed = Q(basis__ends_at__lte=moment) | Q(basis__ended_at__lte=moment)
    receipts = Receipt.objects.filter(agreement=OuterRef("pk"), deed=Receipt.Deed.ENDED)
    due = Agreement.objects.filter(closed, basis__isnull=False).exclude(Exists(receipts)).values_list("pk", flat=True)
    return sum(bool(ending.issue_due_receipt(pk)) for pk in due)
