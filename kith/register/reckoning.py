"""When a right's next fee is due, until when it can be paid late, and when the right ends: one reckoning for page,
deadline, list and file."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kith.agreements.dates import add_months
from kith.core.errors import Sentence
from kith.register import schedules
from kith.register.models import Right, Schedule
from kith.register.schedules import Rule


class State(StrEnum):
    """Where a right stands. Computed, never typed."""

    PLANNED = "planned"
    PENDING = "pending"
    GRANTED = "granted"
    LATE = "late"  # a fee is overdue, and can still be paid with a surcharge
    LAPSED = "lapsed"  # a fee was not paid, even late
    EXPIRED = "expired"  # its term is over
    DROPPED = "dropped"


STATES: dict[State, Sentence] = {
    State.PLANNED: _("Not filed yet"),
    State.PENDING: _("Filed"),
    State.GRANTED: _("Granted"),
    State.LATE: _("Fee overdue"),
    State.LAPSED: _("Lapsed, unless it was paid"),
    State.EXPIRED: _("Over: its term has ended"),
    State.DROPPED: _("Given up"),
}


@dataclass(frozen=True)
class Instalment:
    """A fee: until when it is due, and until when it can be paid late."""

    due_on: date
    grace_until: date


@dataclass(frozen=True)
class Reckoned:
    """A right with what follows from its days."""

    right: Right
    rule: Rule | None  # None: no rule is known for this office and kind
    due: tuple[Instalment, ...]  # the fees that are not paid, the next first
    ends_on: date | None  # its last day; None: it can go on for ever, or nothing is known
    priority_until: date | None  # until when others can follow with its day; None where that is settled

    @property
    def next(self) -> Instalment | None:
        """The fee that is due next."""
        return self.due[0] if self.due else None

    def state(self, today: date) -> State:
        """Where it stands on a day."""
        if self.right.dropped_at:
            return State.DROPPED
        if self.ends_on and today > self.ends_on:
            return State.EXPIRED
        if self.next and today > self.next.grace_until:
            return State.LAPSED
        if self.next and today > self.next.due_on:
            return State.LATE
        if self.right.granted_on:
            return State.GRANTED
        return State.PENDING if self.right.filed_on else State.PLANNED

    def stands(self, today: date) -> bool:
        """Whether it still counts, or may come to."""
        return self.state(today) not in {State.LAPSED, State.EXPIRED, State.DROPPED}


def rules_of(organisation_ids: Iterable[int]) -> dict[tuple[int, str, str], Rule]:
    """The organisations' own rules, by organisation, office and kind: one question."""
    rows = Schedule.objects.filter(organisation__in=set(organisation_ids), followed_at=None)
    return {(row.organisation_id, row.office, row.kind): schedules.of(row) for row in rows}


def reckon(rights: Iterable[Right]) -> list[Reckoned]:
    """Rights with what follows from their days; assets and fees at hand, one question for the rules in all."""
    rows = list(rights)
    own = rules_of({row.asset.organisation_id for row in rows})
    return [_reckon(row, own) for row in rows]


def _reckon(right: Right, own: dict[tuple[int, str, str], Rule]) -> Reckoned:
    asset = right.asset
    rule = own.get((asset.organisation_id, right.office, asset.kind)) or schedules.BY_PLACE.get(
        (right.office, asset.kind)
    )
    ends_on = _ends_on(right, rule)
    paid = {fee.due_on for fee in right.fees.all()}
    due = tuple(each for each in instalments(right, rule, ends_on) if each.due_on not in paid)
    return Reckoned(right, rule, due, ends_on, _priority(right))


def by_asset(rows: Iterable[Reckoned]) -> dict[int, list[Reckoned]]:
    """Reckoned rights by the asset that they are of."""
    found: dict[int, list[Reckoned]] = defaultdict(list)
    for row in rows:
        found[row.right.asset_id].append(row)
    return found


def instalments(right: Right, rule: Rule | None, ends_on: date | None) -> list[Instalment]:
    """The fees of a right that had not been paid when it was registered, whether or not they are paid by now."""
    begin = _from(right, rule.counted_from) if rule else None
    if rule is None or begin is None:
        return [Instalment(right.runs_out_on, right.runs_out_on)] if right.runs_out_on else []
    every = [_instalment(begin, months, rule) for months in sorted(rule.months)]
    return [
        each
        for each in every
        if not (right.paid_before and each.due_on < right.paid_before) and (ends_on is None or each.due_on < ends_on)
    ]


def _instalment(begin: date, months: int, rule: Rule) -> Instalment:
    due = add_months(begin, months)
    if rule.month_end:
        due = _last_of_month(due)
    late = add_months(due, rule.grace_months)
    return Instalment(due, _last_of_month(late) if rule.month_end and rule.grace_months else late)


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _from(right: Right, counted_from: str) -> date | None:
    return right.granted_on if counted_from == Schedule.From.GRANT else right.filed_on


def _ends_on(right: Right, rule: Rule | None) -> date | None:
    if rule is None or not rule.term_months:
        return None  # `runs_out_on` is a day to renew it on, not its end
    begin = _from(right, rule.term_from)
    return add_months(begin, rule.term_months) if begin else None


def _priority(right: Right) -> date | None:
    months = schedules.PRIORITY_MONTHS.get(right.asset.kind)
    if not right.is_first or right.priority_used_at or right.dropped_at or right.filed_on is None or months is None:
        return None
    return add_months(right.filed_on, months)
