"""Who sees to a provider: the owners of the organisation whose people sign in by it."""

from django.db.models import Q

from kith.core.actor import Actor, Role
from kith.core.errors import Unseen
from kith.identity import queries as identity
from kith.identity.models import Membership
from kith.signons.models import Provider


def require_owner(actor: Actor) -> None:
    """Stop unless she is an owner.

    Raises:
        Unseen: she is none.
    """
    if not actor.present or actor.role is not Role.OWNER:
        raise Unseen("Provider")


def may_go_inside(organisation_id: int) -> bool:
    """Whether what the operator lists is open to an organisation: only to the one that founded the installation."""
    return organisation_id == identity.founder()


def belongs(person_id: int, provider: Provider) -> bool:
    """Whether somebody may sign in by a provider: she belongs to its organisation now."""
    seat = Q(person=person_id, organisation=provider.organisation_id, ended_at=None, person__is_active=True)
    return Membership.objects.filter(seat).exists()
