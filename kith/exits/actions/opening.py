"""An end becomes work: opened once for each agreement, and listed when access has closed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from kith.agreements.models import Agreement
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.exits import events, gathering, told
from kith.exits.models import Exit, Side
from kith.exits.standing import DAYS
from kith.identity import queries as identity
from kith.notices import actions as notices


def to_open() -> list[int]:
    """The agreements that ran out and whose exit nobody has opened."""
    moment = clock.now()
    closed = Q(basis__ends_at__lte=moment) | Q(basis__ended_at__lte=moment)
    goes_on = Q(renewal_months__gt=0, declined_at=None, basis__ended_at=None)  # a renewal is late, it has not ended
    rows = Agreement.objects.filter(closed, basis__isnull=False, exit=None).exclude(goes_on)
    return list(_with_an_end(rows).order_by("pk").values_list("pk", flat=True))


def _with_an_end(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Without those in whose place an amendment stands: their work goes on there."""
    return rows.exclude(ending__reason="amended")


def to_gather() -> list[int]:
    """The exits whose access has closed and whose list is not made for good."""
    moment = clock.now()
    closed = Q(agreement__basis__ends_at__lte=moment) | Q(agreement__basis__ended_at__lte=moment)
    return list(Exit.objects.filter(closed, gathered_at=None).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def open_(agreement_id: int) -> Exit | None:
    """Make the end of an agreement work for each of its parties; None where it is none, or is open already."""
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("basis").get(pk=agreement_id)
    ending = agreement.recorded_end
    if agreement.basis is None or (ending and ending.by_amendment) or Exit.objects.filter(agreement=agreement).exists():
        return None
    now = clock.now()
    row = Exit.objects.create(agreement=agreement, opened_at=now)
    closes_on = clock.day_of(agreement.basis.closes_at - timedelta(microseconds=1), agreement.zone)
    today = clock.day_of(now, agreement.zone)
    due_on = max(closes_on, today) + timedelta(days=DAYS)
    firms = list(agreement.parties.order_by("pk").values_list("organisation_id", flat=True))
    Side.objects.bulk_create(Side(exit=row, organisation_id=pk, due_on=due_on, known_since=today) for pk in firms)
    gathering.gather(row)
    for pk in firms:
        ledger.record(
            events.ExitOpened(by=SYSTEM, owner_id=pk, exit_id=row.pk, agreement_id=agreement.pk, due_on=due_on)
        )
    notices.tell(told.OPENED, row.pk, identity.keepers(firms), by=SYSTEM)
    return row


@transaction.atomic
def close_list(exit_id: int) -> bool:
    """List for good what was shown, now that access has closed; whether it was done now."""
    row = Exit.objects.select_for_update(of=("self",)).select_related("agreement__basis").get(pk=exit_id)
    basis = row.agreement.basis
    if row.gathered_at or basis is None or basis.closes_at > clock.now():
        return False
    pieces = gathering.gather(row)
    row.gathered_at = clock.now()
    row.save(update_fields=["gathered_at"])
    firms = list(row.sides.values_list("organisation_id", flat=True))
    for pk in firms:
        ledger.record(events.PiecesGathered(by=SYSTEM, owner_id=pk, exit_id=row.pk, pieces=pieces.get(pk, 0)))
    notices.tell(told.CLOSED, row.pk, identity.keepers(firms), by=SYSTEM)
    return True
