"""The dates of an agreement on which somebody has to think of it, and how long its secrecy lasts: one reckoning for
page, alert and receipt."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kith.agreements.models import Agreement
from kith.core import clock

BEFORE = (90, 30, 7)  # days before a date on which people are told


class What(StrEnum):
    """What happens on a date."""

    DECLINE = "decline"  # the last day to say no to a renewal
    ENDS = "ends"  # its last day
    SECRECY = "secrecy"  # the last day on which what was seen is secret


@dataclass(frozen=True)
class Due:
    """A date that comes."""

    agreement: Agreement
    what: What
    day: date
    known_since: date  # since when it has been this day

    def days_left(self, at: datetime) -> int:
        """Days until it, in the agreement's zone; negative when it has passed."""
        return (self.day - clock.day_of(at, self.agreement.zone)).days

    def alert(self, at: datetime) -> int | None:
        """Which alert is due now: the days before it, 90, 30 or 7; None when none is.

        A date that was nearer than that already when it came to be known gives no such alert.
        """
        left = self.days_left(at)
        due = [before for before in BEFORE if 0 <= left <= before < (self.day - self.known_since).days]
        return min(due, default=None)


def of(agreement: Agreement) -> list[Due]:
    """The dates of an agreement that all have signed, the next first. What an amendment replaced has none."""
    ending = agreement.recorded_end
    if agreement.basis is None or (ending and ending.by_amendment):
        return []
    return sorted(_dates(agreement), key=lambda due: due.day)


def _dates(agreement: Agreement) -> Iterator[Due]:
    assert agreement.basis is not None
    signed = clock.day_of(agreement.basis.starts_at, agreement.zone)
    ending = agreement.recorded_end
    if ending:
        known = clock.day_of(ending.recorded_at, agreement.zone)
        yield Due(agreement, What.ENDS, _last_day(agreement, agreement.basis.closes_at), known)
    elif agreement.renews:
        before = add_months(agreement.last_day, -agreement.renewal_months) if agreement.renewed_until else None
        known = before - timedelta(days=agreement.notice_days) if before else signed
        yield Due(agreement, What.DECLINE, agreement.decline_by, known)
        return  # how long secrecy lasts is known when the end is
    else:
        known = clock.day_of(agreement.declined_at, agreement.zone) if agreement.declined_at else signed
        yield Due(agreement, What.ENDS, agreement.last_day, known)
    yield Due(agreement, What.SECRECY, secret_until(agreement, agreement.basis.closes_at), signed)


def secret_until(agreement: Agreement, closed_at: datetime) -> date:
    """The last day of secrecy of an agreement that closes at a moment: so many calendar months later."""
    return add_months(_last_day(agreement, closed_at), agreement.survival_months)


def _last_day(agreement: Agreement, closes_at: datetime) -> date:
    """The day of the last moment before it closes."""
    return clock.day_of(closes_at - timedelta(microseconds=1), agreement.zone)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
