"""Calling, moving and cancelling meetings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.meetings import events, locks
from kith.meetings.actions import balloting
from kith.meetings.models import Committee, Meeting, Seat
from kith.notices import actions as notices

CALLED, MOVED, CANCELLED = "meeting_called", "meeting_moved", "meeting_cancelled"  # kinds of notices
LONGEST_MINUTES = 24 * 60
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class When:
    """Day and hour as they are said in a time zone, how many minutes it takes, and where."""

    starts: datetime  # without a zone of its own
    zone: str
    minutes: int
    place: str = ""


@transaction.atomic
def call(committee_uid: str, title: str, when: When, *, by: Actor) -> Meeting:
    """Call a meeting, and tell the members.

    Raises:
        Unseen, Denied: she neither chairs the committee nor is owner or steward.
        Refused: no title, an hour that has passed or does not exist, or no sensible length.
    """
    committee = locks.committee(committee_uid, by, "call")
    row = Meeting.objects.create(
        committee=committee,
        title=locks.said(title, 200, "title"),
        starts_at=_moment(when),
        zone=when.zone,
        minutes=_length(when.minutes),
        place=locks.maybe(when.place, 300, "place"),
        called_at=clock.now(),
        called_by_id=by.person,
    )
    tell(CALLED, row.pk, committee, by=by)
    ledger.record(
        events.MeetingCalled(
            by=by,
            owner_id=committee.organisation_id,
            meeting_id=row.pk,
            committee_id=committee.pk,
            starts_at=row.starts_at,
        )
    )
    return row


@transaction.atomic
def move(uid: str, when: When, *, by: Actor) -> Meeting:
    """Hold it at another time, for longer or shorter, or elsewhere, and tell the members.

    Raises:
        Unseen, Denied: she may not, or it was held or cancelled.
        Refused: an hour that has passed or does not exist, or no sensible length.
    """
    row = locks.meeting(uid, by, "run")
    before = row.starts_at
    row.starts_at, row.zone, row.minutes = _moment(when), when.zone, _length(when.minutes)
    row.place = locks.maybe(when.place, 300, "place")
    row.sequence += 1
    row.save(update_fields=["starts_at", "zone", "minutes", "place", "sequence"])
    tell(MOVED, row.pk, row.committee, by=by)
    ledger.record(
        events.MeetingMoved(
            by=by, owner_id=row.committee.organisation_id, meeting_id=row.pk, before=before, after=row.starts_at
        )
    )
    return row


@transaction.atomic
def cancel(uid: str, reason: str, *, by: Actor) -> Meeting:
    """Cancel it, say why, and tell the members. Questions that it was to decide go on without it, until a day.

    Raises:
        Unseen, Denied: she may not, or it was held or cancelled.
        Refused: no reason.
    """
    row = locks.meeting(uid, by, "run")
    row.reason = locks.said(reason, 500, "reason")
    row.cancelled_at, row.cancelled_by_id = clock.now(), by.person
    row.sequence += 1
    row.save(update_fields=["reason", "cancelled_at", "cancelled_by", "sequence"])
    balloting.go_on_without(row)
    tell(CANCELLED, row.pk, row.committee, by=by)
    ledger.record(events.MeetingCancelled(by=by, owner_id=row.committee.organisation_id, meeting_id=row.pk))
    return row


def tell(kind: str, about_id: int, committee: Committee, *, by: Actor) -> None:
    """Tell the members of a committee, in the caller's transaction."""
    seats = Seat.objects.live().filter(committee=committee).values_list("person_id", "organisation_id")
    notices.tell(kind, about_id, seats, by=by)


def _moment(when: When) -> datetime:
    """The moment that was said.

    Raises:
        Refused: there is no such zone or hour, or it lies in the past or too far off.
    """
    if when.zone not in available_timezones():
        raise Refused(_("Kith does not know this time zone."), "zone")
    try:
        moment = when.starts.replace(tzinfo=ZoneInfo(when.zone)).astimezone(UTC)
        again = moment.astimezone(ZoneInfo(when.zone)).replace(tzinfo=None)
    except OverflowError as error:
        raise Refused(_("Choose a day within three years."), "day") from error
    if again != when.starts:
        raise Refused(_("There is no such hour on that day: the clocks go forward. Choose another."), "time")
    if moment <= clock.now():
        raise Refused(_("That hour has passed. Choose a later one."), "day")
    if moment > clock.now() + FARTHEST:
        raise Refused(_("Choose a day within three years."), "day")
    return moment


def _length(minutes: int) -> int:
    if not 5 <= minutes <= LONGEST_MINUTES:
        raise Refused(_("Choose between 5 minutes and a day."), "minutes")
    return minutes
