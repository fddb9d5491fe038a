"""What happened in committees and meetings. Ids, numbers, days and codes only."""

from dataclasses import dataclass
from datetime import date, datetime

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CommitteeFounded(Fact):
    """People of an organisation decide something together from now on."""

    about = "committee"
    committee_id: int
    purpose: str
    quorum: int


@dataclass(frozen=True, kw_only=True)
class CommitteeChanged(Fact):
    """It needs another quorum, or wants to decide within other days, or has another name."""

    about = "committee"
    committee_id: int
    quorum: int
    answer_days: int


@dataclass(frozen=True, kw_only=True)
class CommitteeClosed(Fact):
    """It decides nothing any more; what it decided stays."""

    about = "committee"
    committee_id: int


@dataclass(frozen=True, kw_only=True)
class SeatTaken(Fact):
    """Somebody sits in a committee from now on."""

    about = "committee"
    committee_id: int
    person_id: int
    chairs: bool


@dataclass(frozen=True, kw_only=True)
class SeatLeft(Fact):
    """Somebody does not sit there any more."""

    about = "committee"
    committee_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ChairGiven(Fact):
    """Another member chairs the committee."""

    about = "committee"
    committee_id: int
    before: int | None
    after: int


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(Fact):
    """A committee will come together."""

    about = "meeting"
    meeting_id: int
    committee_id: int
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Fact):
    """It is at another time, or somewhere else."""

    about = "meeting"
    meeting_id: int
    before: datetime
    after: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Fact):
    """It does not take place."""

    about = "meeting"
    meeting_id: int


@dataclass(frozen=True, kw_only=True)
class PointAdded(Fact):
    """The agenda has one more point."""

    about = "meeting"
    meeting_id: int
    point_id: int


@dataclass(frozen=True, kw_only=True)
class PointMoved(Fact):
    """A point of the agenda comes earlier or later."""

    about = "meeting"
    meeting_id: int
    point_id: int
    up: bool


@dataclass(frozen=True, kw_only=True)
class PointRemoved(Fact):
    """The agenda has one point less."""

    about = "meeting"
    meeting_id: int
    point_id: int


@dataclass(frozen=True, kw_only=True)
class MinutesWritten(Fact):
    """Who was there and what was said is written down, for the first time or anew."""

    about = "meeting"
    meeting_id: int
    present: int
    quorum: int


@dataclass(frozen=True, kw_only=True)
class MinutesApproved(Fact):
    """The minutes stand; nobody changes them any more."""

    about = "meeting"
    meeting_id: int
    written_by: int | None


@dataclass(frozen=True, kw_only=True)
class BallotOpened(Fact):
    """A committee votes on a question."""

    about = "ballot"
    ballot_id: int
    committee_id: int
    meeting_id: int | None
    thing: str
    thing_id: int | None
    pack_sha256: str
    closes_on: date | None


@dataclass(frozen=True, kw_only=True)
class BallotTakenUp(Fact):
    """A meeting decides the question."""

    about = "ballot"
    ballot_id: int
    meeting_id: int


@dataclass(frozen=True, kw_only=True)
class VoterBarred(Fact):
    """Somebody has no vote on a question: she asked for it, or said that she has an interest of her own."""

    about = "ballot"
    ballot_id: int
    person_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class VoteCast(Fact):
    """Somebody voted, or changed her vote."""

    about = "ballot"
    ballot_id: int
    choice: str
    before: str


@dataclass(frozen=True, kw_only=True)
class BallotClosed(Fact):
    """The votes were counted."""

    about = "ballot"
    ballot_id: int
    outcome: str
    members: int
    entitled: int
    yes: int
    no: int
    abstain: int
    void: int
    needed: int
