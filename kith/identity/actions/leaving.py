"""Leaving: a membership ends, and with it everything she held open, in the same transaction."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import events, sessions
from kith.identity.models import Membership, Person


@transaction.atomic
def deactivate(membership_id: int, *, by: Actor) -> Membership:
    """End somebody's membership; if it was her last, her account sleeps and all her sessions end.

    Raises:
        Unseen: no such member of the actor's organisation.
        Refused: she is the last owner.
    """
    membership = _held(membership_id, by)
    if not by.keeps or (membership.role == Role.OWNER.value and by.role is not Role.OWNER):
        raise Denied(_("Only an owner can do this."), ability="deactivate", kind="membership", object_id=membership.pk)
    return _end(membership, by)


@transaction.atomic
def end_all(person: Person, *, by: Actor) -> None:
    """End all memberships of somebody who is to be forgotten.

    Raises:
        Refused: she is the last owner of one of them.
    """
    for membership in Membership.objects.select_for_update().filter(person=person, ended_at=None).order_by("pk"):
        _end(membership, by)


def _end(membership: Membership, by: Actor) -> Membership:
    _keep_an_owner(membership)
    _end_sessions(membership, by)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    membership.teams.clear()
    membership.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    if not membership.person.memberships.filter(ended_at=None).exists():
        Person.objects.filter(pk=membership.person_id).update(is_active=False)
    ledger.record(
        events.MemberDeactivated(
            by=by,
            owner_id=membership.organisation_id,
            membership_id=membership.pk,
            person_id=membership.person_id,
        )
    )
    return membership


def _end_sessions(membership: Membership, by: Actor) -> None:
    """End her sessions: all of them, but by a directory only those of its own organisation while she has other seats.

    What is left opens nothing there: who she is, and where, is asked anew at every request.
    """
    elsewhere = membership.person.memberships.filter(ended_at=None).exclude(pk=membership.pk)
    if by.is_directory and elsewhere.exists():
        sessions.end_in(membership.person, membership.organisation_id)
    else:
        sessions.end_all(membership.person)


@transaction.atomic
def change_role(membership_id: int, role: Role, *, by: Actor) -> Membership:
    """Give a colleague another role. What she may see and do follows at once; she signs in anew.

    An owner does it; the organisation's directory may too, but it makes no owners and touches none.

    Raises:
        Unseen: no such member of the actor's organisation.
        Denied: the actor may not.
        Refused: she is the last owner.
    """
    membership = _held(membership_id, by)
    among_others = by.is_directory and Role.OWNER.value not in {membership.role, role.value}
    if by.role is not Role.OWNER and not among_others:
        raise Denied(_("Only an owner changes roles."), ability="change", kind="membership", object_id=membership.pk)
    if role is not Role.OWNER:
        _keep_an_owner(membership)
    membership.role = role.value
    membership.save(update_fields=["role"])
    if membership.person_id != by.person_id:  # she signs in anew: a session that somebody else holds dies here
        _end_sessions(membership, by)
    ledger.record(
        events.RoleChanged(
            by=by,
            owner_id=membership.organisation_id,
            membership_id=membership.pk,
            person_id=membership.person_id,
            role=role.value,
        )
    )
    return membership


def _held(membership_id: int, by: Actor) -> Membership:
    found = (
        Membership.objects.select_for_update()
        .filter(pk=membership_id, organisation=by.organisation_id, ended_at=None)
        .first()
    )
    if found is None:
        raise Unseen("Membership")
    return found


def _keep_an_owner(membership: Membership) -> None:
    """Stop when an organisation would be left without an owner."""
    owners = Membership.objects.filter(organisation=membership.organisation_id, role=Role.OWNER.value, ended_at=None)
    if membership.role == Role.OWNER.value and owners.count() == 1:
        raise Refused(_("An organisation needs an owner. Make somebody else owner first."))
