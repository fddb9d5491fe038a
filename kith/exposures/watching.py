"""What is unusual in what other organisations' people do with what is ours. Nobody is shut out by it: keepers are told.

The thresholds are Kith's own choice, no norm: low enough to be seen by a person once in a while, high enough that a
person who reads for an afternoon raises nothing. They are said on the page that shows what was found.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncDate

from kith.access.models import Basis
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.exposures.models import Unusual
from kith.identity import queries as identity
from kith.notices import actions as notices

UNUSUAL = "unusual"  # a notice
FETCHED = (Exposure.Channel.DOWNLOAD, Exposure.Channel.EXPORT, Exposure.Channel.API)
READ = (*FETCHED, Exposure.Channel.READ)
MANY = 20  # different pages that a person fetched on one day
TIMES = 3  # as many as on her busiest day of the weeks before
WEEKS = timedelta(days=28)
NIGHT = (22, 6)  # hours, in the agreement's time zone
NIGHTLY = 5  # different pages read in one night
BEFORE_END = timedelta(days=30)
LOOK_BACK = timedelta(days=2)  # a clock that stood still for a day misses nothing


@dataclass(frozen=True)
class Found:
    """One person's unusual day, whose things they were, and how many pages."""

    owner_id: int
    organisation_id: int
    person_id: int
    pattern: str
    day: date
    items: int
    usual: int = 0


WHO = ("owner_id", "organisation_id", "person_id")


def found(at: datetime) -> list[Found]:
    """What was unusual in the two days before a moment, whether or not anybody was told: four questions in all."""
    return [*_many(at), *_late(at)]


def _many(at: datetime) -> list[Found]:
    """Who fetched many different pages on a day (UTC), and three times as many as on her busiest day of four weeks."""
    days = Exposure.objects.filter(channel__in=FETCHED, person_id__gt=0).annotate(day=TruncDate("at", tzinfo=UTC))
    counted = days.values(*WHO, "day").annotate(n=Count("item_id", distinct=True)).order_by(*WHO, "day")
    busy = list(counted.filter(at__gt=at - LOOK_BACK, at__lte=at, n__gte=MANY))
    if not busy:
        return []
    people = {row["person_id"] for row in busy}
    before: dict[Who, dict[date, int]] = defaultdict(dict)
    for row in counted.filter(person_id__in=people, at__gt=at - LOOK_BACK - WEEKS, at__lte=at):
        before[_who(row)][row["day"]] = row["n"]
    result = []
    for row in busy:
        day, earlier = row["day"], before[_who(row)]
        usual = max((n for other, n in earlier.items() if day - WEEKS <= other < day), default=0)
        if row["n"] >= TIMES * usual:
            result.append(Found(*_who(row), Unusual.Pattern.MANY.value, day, row["n"], usual))
    return result


Who = tuple[int, int, int]


def _who(row: dict[str, Any]) -> Who:
    return row["owner_id"], row["organisation_id"], row["person_id"]


def _late(at: datetime) -> list[Found]:
    """Who read several pages in one night while the end of the agreement was near and known."""
    ending = {
        basis.pk: basis
        for basis in Basis.objects.filter(ends_at__gt=at - LOOK_BACK, starts_at__lte=at)
        if at - LOOK_BACK < basis.closes_at <= at + BEFORE_END + LOOK_BACK
    }
    rows = Exposure.objects.filter(
        basis_id__in=ending, channel__in=READ, person_id__gt=0, at__gt=at - LOOK_BACK, at__lte=at
    )
    nights: dict[tuple[int, int, int, date], set[int]] = defaultdict(set)
    for owner, firm, person, item, basis_id, moment in rows.values_list(*WHO, "item_id", "basis_id", "at"):
        basis = ending[basis_id]
        night = _night_of(moment, basis.zone)
        if night and basis.closes_at - BEFORE_END <= moment < basis.closes_at:
            nights[owner, firm, person, night].add(item)
    return [
        Found(owner, firm, person, Unusual.Pattern.LATE.value, night, len(items))
        for (owner, firm, person, night), items in sorted(nights.items())
        if len(items) >= NIGHTLY
    ]


def _night_of(moment: datetime, zone: str) -> date | None:
    """The day on whose evening the night of a moment began; None by day."""
    local = moment.astimezone(ZoneInfo(zone))
    begins, ends = NIGHT
    if local.hour >= begins:
        return local.date()
    return local.date() - timedelta(days=1) if local.hour < ends else None


def waiting() -> list[Found]:
    """What was found and nobody was told yet."""
    rows = found(clock.now())
    told = set(
        Unusual.objects.filter(day__gte=clock.now().date() - LOOK_BACK - timedelta(days=2)).values_list(
            *WHO, "pattern", "day"
        )
    )
    return [row for row in rows if (row.owner_id, row.organisation_id, row.person_id, row.pattern, row.day) not in told]


@transaction.atomic
def tell(rows: Iterable[Found]) -> list[Unusual]:
    """Keep what was found, and tell the owner's keepers; each once, whatever restarts in between."""
    kept = []
    for row in rows:
        unusual, fresh = Unusual.objects.get_or_create(
            owner_id=row.owner_id,
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            pattern=row.pattern,
            day=row.day,
            defaults={"items": row.items, "usual": row.usual, "found_at": clock.now()},
        )
        if fresh:
            notices.tell(UNUSUAL, unusual.pk, identity.keepers([row.owner_id]), by=SYSTEM)
            kept.append(unusual)
    return kept
