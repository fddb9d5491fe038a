"""Taking hold of rows for a change, in the actor's sight."""

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import policy
from kith.knowledge.models import Item, Space


def item(uid: str, by: Actor, ability: str) -> Item:
    """The item, locked until the transaction ends, if the actor may do this with it.

    Raises:
        Unseen: there is none for her.
        Denied: she may see it, but not do this.
    """
    found = Item.objects.select_for_update(of=("self",)).select_related("space", "current").filter(uid=uid).first()
    if found is None:
        raise Unseen("Item")
    policy.items.require(by, ability, found)
    return found


def space(uid: str, by: Actor, ability: str) -> Space:
    """The space, locked until the transaction ends, if the actor may do this with it."""
    found = Space.objects.select_for_update().filter(uid=uid).first()
    if found is None:
        raise Unseen("Space")
    policy.spaces.require(by, ability, found)
    return found
