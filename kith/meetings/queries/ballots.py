"""Questions as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity.models import Person
from kith.meetings import counting, policy, subjects, wording
from kith.meetings.models import Ballot, Bar, Meeting, Outcome, Seat, Vote
from kith.meetings.subjects import Line
from kith.meetings.tallying import Count

R = TypeVar("R", Vote, Bar)
TONES = {Outcome.CARRIED: "good", Outcome.REJECTED: "stop", Outcome.NO_QUORUM: "heed"}


@dataclass(frozen=True)
class Shown:
    """A question and how it stands."""

    ballot: Ballot
    count: Count

    @property
    def outcome_name(self) -> Sentence:
        """What it came to, in a word; nothing while it is open."""
        return self.ballot.get_outcome_display()

    @property
    def tone(self) -> str:
        """How its outcome is drawn."""
        return TONES.get(Outcome(self.ballot.outcome), "") if self.ballot.outcome else ""

    @property
    def words(self) -> str:
        """What it came to, or how it stands, in a sentence."""
        return wording.outcome(self.count) if self.ballot.closed_at else wording.standing(self.count)

    @property
    def would_be(self) -> str:
        """What it would come to now; nothing when it is closed or too few have voted."""
        return "" if self.ballot.closed_at else wording.would_be(self.count)

    @property
    def out_of_reach(self) -> str:
        """That a quorum cannot be reached, if it is open and so."""
        return "" if self.ballot.closed_at else wording.out_of_reach(self.count)


@dataclass(frozen=True)
class Voter:
    """Somebody who may vote, has voted, or is barred."""

    person: Person
    vote: Vote | None
    bar: Bar | None
    counts: bool  # whether her vote is counted, or would be
    sits: bool

    @property
    def void(self) -> bool:
        """Whether she has voted and it counts nothing."""
        return self.vote is not None and not self.counts


@dataclass(frozen=True)
class BallotPage:
    """One question: what was shown for it, who says what, and what somebody can do."""

    shown: Shown
    voters: list[Voter]
    mine: Vote | None
    bar: Bar | None  # why she has no vote in it herself
    line: Line | None
    can: set[str]
    ripe: bool  # whether it may be closed now
    changes: bool  # whether she may change the committee, so that enough can vote
    meetings: list[tuple[str, str]]  # in which she may have it decided

    @property
    def ballot(self) -> Ballot:
        """The question itself."""
        return self.shown.ballot


def shown(rows: Iterable[Ballot]) -> list[Shown]:
    """Questions with how they stand. Each brings its committee along."""
    listed = list(rows)
    counts = counting.of_all(listed)
    return [Shown(row, counts[row.pk]) for row in listed]


def of(committee_id: int) -> QuerySet[Ballot]:
    """The questions of a committee, the open ones first, then the newest."""
    return Ballot.objects.filter(committee=committee_id).select_related("committee", "meeting").order_by("-opened_at")


def page(uid: str, by: Actor) -> BallotPage:
    """One question.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.ballots.scope(by).select_related("committee", "committee__organisation", "meeting", "opened_by")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Ballot")
    [found] = shown([row])
    people = voters(row)
    own = next((each for each in people if each.person.pk == by.person_id), None)
    can = policy.ballots.abilities_of(by, row)
    line = subjects.lines(by, [(row.about, row.about_id)]).get((row.about, row.about_id or 0))
    leads = policy.committees.abilities_of(by, row.committee, "run", "call")
    bar = own.bar if own else None
    sitting = row.meeting is not None and row.meeting.begun and bar is None
    return BallotPage(
        shown=found,
        voters=people,
        mine=own.vote if own else None,
        bar=bar,
        line=line,
        can=can,
        ripe=found.count.complete or row.overdue or sitting,
        changes="run" in leads,
        meetings=to_put(row.committee_id) if "call" in leads and row.closed_at is None else [],
    )


def voters(ballot: Ballot) -> list[Voter]:
    """Who may vote on a question, has voted or is barred, by name; of a closed one, who voted or was barred."""
    return voters_of([ballot])[ballot.pk]


def voters_of(ballots: Iterable[Ballot]) -> dict[int, list[Voter]]:
    """The same for several, by their keys: three questions of the database, however many they are."""
    rows = list(ballots)
    votes = _by_ballot(Vote.objects.filter(ballot__in=rows).select_related("person"))
    bars = _by_ballot(Bar.objects.filter(ballot__in=rows).select_related("person"))
    seats: dict[int, dict[int, Person]] = {}
    committees = {row.committee_id for row in rows if row.closed_at is None}
    for seat in Seat.objects.live().filter(committee__in=committees).select_related("person"):
        seats.setdefault(seat.committee_id, {})[seat.person_id] = seat.person
    return {
        row.pk: _voters(
            {} if row.closed_at else seats.get(row.committee_id, {}), votes.get(row.pk, {}), bars.get(row.pk, {})
        )
        for row in rows
    }


def _voters(sitting: dict[int, Person], votes: dict[int, Vote], bars: dict[int, Bar]) -> list[Voter]:
    people = dict(sitting)
    involved: list[Vote | Bar] = [*votes.values(), *bars.values()]
    for row in involved:
        people.setdefault(row.person_id, row.person)
    return [
        Voter(
            person=person,
            vote=(vote := votes.get(pk)),
            bar=bars.get(pk),
            counts=vote.counts if vote and vote.counts is not None else pk in sitting and pk not in bars,
            sits=pk in sitting,
        )
        for pk, person in sorted(people.items(), key=lambda each: (each[1].name, each[0]))
    ]


def _by_ballot(rows: Iterable[R]) -> dict[int, dict[int, R]]:
    found: dict[int, dict[int, R]] = {}
    for row in rows:
        found.setdefault(row.ballot_id, {})[row.person_id] = row
    return found


def to_put(committee_id: int) -> list[tuple[str, str]]:
    """The meetings in which a question may still be put, the next first, as choices."""
    rows = Meeting.objects.filter(committee=committee_id, held_at=None, cancelled_at=None)
    return [(row.uid, f"{row.title}, {wording.when(row)}") for row in rows.order_by("starts_at", "pk")[:50]]
