"""The knowledge utilisation rate: of what was due to be used, how much was.

Formula version 1. A pair of person and item is due when the item was shared with her by name, or she accepted it with a
use-by date, at least 30 days before the window's end. It is used when she reported a use with an outcome within the
window. Opening a page never makes a pair and never moves the rate.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.access.models import ContainerKind, Grant, SubjectKind
from kith.core import clock
from kith.core.actor import Actor
from kith.knowledge.models import Acceptance, Use
from kith.measures.stats import Interval, wilson

FORMULA = 1
EXPOSURE_TIME = timedelta(days=30)  # an item needs so long before its use can be judged
FEWEST = 10  # pairs below which no rate is shown
WINDOW = timedelta(days=365)

Pair = tuple[int, int]  # person and item


@dataclass(frozen=True)
class Window:
    """The time a rate speaks of: from its start up to, not including, its end."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Utilisation:
    """The rate with all that belongs to it."""

    window: Window
    due: int
    used: int
    interval: Interval | None
    too_young: int  # pairs that will be due once 30 days have passed
    formula: int = FORMULA

    @property
    def enough(self) -> bool:
        """Whether there are enough pairs to show a rate."""
        return self.due >= FEWEST

    @property
    def rate(self) -> float | None:
        """Used of due, from 0 to 1; None without enough data."""
        return self.used / self.due if self.enough else None

    @property
    def unused(self) -> int:
        """Pairs that were due and not used."""
        return self.due - self.used

    @property
    def missing(self) -> int:
        """How many pairs are missing for a rate."""
        return max(0, FEWEST - self.due)


def last_year() -> Window:
    """The year that ends now."""
    now = clock.now()
    return Window(now - WINDOW, now)


def of(by: Actor, window: Window | None = None) -> Utilisation:
    """The rate of the actor's organisation's knowledge: five queries, whatever its size."""
    span = window or last_year()
    pairs = _pairs(by.organisation)
    due = {pair for pair, since in pairs.items() if since <= span.end - EXPOSURE_TIME}
    used = due & _used(by.organisation, span)
    return Utilisation(
        window=span,
        due=len(due),
        used=len(used),
        interval=wilson(len(used), len(due)) if len(due) >= FEWEST else None,
        too_young=len(pairs) - len(due),
    )


def _pairs(owner_id: int) -> dict[Pair, datetime]:
    """Each pair of person and item, and since when she has it."""
    shared = Grant.objects.filter(
        owner=owner_id,
        subject_kind=SubjectKind.PERSON,
        container_kind__in=[ContainerKind.ITEM, ContainerKind.SUBTREE],
    ).values_list("person_id", "container_id", "granted_at", "stopped_at")
    accepted = Acceptance.objects.filter(item__organisation=owner_id).values_list("person_id", "item_id", "accepted_at")
    pairs: dict[Pair, datetime] = {}
    for person, item, since, stopped in shared:
        if person is None or (stopped and stopped - since < EXPOSURE_TIME):
            continue  # taken back before she could have used it
        pairs[person, item] = min(since, pairs.get((person, item), since))
    for person, item, since in accepted:
        pairs[person, item] = min(since, pairs.get((person, item), since))
    return pairs


def _used(owner_id: int, span: Window) -> set[Pair]:
    reports = (
        Use.objects.filter(item__organisation=owner_id, used_at__gte=span.start, used_at__lt=span.end)
        .exclude(outcome=Use.Outcome.NOTHING_YET)
        .values_list("person_id", "item_id")
        .distinct()
    )
    return set(reports)
