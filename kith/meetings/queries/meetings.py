"""One meeting as its page and its files show it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity.models import Person
from kith.meetings import policy, subjects, wording
from kith.meetings.models import Attendance, Meeting, Point, Seat, State
from kith.meetings.queries import ballots
from kith.meetings.queries.ballots import Shown, Voter
from kith.meetings.queries.committees import Planned
from kith.meetings.subjects import Line


@dataclass(frozen=True)
class Item:
    """A point of the agenda, and what it is about as far as this reader may see that."""

    point: Point
    line: Line | None
    removes: bool  # whether the reader may take it off


@dataclass(frozen=True)
class Decision:
    """A question of a meeting, and who says what."""

    shown: Shown
    voters: list[Voter]


@dataclass(frozen=True)
class Present:
    """Somebody who sits in the committee, or sat there when the minutes were written, and whether she was there."""

    person: Person
    was: str  # empty: nobody has said yet

    @property
    def words(self) -> Sentence:
        """Whether she was there, in words."""
        return Attendance.Was(self.was).label if self.was else ""


@dataclass(frozen=True)
class MeetingPage(Planned):
    """One meeting: when and where, who, the agenda, and what was decided."""

    points: list[Item]
    people: list[Present]
    decisions: list[Decision]
    can: set[str]
    calls: bool  # whether the reader may put questions to the committee

    @property
    def planned(self) -> bool:
        """Whether it is still to come, or under way."""
        return self.state == State.PLANNED

    @property
    def has_minutes(self) -> bool:
        """Whether somebody has written them."""
        return self.meeting.held_at is not None

    @property
    def attendance(self) -> str:
        """How many were there, and whether that is enough; before, how many are needed."""
        meeting = self.meeting
        present = sum(row.was == Attendance.Was.PRESENT for row in self.people)
        if meeting.quorum is None:
            return ""
        return wording.attendance(present, meeting.members or 0, meeting.quorum)

    @property
    def quorate(self) -> bool:
        """Whether enough were there, once that was written down."""
        present = sum(row.was == Attendance.Was.PRESENT for row in self.people)
        return self.meeting.quorum is None or present >= self.meeting.quorum

    @property
    def when(self) -> str:
        """Day and hours in the zone in which it was fixed."""
        return wording.when(self.meeting)

    @property
    def elsewhere(self) -> bool:
        """Whether the reader's clock shows another hour than that zone's."""
        starts = self.meeting.starts_at
        return starts.astimezone(ZoneInfo(self.meeting.zone)).utcoffset() != timezone.localtime(starts).utcoffset()


def page(uid: str, by: Actor) -> MeetingPage:
    """One meeting.

    Raises:
        Unseen: there is none for her.
    """
    names = ("called_by", "held_by", "written_by", "approved_by", "cancelled_by")
    rows = policy.meetings.scope(by).select_related("committee", "committee__organisation", *names)
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Meeting")
    can = policy.meetings.abilities_of(by, row)
    return MeetingPage(
        meeting=row,
        points=_points(row, by, can),
        people=_people(row),
        decisions=_decisions(row),
        can=can,
        calls=row.held_at is None and row.cancelled_at is None and policy.committees.can(by, "call", row.committee),
    )


def _points(meeting: Meeting, by: Actor, can: set[str]) -> list[Item]:
    points = list(meeting.points.select_related("proposed_by").order_by("order", "pk"))
    lines = subjects.lines(by, [(each.about, each.about_id) for each in points])
    return [
        Item(
            point=each,
            line=lines.get((each.about, each.about_id or 0)),
            removes="run" in can or ("propose" in can and each.proposed_by_id == by.person_id),
        )
        for each in points
    ]


def _people(meeting: Meeting) -> list[Present]:
    """Who is or was expected: once it was approved or cancelled, those whom the minutes name."""
    said = {row.person_id: row for row in meeting.attendances.select_related("person")}
    people = {pk: row.person for pk, row in said.items()}
    if meeting.approved_at is None:
        for seat in Seat.objects.live().filter(committee=meeting.committee_id).select_related("person"):
            people.setdefault(seat.person_id, seat.person)
    return [
        Present(person, said[pk].was if pk in said else "")
        for pk, person in sorted(people.items(), key=lambda each: (each[1].name, each[0]))
    ]


def _decisions(meeting: Meeting) -> list[Decision]:
    rows = list(meeting.ballots.select_related("committee").order_by("opened_at", "pk"))
    voters = ballots.voters_of(rows)
    return [Decision(each, voters[each.ballot.pk]) for each in ballots.shown(rows)]
