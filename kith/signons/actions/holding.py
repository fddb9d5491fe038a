"""Taking hold of an organisation's provider before something is done with it."""

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.signons import policy
from kith.signons.models import Provider


def take(by: Actor) -> Provider:
    """Take hold of the provider of the actor's organisation, in the caller's transaction.

    Raises:
        Unseen: she is no owner, or there is none.
    """
    policy.require_owner(by)
    found = Provider.objects.standing().select_for_update().filter(organisation=by.organisation).first()
    if found is None:
        raise Unseen("Provider")
    return found
