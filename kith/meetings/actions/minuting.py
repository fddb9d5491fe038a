"""Who was there, what was said, and that it was so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Stale
from kith.meetings import events, locks
from kith.meetings.models import Attendance, Meeting, Seat

LONGEST = 20_000  # characters of what was said about one point, or besides


@dataclass(frozen=True)
class Minutes:
    """What is written down of a meeting: who was there, by person; what was said, by point; and what else."""

    attendance: Mapping[int, str]
    points: Mapping[str, str] = field(default_factory=dict)
    record: str = ""


@transaction.atomic
def write(uid: str, minutes: Minutes, *, by: Actor) -> Meeting:
    """Write the minutes, or write them anew until they are approved.

    Raises:
        Unseen, Denied: she neither sits in the committee nor is owner or steward, the meeting has not begun, or its
            minutes are approved.
        Refused: it is not said of each member whether she was there, or something is too long.
    """
    meeting = locks.meeting(uid, by, "record")
    members = set(Seat.objects.live().filter(committee=meeting.committee_id).values_list("person_id", flat=True))
    known = members | set(meeting.attendances.values_list("person_id", flat=True))
    said = {person: was for person, was in minutes.attendance.items() if was in Attendance.Was.values}
    if not members <= set(said) or not set(said) <= known:
        raise Refused(_("Say who of the members was there, of each of them."))
    for person, was in said.items():
        Attendance.objects.update_or_create(meeting=meeting, person_id=person, defaults={"was": was})
    points = list(meeting.points.all())
    for point in points:
        point.record = locks.maybe(minutes.points.get(point.uid, point.record), LONGEST, f"point_{point.uid}")
    meeting.points.bulk_update(points, ["record"])
    _save(meeting, minutes, len(members), by)
    present = sum(was == Attendance.Was.PRESENT for was in said.values())
    ledger.record(
        events.MinutesWritten(
            by=by,
            owner_id=meeting.committee.organisation_id,
            meeting_id=meeting.pk,
            present=present,
            quorum=meeting.committee.quorum,
        )
    )
    return meeting


def _save(meeting: Meeting, minutes: Minutes, members: int, by: Actor) -> None:
    now = clock.now()
    meeting.record = locks.maybe(minutes.record, LONGEST, "record")
    meeting.written_at, meeting.written_by_id = now, by.person
    if meeting.held_at is None:
        meeting.held_at, meeting.held_by_id = now, by.person
        meeting.quorum, meeting.members = meeting.committee.quorum, members
    meeting.save(
        update_fields=["record", "written_at", "written_by", "held_at", "held_by", "quorum", "members"],
    )


@transaction.atomic
def approve(uid: str, shown: str, *, by: Actor) -> Meeting:
    """Approve the minutes as they were shown; nobody changes them any more.

    Args:
        shown: the edition that she read.

    Raises:
        Unseen, Denied: she may not, she wrote them herself, or they are approved.
        Stale: they were written anew since she read them.
    """
    meeting = locks.meeting(uid, by, "approve")
    if meeting.edition != shown:
        raise Stale(uid)
    meeting.approved_at, meeting.approved_by_id = clock.now(), by.person
    meeting.save(update_fields=["approved_at", "approved_by"])
    ledger.record(
        events.MinutesApproved(
            by=by,
            owner_id=meeting.committee.organisation_id,
            meeting_id=meeting.pk,
            written_by=meeting.written_by_id,
        )
    )
    return meeting
