"""Leaving: a membership ends, and with it everything she held open, in the same transaction."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import events
from kith.identity.models import Membership, Person


@transaction.atomic
def deactivate(membership_id: int, *, by: Actor) -> Membership:
    """End somebody's membership; if it was her last, her account sleeps and all her sessions end.

    Raises:
        Unseen: no such member of the actor's organisation.
        Refused: she is the last owner.
    """
    membership = (
        Membership.objects.select_for_update()
        .filter(pk=membership_id, organisation=by.organisation_id, ended_at=None)
        .first()
    )
    if membership is None:
        raise Unseen("Membership")
    if not by.keeps or (membership.role == Role.OWNER.value and by.role is not Role.OWNER):
        raise Denied(_("Only an owner can do this."), ability="deactivate", kind="membership", object_id=membership.pk)
    owners = Membership.objects.filter(organisation=by.organisation_id, role=Role.OWNER.value, ended_at=None)
    if membership.role == Role.OWNER.value and owners.count() == 1:
        raise Refused(_("An organisation needs an owner. Make somebody else owner first."))
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    membership.teams.clear()
    end_sessions(membership.person)
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


def end_sessions(person: Person) -> int:
    """Sign a person out everywhere, in the caller's transaction; how many sessions ended."""
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return int(UserSession.objects.filter(user=person).delete()[0])
