"""What was answered by hand, and for how long such an answer counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kith.assurance import checks
from kith.assurance.models import Result, Step
from kith.assurance.outcome import State
from kith.core import clock

COUNTS_FOR = timedelta(days=365)
LOOKED: dict[str, State] = {Step.What.HELD: State.HOLDS, Step.What.FAILED: State.FAILS}


@dataclass(frozen=True)
class Answer:
    """What somebody saw when she looked last."""

    state: State
    at: datetime


def answers(organisation_id: int) -> dict[str, Answer]:
    """The newest answer to each question by hand that is at most 365 days old, of any audit of an organisation.

    Looking again at a finding is an answer too: what was mended does not fail until the next audit.
    """
    since = clock.now() - COUNTS_FOR
    keys = [check.key for check in checks.ALL.values() if check.by_hand]
    said = _said(organisation_id, keys).filter(at__gte=since)
    looked = _looked(organisation_id, keys).filter(at__gte=since)
    found: dict[str, Answer] = {}
    for key, state, at in said.order_by("at", "pk").values_list("check_key", "state", "at"):
        found[key] = Answer(State(state), at)
    for key, what, at in looked.order_by("at", "pk").values_list("finding__check_key", "what", "at"):
        if key not in found or found[key].at <= at:
            found[key] = Answer(LOOKED[what], at)
    return found


def newest(organisation_id: int, key: str) -> Result | Step | None:
    """Who answered one question by hand last, or looked again at a finding about it, however long ago."""
    rows = [
        _said(organisation_id, [key]).select_related("by").order_by("at", "pk").last(),
        _looked(organisation_id, [key]).select_related("by").order_by("at", "pk").last(),
    ]
    return max((row for row in rows if row), key=lambda row: row.at, default=None)


def state(row: Result | Step) -> State:
    """What that answer came to."""
    return State(row.state) if isinstance(row, Result) else LOOKED[row.what]


def _said(organisation_id: int, keys: list[str]) -> QuerySet[Result]:
    return Result.objects.filter(audit__organisation=organisation_id, check_key__in=keys)


def _looked(organisation_id: int, keys: list[str]) -> QuerySet[Step]:
    return Step.objects.filter(finding__organisation=organisation_id, finding__check_key__in=keys, what__in=LOOKED)
