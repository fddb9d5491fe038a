"""What workers do for agreements, and how the clock finds it."""

import logging

from django.db.models import Exists, OuterRef, Q
from django_tasks import task

from kith.agreements import alerting, papers
from kith.agreements.actions import ending, recertifying, renewing
from kith.agreements.models import Agreement, Receipt
from kith.core import clock
from kith.core.errors import Refused

log = logging.getLogger(__name__)
AT_ONCE = 100


@task()
def issue_receipt(agreement_id: int) -> int:
    """Issue the receipts of an agreement that the clock has closed; how many."""
    return len(ending.issue_due_receipt(agreement_id))


def hand_out_receipts() -> int:
    """Give the workers the agreements that have closed and want a receipt; how many."""
    moment = clock.now()
    closed = Q(basis__ends_at__lte=moment) | Q(basis__ended_at__lte=moment)
    closing = [Receipt.Deed.ENDED, Receipt.Deed.AMENDED]
    receipts = Receipt.objects.filter(agreement=OuterRef("pk"), deed__in=closing)
    goes_on = Q(renewal_months__gt=0, declined_at=None, basis__ended_at=None)  # a renewal is late, it has not ended
    over = Agreement.objects.filter(closed, basis__isnull=False).exclude(Exists(receipts)).exclude(goes_on)
    due = list(over.values_list("pk", flat=True))
    for pk in due:
        issue_receipt.enqueue(pk)
    return len(due)


@task()
def renew(agreement_id: int) -> int:
    """Renew an agreement to which nobody has said no in time; for how many terms."""
    return len(renewing.renew(agreement_id))


@task()
def alert(agreement_id: int) -> int:
    """Tell both sides of an agreement's dates that come near; how many."""
    return len(alerting.alert(agreement_id))


def hand_out_dates() -> int:
    """Give the workers the agreements that renew, and those of whose dates somebody has to be told; how many."""
    renewing_ = Agreement.objects.filter(renewal_months__gt=0, declined_at=None, basis__ended_at=None)
    due = [row.pk for row in renewing_.select_related("basis") if renewing.is_due(row)]
    for pk in due:
        renew.enqueue(pk)
    told = alerting.waiting()
    for pk in told:
        alert.enqueue(pk)
    return len(due) + len(told)


@task()
def remind(organisation_id: int) -> int:
    """Tell an organisation's keepers which doors are to be looked through; how many."""
    return recertifying.remind(organisation_id)


def hand_out_access() -> int:
    """Give the workers the organisations in which somebody has to look through who has access; how many."""
    due = recertifying.waiting()
    for pk in due:
        remind.enqueue(pk)
    return len(due)


@task()
def make_paper(agreement_id: int) -> int:
    """Make the signed copy of an agreement; 0 where what sets or seals it is not there yet: it is tried again."""
    try:
        return int(papers.make(agreement_id) is not None)
    except Refused as refused:
        log.warning("the signed copy of agreement %s waits: %s", agreement_id, refused)
        return 0


def hand_out_papers() -> int:
    """Give the workers the agreements of which no signed copy could be made yet; how many."""
    missing = list(Agreement.objects.filter(basis__isnull=False, paper=None).values_list("pk", flat=True)[:AT_ONCE])
    for pk in missing:
        make_paper.enqueue(pk)
    return len(missing)
