"""Committees as pages show them, and what comes next in all of them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kith.core.actor import Actor, Role
from kith.core.errors import Sentence, Unseen
from kith.identity import queries as identity
from kith.meetings import policy, subjects
from kith.meetings.models import STATE_NAMES, Ballot, Committee, Meeting, Seat, State
from kith.meetings.queries import ballots
from kith.meetings.queries.ballots import Shown

SHOWN = 100
TONES = {State.DUE: "heed", State.HELD: "heed", State.APPROVED: "good"}


@dataclass(frozen=True)
class Planned:
    """A meeting in a list."""

    meeting: Meeting

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.meeting.state

    @property
    def state_name(self) -> Sentence:
        """The same in words."""
        return STATE_NAMES[self.state]

    @property
    def tone(self) -> str:
        """How its state is drawn."""
        return TONES.get(self.state, "")


@dataclass(frozen=True)
class Listed:
    """A committee with how many sit in it, and whether the reader does."""

    committee: Committee
    members: int
    mine: bool

    @property
    def purpose(self) -> Sentence:
        """What it is for; empty when it is for whatever comes."""
        return subjects.PURPOSES.get(self.committee.purpose, "")


@dataclass(frozen=True)
class Overview:
    """All that somebody sees of her organisation's committees."""

    for_me: list[Shown]  # open questions without her vote
    open: list[Shown]  # other open questions
    coming: list[Planned]
    unfinished: list[Planned]  # minutes to be written or approved
    past: list[Planned]
    committees: list[Listed]
    closed: list[Listed]
    founds: bool

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not self.committees and not self.closed


@dataclass(frozen=True)
class Sitting:
    """A seat, and whether its person still belongs to the organisation."""

    seat: Seat
    live: bool


@dataclass(frozen=True)
class CommitteePage:
    """One committee: who sits there, what comes, and what it decided."""

    committee: Committee
    seats: list[Sitting]
    former: list[Seat]
    meetings: list[Planned]
    open: list[Shown]
    decided: list[Shown]
    can: set[str]
    candidates: list[tuple[int, str]]

    @property
    def purpose(self) -> Sentence:
        """What it is for; empty when it is for whatever comes."""
        return subjects.PURPOSES.get(self.committee.purpose, "")

    @property
    def members(self) -> int:
        """How many sit in it who still belong to the organisation."""
        return sum(row.live for row in self.seats)

    @property
    def short(self) -> bool:
        """Whether fewer sit in it than have to vote."""
        return self.committee.closed_at is None and self.members < self.committee.quorum

    @property
    def headless(self) -> bool:
        """Whether nobody chairs it any more."""
        return self.committee.closed_at is None and not any(row.live and row.seat.chairs for row in self.seats)


def overview(by: Actor) -> Overview:
    """What comes next, what waits for her vote, committees, and what is past. For whoever sees none, nothing."""
    seen = policy.committees.scope(by)
    hers = Seat.objects.live().filter(committee=OuterRef("pk"), person=by.person_id)
    live = Seat.objects.live().values("pk")
    rows = seen.annotate(sitting=Count("seats", filter=Q(seats__in=live)), mine=Exists(hers)).order_by("name", "pk")
    listed = [Listed(row, row.sitting, row.mine) for row in rows[:SHOWN]]
    questions = ballots.shown(_open(by))
    mine = set(policy.ballots.scope(by, "vote").exclude(votes__person=by.person_id).values_list("pk", flat=True))
    meetings = [Planned(row) for row in _meetings(seen)]
    coming = [row for row in meetings if row.state == State.PLANNED]
    unfinished = [row for row in meetings if row.state in {State.DUE, State.HELD}]
    return Overview(
        for_me=[row for row in questions if row.ballot.pk in mine],
        open=[row for row in questions if row.ballot.pk not in mine],
        coming=coming[::-1],
        unfinished=unfinished,
        past=[row for row in meetings if row.state in {State.APPROVED, State.CANCELLED}],
        committees=[row for row in listed if row.committee.closed_at is None],
        closed=[row for row in listed if row.committee.closed_at],
        founds=by.keeps,
    )


def _open(by: Actor) -> QuerySet[Ballot]:
    rows = policy.ballots.scope(by).filter(closed_at=None).select_related("committee", "meeting")
    return rows.order_by("closes_at", "pk")[:SHOWN]


def _meetings(committees: QuerySet[Committee]) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(committee__in=committees.values("pk")).select_related("committee")
    return rows.order_by("-starts_at", "-pk")[:SHOWN]


def page(uid: str, by: Actor) -> CommitteePage:
    """One committee.

    Raises:
        Unseen: there is none for her.
    """
    row = policy.committees.scope(by).select_related("organisation").filter(uid=uid).first()
    if row is None:
        raise Unseen("Committee")
    live = Exists(Seat.objects.live().filter(pk=OuterRef("pk")))
    seats = row.seats.select_related("person").annotate(live=live).order_by("-chairs", "person__name", "pk")
    now = list(seats.filter(left_at=None))
    questions = ballots.shown(ballots.of(row.pk)[:SHOWN])
    can = policy.committees.abilities_of(by, row)
    return CommitteePage(
        committee=row,
        seats=[Sitting(seat, seat.live) for seat in now],
        former=list(seats.exclude(left_at=None).order_by("-left_at", "-pk")[:SHOWN]),
        meetings=[Planned(each) for each in _meetings(Committee.objects.filter(pk=row.pk))],
        open=[each for each in questions if each.ballot.closed_at is None],
        decided=[each for each in questions if each.ballot.closed_at],
        can=can,
        candidates=_others(row, {seat.person_id for seat in now}) if "run" in can else [],
    )


def candidates(by: Actor) -> list[tuple[int, str]]:
    """Who of the actor's organisation can sit in a committee: everybody but auditors."""
    rows = identity.colleagues(by.organisation).exclude(role=Role.AUDITOR.value)
    return [(row.person_id, row.person.name) for row in rows]


def _others(committee: Committee, seated: set[int]) -> list[tuple[int, str]]:
    rows = identity.colleagues(committee.organisation_id).exclude(role=Role.AUDITOR.value)
    return [(row.person_id, row.person.name) for row in rows.exclude(person__in=seated)]
