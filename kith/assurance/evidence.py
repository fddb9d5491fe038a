"""Counting what Kith holds that supports evidence: numbers and newest days only, so that nothing else gets out.

Reports without names are never counted: in a small firm a number and a day can say who spoke.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count as Number
from django.db.models import Max
from django.utils import timezone

from kith.assurance.counts import keeping, knowing, partners, rights
from kith.assurance.counts.base import Count

COUNTS: dict[str, Count] = {count.key: count for part in (partners, knowing, rights, keeping) for count in part.COUNTS}
Counted = dict[str, tuple[int, date | None]]


def counted(organisation_id: int, keys: Iterable[str] | None = None) -> Counted:
    """How many records of each sort an organisation has, and the newest day, in one question for each sort.

    Args:
        keys: which sorts, all of them by default.
    """
    wanted = COUNTS.keys() if keys is None else set(keys)
    return {key: _count(count, organisation_id) for key, count in COUNTS.items() if key in wanted}


def _count(count: Count, organisation_id: int) -> tuple[int, date | None]:
    rows = count.rows(organisation_id).order_by()
    if not count.day:
        return rows.count(), None
    found = rows.aggregate(n=Number("pk"), newest=Max(count.day))
    return found["n"], _day(found["newest"])


def _day(value: date | datetime | None) -> date | None:
    """A moment falls on a day of the zone in which its reader lives."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
