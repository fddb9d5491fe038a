"""Telling people of days that come near, asking again where nobody answers, and letting go of what is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.deadlines import events
from kith.deadlines.models import Alert, Alerts
from kith.deadlines.sources import BEFORE, LATE, SOURCES, Due, Wanted
from kith.identity import queries as identity
from kith.notices import actions as notices

DUE, ESCALATED = "deadline_due", "deadline_unheard"  # kinds of notices
PATIENCE = {180: 30, 90: 14, 30: 7, 7: 2, LATE: 1}  # days without an answer after which all keepers are told
FURTHEST = timedelta(days=BEFORE[0] + 2)  # zones differ by a day


@dataclass(frozen=True)
class Near:
    """A day of which somebody has to be told, and how near it is: days before it, or `LATE`."""

    kind: str
    due: Due
    before: int

    @property
    def key(self) -> tuple[str, int, str, date, int]:
        """What makes its alert one of its kind."""
        return self.kind, self.due.about_id, self.due.what, self.due.day, self.before


def near(at: datetime) -> list[Near]:
    """The days of which somebody has to be told at a moment and was not yet."""
    until = at.date() + FURTHEST
    found = [
        Near(kind, due, before)
        for kind, source in SOURCES.items()
        for due in source.dues(Wanted(until=until))
        if (before := due.alert(at)) is not None
    ]
    days = {row.due.day for row in found}
    given = Alert.objects.filter(day__in=days).values_list("kind", "about_id", "what", "day", "before")
    told = set(given)
    return [row for row in found if row.key not in told]


def waits() -> bool:
    """Whether there is anything to do: somebody to tell, to ask again, or something that is done."""
    now = clock.now()
    return bool(near(now)) or _unheard(now).exists() or bool(_gone(Alert.objects.open()))


def turn() -> int:
    """Do all of it; how many alerts were given or escalated."""
    settle()
    return sum(give(row) is not None for row in near(clock.now())) + len(escalate())


@transaction.atomic
def give(row: Near) -> Alert | None:
    """Tell who is responsible, once. An earlier alert without an answer is overtaken, and all keepers are told."""
    due = _with_somebody_there(row.due)
    values = {"organisation_id": due.organisation_id, "responsible_id": due.responsible_id, "at": clock.now()}
    keys = {"kind": row.kind, "about_id": due.about_id, "what": due.what, "day": due.day}
    alert, is_new = Alert.objects.get_or_create(**keys, before=row.before, defaults=values)
    if not is_new:
        return None
    unheard = Alert.objects.open().filter(**keys).exclude(pk=alert.pk).update(settled_at=clock.now())
    ledger.record(
        events.DeadlineAlerted(
            by=SYSTEM,
            owner_id=due.organisation_id,
            alert_id=alert.pk,
            thing=row.kind,
            thing_id=due.about_id,
            day=due.day,
            before=row.before,
        )
    )
    keepers = identity.keepers([due.organisation_id])
    hers = [(due.responsible_id, due.organisation_id)] if due.responsible_id else keepers
    notices.tell(DUE, alert.pk, hers, by=SYSTEM)
    if unheard:
        _escalate(alert)
    return alert


def _with_somebody_there(due: Due) -> Due:
    """The same with nobody named where whoever was responsible has left."""
    there = due.responsible_id and identity.belongs(due.responsible_id, due.organisation_id)
    return due if there else replace(due, responsible_id=None)


def _unheard(at: datetime) -> Alerts:
    """Open alerts that have waited too long for an answer, and of which the keepers were not told."""
    late = Q(pk__in=())
    for before, days in PATIENCE.items():
        late |= Q(before=before, at__lte=at - timedelta(days=days))
    return Alert.objects.open().filter(late, escalated_at=None)


@transaction.atomic
def escalate() -> list[Alert]:
    """Tell all keepers of what nobody has answered; each once."""
    rows = list(_unheard(clock.now()).select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        _escalate(row)
    return rows


def _escalate(alert: Alert) -> None:
    alert.escalated_at = clock.now()
    alert.save(update_fields=["escalated_at"])
    ledger.record(events.DeadlineEscalated(by=SYSTEM, owner_id=alert.organisation_id, alert_id=alert.pk))
    notices.tell(ESCALATED, alert.pk, identity.keepers([alert.organisation_id]), by=SYSTEM)


@transaction.atomic
def settle(kind: str = "", about_ids: Iterable[int] = ()) -> int:
    """Let go of open alerts about days that do not stand any more; how many.

    Args:
        kind: of one kind of things, those of these ids; "" lets go of all.
    """
    rows = Alert.objects.open()
    gone = _gone(rows.filter(kind=kind, about_id__in=list(about_ids)) if kind else rows)
    return Alert.objects.filter(pk__in=gone).update(settled_at=clock.now()) if gone else 0


def _gone(rows: Alerts) -> list[int]:
    """Those of open alerts whose day is done or has moved: a question for each kind."""
    waiting = list(rows)
    stand: set[tuple[str, int, str, date]] = set()
    for kind in {row.kind for row in waiting} & set(SOURCES):
        ids = tuple({row.about_id for row in waiting if row.kind == kind})
        stand |= {(kind, due.about_id, due.what, due.day) for due in SOURCES[kind].dues(Wanted(ids=ids))}
    return [row.pk for row in waiting if row.known() not in stand]
