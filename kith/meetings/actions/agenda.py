"""The points of an agenda."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.meetings import events, locks, subjects
from kith.meetings.models import Meeting, Point

MOST = 50  # points of one meeting


@transaction.atomic
def add(uid: str, title: str, words: str = "", *, by: Actor, about: str = "", about_id: int | None = None) -> Point:
    """Propose a point, behind those that are there.

    Args:
        about: a kind of thing that a higher floor registered, with the thing's id, if the point is about one.

    Raises:
        Unseen, Denied: she neither sits in the committee nor is owner or steward, or the meeting was held.
        Refused: no title, or too many points.
    """
    meeting = locks.meeting(uid, by, "propose")
    orders = list(meeting.points.order_by("order").values_list("order", flat=True))
    if len(orders) >= MOST:
        raise Refused(_("An agenda has at most %(n)s points.") % {"n": MOST}, "title")
    if about and (about not in subjects.SUBJECTS or about_id is None):
        raise Unseen("Point")
    row = Point.objects.create(
        meeting=meeting,
        order=orders[-1] + 1 if orders else 1,
        title=locks.said(title, 200, "title"),
        words=locks.maybe(words, 2000, "words"),
        about=about,
        about_id=about_id if about else None,
        proposed_by_id=by.person,
    )
    _record(events.PointAdded, meeting, row, by)
    return row


@transaction.atomic
def shift(uid: str, point_uid: str, *, up: bool, by: Actor) -> Point:
    """Let a point change places with the one before or behind it; the first and the last stay where they are.

    Raises:
        Unseen, Denied: she neither chairs the committee nor is owner or steward, or the meeting was held.
    """
    meeting = locks.meeting(uid, by, "run")
    points = list(meeting.points.order_by("order", "pk"))
    place = next((n for n, each in enumerate(points) if each.uid == point_uid), None)
    if place is None:
        raise Unseen("Point")
    row, other = points[place], place - 1 if up else place + 1
    if not 0 <= other < len(points):
        return row
    points[place], points[other] = points[other], row
    for number, each in enumerate(points, 1):
        each.order = number
    Point.objects.bulk_update(points, ["order"])
    ledger.record(
        events.PointMoved(
            by=by, owner_id=meeting.committee.organisation_id, meeting_id=meeting.pk, point_id=row.pk, up=up
        )
    )
    return row


@transaction.atomic
def remove(uid: str, point_uid: str, *, by: Actor) -> None:
    """Take a point off the agenda: the chair and keepers any, who proposed it her own.

    Raises:
        Unseen, Denied: she may not, or the meeting was held.
    """
    row = Point.objects.filter(meeting__uid=uid, uid=point_uid).first()
    hers = row is not None and row.proposed_by_id == by.person_id
    meeting = locks.meeting(uid, by, "propose" if hers else "run")
    if row is None:
        raise Unseen("Point")
    _record(events.PointRemoved, meeting, row, by)
    row.delete()


def _record(fact: type[events.PointAdded | events.PointRemoved], meeting: Meeting, point: Point, by: Actor) -> None:
    owner = meeting.committee.organisation_id
    ledger.record(fact(by=by, owner_id=owner, meeting_id=meeting.pk, point_id=point.pk))
