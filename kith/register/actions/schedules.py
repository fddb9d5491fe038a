"""An organisation's own rules for the fees of an office."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.register import events
from kith.register.actions import assets
from kith.register.models import REGISTERED, Right, Schedule

LONGEST = 1200  # months
MOST_FEES = 60


@dataclass(frozen=True)
class Wanted:
    """When the fees of an office are due."""

    office: str
    kind: str
    counted_from: str
    months: Sequence[int]
    month_end: bool
    grace_months: int
    term_months: int
    words: str


@transaction.atomic
def set_own(wanted: Wanted, *, by: Actor) -> Schedule:
    """Reckon the fees of an office by a rule of one's own from now on; the rule before stays in the register's history.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: the rule makes no sense.
    """
    assets.require_keeper(by)
    office = plain.words(wanted.office, "office", 40, _("Say which office."))
    if wanted.kind not in REGISTERED:
        raise Refused(_("Choose a kind that offices keep."), "kind")
    if wanted.counted_from not in Schedule.From.values:
        raise Refused(_("Choose from which day it is counted."), "counted_from")
    months = sorted(set(wanted.months))
    if not months or len(months) > MOST_FEES or not all(0 < each <= LONGEST for each in months):
        raise Refused(_("Say after how many months fees are due: up to 60 numbers between 1 and 1200."), "months")
    if not 0 <= wanted.grace_months <= 24 or not 0 <= wanted.term_months <= LONGEST:
        raise Refused(_("Say months that make sense."), "term_months")
    _follow(office, wanted.kind, by)
    row = Schedule.objects.create(
        organisation_id=by.organisation,
        office=office,
        kind=wanted.kind,
        counted_from=wanted.counted_from,
        months=months,
        month_end=wanted.month_end,
        grace_months=wanted.grace_months,
        term_months=wanted.term_months,
        words=plain.words(wanted.words, "words", 500, _("Say where the rule stands, so that others can check it.")),
        at=clock.now(),
        by_id=by.person,
    )
    _told(row, True, by)
    return row


@transaction.atomic
def go_back(pk: int, *, by: Actor) -> Schedule:
    """Reckon the fees of an office by Kith's rule again, if it has one.

    Raises:
        Denied: she is neither owner nor steward.
        Unseen: there is no such rule of her organisation's.
    """
    assets.require_keeper(by)
    row = Schedule.objects.filter(pk=pk, organisation=by.organisation, followed_at=None).first()
    if row is None:
        raise Unseen("Schedule")
    _follow(row.office, row.kind, by)
    _told(row, False, by)
    return row


def _follow(office: str, kind: str, by: Actor) -> None:
    rows = Schedule.objects.filter(organisation=by.organisation, office=office, kind=kind, followed_at=None)
    rows.update(followed_at=clock.now())


def _told(row: Schedule, own: bool, by: Actor) -> None:
    ledger.record(events.ScheduleSet(by=by, owner_id=by.organisation, schedule_id=row.pk, own=own))
    alerting.settle("right", Right.objects.filter(asset__organisation=by.organisation).values_list("pk", flat=True))
