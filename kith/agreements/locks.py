"""Taking hold of an agreement for a change."""

from kith.agreements import policy
from kith.agreements.models import Agreement
from kith.core.actor import Actor
from kith.core.errors import Unseen


def agreement(uid: str, by: Actor, ability: str) -> Agreement:
    """The agreement, locked until the transaction ends, if the actor may do this with it.

    Raises:
        Unseen: there is none for her.
        Denied: she may see it, but not do this.
    """
    found = (
        Agreement.objects.select_for_update(of=("self",)).select_related("basis", "partnership").filter(uid=uid).first()
    )
    if found is None:
        raise Unseen("Agreement")
    policy.agreements.require(by, ability, found)
    return found
