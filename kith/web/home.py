"""Home: what needs the person today, and what changed."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from kith.agreements.models import Agreement, Status
from kith.agreements.queries import agreements, requests
from kith.agreements.queries.agreements import Listed
from kith.audit.models import Exposure
from kith.commitments import queries as commitments
from kith.commitments.queries import Shown as Promised
from kith.core import clock
from kith.core.actor import Actor
from kith.deadlines import queries as deadlines
from kith.deadlines.queries import Shown as Alerted
from kith.knowledge import policy, sight
from kith.knowledge.models import AccessRequest, Item
from kith.knowledge.queries import lists, rows, showing
from kith.knowledge.queries.rows import Row
from kith.meetings import queries as meetings
from kith.meetings.queries import Waiting
from kith.policies import queries as policies
from kith.policies.queries import Asked

SOON = timedelta(days=30)


@dataclass(frozen=True)
class HomePage:
    """What waits for somebody, and what changed where she may look."""

    to_sign: list[Listed]
    duties: list[Listed]  # agreements under which nothing is shown to her before she has taken note of her duties
    ends_soon: list[Listed]
    to_check: list[Row]
    asks: list[AccessRequest]
    promised: list[Promised]
    alerts: list[Alerted]  # days of which she has to take note
    asked: list[Asked]  # policies and trainings that she has not done
    meetings: Waiting  # questions without her vote, and meetings of the next days
    drafts: list[Item]
    newest: list[Row]
    in_force: int

    @property
    def waits(self) -> int:
        """How many things need her."""
        lists = (self.to_sign, self.duties, self.ends_soon, self.to_check, self.asks, self.promised, self.asked)
        further = (self.alerts, self.meetings.ballots, self.meetings.meetings)
        return sum(len(rows) for rows in (*lists, *further))


def page(by: Actor) -> HomePage:
    """The home page of an actor; titles of other organisations are recorded as shown."""
    view = sight.of(by)
    listed = agreements.of(by)
    newest = rows.of(view, lists.newest(view, 10))
    drafts = lists.drafts(view)[:5]
    showing.record(view, Exposure.Channel.TITLE, [*(row.item for row in newest), *drafts])
    return HomePage(
        duties=[row for row in listed if row.duties_wait],
        to_sign=[row for row in listed if row.waits_for_me],
        ends_soon=[row for row in listed if by.keeps and _ends_soon(row.agreement, row.status)],
        to_check=rows.of(view, _to_check(by)),
        asks=requests.waiting(by),
        promised=commitments.waiting(by),
        alerts=deadlines.waiting(by),
        asked=policies.waiting(by),
        meetings=meetings.waiting(by),
        drafts=drafts,
        newest=newest,
        in_force=sum(row.status == Status.IN_FORCE for row in listed),
    )


def _ends_soon(agreement: Agreement, status: Status) -> bool:
    if status != Status.IN_FORCE or agreement.basis is None or agreement.renews:
        return False
    return agreement.basis.closes_at < clock.now() + SOON


def _to_check(by: Actor) -> list[Item]:
    """The items that she owns or is named to vouch for, where the last word of anybody has run out."""
    today = clock.now().date()
    hers = Q(owner=by.person_id) | Q(verifier=by.person_id) | Q(verifier_team__in=list(by.team_ids))
    return list(
        policy.items.scope(by, "verify")
        .filter(
            hers,
            binned_at=None,
            verifications__withdrawn_at=None,
            verifications__version=F("current"),
            verifications__until__lt=today,
        )
        .select_related("organisation")
        .order_by("title", "pk")[:20]
    )
