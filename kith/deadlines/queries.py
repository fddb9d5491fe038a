"""Which days come, of which somebody has to take note, and what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Sentence, Unseen
from kith.deadlines import policy
from kith.deadlines.models import Alert
from kith.deadlines.sources import SOURCES, Due, Line, Wanted

AHEAD = timedelta(days=365)
SHOWN = 100


@dataclass(frozen=True)
class Shown:
    """An alert as its reader sees it."""

    alert: Alert
    line: Line
    words: Sentence  # what is to be done
    days_left: int
    can: set[str]

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0

    @property
    def days_over(self) -> int:
        """Days since it passed."""
        return -self.days_left


@dataclass(frozen=True)
class Coming:
    """A day that comes, with what it is about."""

    due: Due
    line: Line
    words: Sentence
    days_left: int

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0


@dataclass(frozen=True)
class DeadlinesPage:
    """All that an actor may know of deadlines."""

    waiting: list[Shown]
    coming: list[Coming]
    answered: list[Shown]


def page(by: Actor) -> DeadlinesPage:
    """Open alerts, the days of the next twelve months, and what was answered last."""
    rows = policy.alerts.scope(by, among=Alert.objects.select_related("acknowledged_by", "responsible"))
    answered = rows.filter(acknowledged_at__isnull=False).order_by("-acknowledged_at", "-pk")[:SHOWN]
    return DeadlinesPage(
        waiting=_shown(list(rows.filter(pk__in=Alert.objects.open().values("pk")).order_by("day", "pk")), by),
        coming=coming(by),
        answered=_shown(list(answered), by),
    )


def waiting(by: Actor) -> list[Shown]:
    """The alerts that wait for somebody: hers, those that nobody is responsible for, and those that went unheard."""
    if not by.present:
        return []
    rows = policy.alerts.scope(by, "acknowledge").select_related("responsible").order_by("day", "pk")
    hers = [row for row in rows if row.responsible_id in {None, by.person_id} or row.escalated_at]
    return _shown(hers[:SHOWN], by)


def coming(by: Actor) -> list[Coming]:
    """The days of the next twelve months, and those that have passed undone, the first in front."""
    if not by.present:
        return []
    now = clock.now()
    wanted = Wanted(organisation_id=by.organisation_id, until=now.date() + AHEAD)
    reads = by.keeps or by.role is Role.AUDITOR
    found = []
    for source in SOURCES.values():
        dues = [due for due in source.dues(wanted) if reads or due.responsible_id == by.person_id]
        lines = source.lines(by, [due.about_id for due in dues]) if dues else {}
        found += [
            Coming(due, lines[due.about_id], source.sorts[due.what], due.days_left(now))
            for due in dues
            if due.about_id in lines
        ]
    return sorted(found, key=lambda row: (row.due.day, row.line.words))


def of(ids: Iterable[int], by: Actor) -> dict[int, Shown]:
    """Alerts of these ids that she may see, by their ids."""
    rows = list(policy.alerts.scope(by).filter(pk__in=set(ids)).select_related("acknowledged_by", "responsible"))
    return {row.alert.pk: row for row in _shown(rows, by)}


def one(uid: str, by: Actor) -> Shown:
    """One alert.

    Raises:
        Unseen: there is none for her.
    """
    row = policy.alerts.scope(by).select_related("acknowledged_by", "responsible").filter(uid=uid).first()
    shown = _shown([row], by) if row else []
    if not shown:
        raise Unseen("Alert")
    return shown[0]


def _shown(rows: list[Alert], by: Actor) -> list[Shown]:
    """Alerts with what they are about; without those about things that she may not see."""
    today: date = clock.now().date()
    lines = {
        (kind, pk): line
        for kind, source in SOURCES.items()
        if (ids := [row.about_id for row in rows if row.kind == kind])
        for pk, line in source.lines(by, ids).items()
    }
    return [
        Shown(
            alert=row,
            line=lines[row.kind, row.about_id],
            words=SOURCES[row.kind].sorts[row.what],
            days_left=row.days_left(today),
            can=policy.alerts.abilities_of(by, row),
        )
        for row in rows
        if (row.kind, row.about_id) in lines
    ]
