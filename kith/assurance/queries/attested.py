"""What was answered by hand, and for how long such an answer counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.assurance import checks
from kith.assurance.models import Result, Step
from kith.assurance.outcome import State
from kith.core import clock

COUNTS_FOR = timedelta(days=365)


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
    said = Result.objects.filter(audit__organisation=organisation_id, check_key__in=keys, at__gte=since)
    looked = Step.objects.filter(
        finding__organisation=organisation_id,
        finding__check_key__in=keys,
        what__in=(Step.What.HELD, Step.What.FAILED),
        at__gte=since,
    )
    found: dict[str, Answer] = {}
    for key, state, at in said.order_by("at", "pk").values_list("check_key", "state", "at"):
        found[key] = Answer(State(state), at)
    for key, what, at in looked.order_by("at", "pk").values_list("finding__check_key", "what", "at"):
        if key not in found or found[key].at <= at:
            found[key] = Answer(State.HOLDS if what == Step.What.HELD else State.FAILS, at)
    return found
