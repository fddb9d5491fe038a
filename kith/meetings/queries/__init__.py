"""What other floors ask of committees, meetings and questions; the pages have rooms of their own."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from kith.core import clock
from kith.core.actor import Actor
from kith.meetings import policy
from kith.meetings.models import Ballot, Committee, Meeting, Seat, Vote

SOON = timedelta(days=7)
SHOWN = 20


@dataclass(frozen=True)
class Member:
    """Somebody who sits in a committee now."""

    person_id: int
    name: str
    chairs: bool


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody: questions without her vote, and meetings of the next days."""

    ballots: list[Ballot]
    meetings: list[Meeting]


def committee_of(purpose: str, by: Actor) -> Committee | None:
    """The open committee of a purpose in the actor's organisation, if there is one. For rules, not for readers."""
    if not by.present or not purpose:
        return None
    return Committee.objects.filter(organisation=by.organisation_id, purpose=purpose, closed_at=None).first()


def ballot_of(about: str, about_id: int) -> Ballot | None:
    """The newest question about a thing of a higher floor, open or closed. For rules, not for readers."""
    return Ballot.objects.filter(about=about, about_id=about_id).order_by("-opened_at", "-pk").first()


def members(committee: Committee) -> list[Member]:
    """Who sits in a committee now and belongs to its organisation, the chair in front."""
    rows = Seat.objects.live().filter(committee=committee).select_related("person")
    return [
        Member(row.person_id, row.person.name, row.chairs) for row in rows.order_by("-chairs", "person__name", "pk")
    ]


def waiting(by: Actor) -> Waiting:
    """What waits for somebody, the soonest first: two questions."""
    if not by.present:
        return Waiting([], [])
    voted = Vote.objects.filter(ballot=OuterRef("pk"), person=by.person_id)
    ballots = policy.ballots.scope(by, "vote").filter(~Exists(voted)).select_related("committee")
    now = clock.now()
    meetings = Meeting.objects.filter(
        committee__in=policy.sits(by), cancelled_at=None, held_at=None, starts_at__gt=now, starts_at__lte=now + SOON
    ).select_related("committee")
    return Waiting(
        list(ballots.order_by("closes_at", "pk")[:SHOWN]), list(meetings.order_by("starts_at", "pk")[:SHOWN])
    )
