"""Who sits in a committee, and who chairs it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Refused
from kith.identity import queries as identity
from kith.meetings import events, locks
from kith.meetings.models import Committee, Seat

MOST = 100  # seats of one committee


@transaction.atomic
def seat(uid: str, person_id: int, *, by: Actor) -> Seat:
    """Give somebody a seat.

    Raises:
        Unseen, Denied: she may not.
        Refused: the person is none of the organisation's, audits it, or sits there already.
    """
    return take(locks.committee(uid, by, "run"), person_id, chairs=False, by=by, field="person")


def take(committee: Committee, person_id: int, *, chairs: bool, by: Actor, field: str) -> Seat:
    """Give somebody a seat, in the transaction of an action that holds the committee.

    Raises:
        Refused: as `seat`; the sentence belongs to `field`.
    """
    member = identity.colleagues(committee.organisation_id).filter(person=person_id).first()
    if member is None:
        raise Refused(_("Choose somebody of your organisation."), field)
    if member.role == Role.AUDITOR.value:
        raise Refused(_("Auditors look at what a committee does and sit in none. Choose somebody else."), field)
    if committee.seats.filter(person=person_id, left_at=None).exists():
        raise Refused(_("%(name)s sits there already.") % {"name": member.person.name}, field)
    if committee.seats.filter(left_at=None).count() >= MOST:
        raise Refused(_("At most %(n)s sit in one committee.") % {"n": MOST}, field)
    row = _open(committee, person_id, chairs=chairs)
    ledger.record(
        events.SeatTaken(
            by=by, owner_id=committee.organisation_id, committee_id=committee.pk, person_id=person_id, chairs=chairs
        )
    )
    return row


@transaction.atomic
def unseat(uid: str, person_id: int, *, by: Actor) -> Seat:
    """End somebody's seat. Her votes on open questions count no more; those that were counted stay.

    Raises:
        Unseen, Denied: she may not.
        Refused: nobody such sits there, she chairs it, or fewer would stay than decide.
    """
    committee = locks.committee(uid, by, "run")
    row = _sitting(committee, person_id)
    if row.chairs:
        raise Refused(_("This member chairs the committee. Give the chair to another one first."))
    if committee.seats.filter(left_at=None).count() - 1 < committee.quorum:
        raise Refused(_("Fewer would stay than have to vote. Name another member first, or change the quorum."))
    _end(row)
    ledger.record(
        events.SeatLeft(by=by, owner_id=committee.organisation_id, committee_id=committee.pk, person_id=person_id)
    )
    return row


@transaction.atomic
def make_chair(uid: str, person_id: int, *, by: Actor) -> Seat:
    """Give the chair to another member. Both begin a new seat, so that who chaired when stays to be read.

    Raises:
        Unseen, Denied: she may not.
        Refused: nobody such sits there now, or she chairs it already.
    """
    committee = locks.committee(uid, by, "run")
    row = _sitting(committee, person_id)
    if row.chairs:
        raise Refused(_("This member chairs it already."))
    if not Seat.objects.live().filter(pk=row.pk).exists():
        raise Refused(_("Choose somebody of your organisation."))
    before = committee.seats.filter(left_at=None, chairs=True).first()
    if before is not None:
        _end(before)
        _open(committee, before.person_id, chairs=False)
    _end(row)
    given = _open(committee, person_id, chairs=True)
    ledger.record(
        events.ChairGiven(
            by=by,
            owner_id=committee.organisation_id,
            committee_id=committee.pk,
            before=before.person_id if before else None,
            after=person_id,
        )
    )
    return given


def _sitting(committee: Committee, person_id: int) -> Seat:
    row = committee.seats.filter(person=person_id, left_at=None).first()
    if row is None:
        raise Refused(_("Nobody such sits in this committee."))
    return row


def _open(committee: Committee, person_id: int, *, chairs: bool) -> Seat:
    return Seat.objects.create(
        committee=committee,
        person_id=person_id,
        organisation_id=committee.organisation_id,
        chairs=chairs,
        since=clock.now(),
    )


def _end(row: Seat) -> None:
    row.left_at = clock.now()
    row.save(update_fields=["left_at"])
