"""Taking hold of rows for a change, in the actor's sight."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.models import Item, Space


def item(uid: str, by: Actor, ability: str) -> Item:
    """The item, locked until the transaction ends, if the actor may do this with it.

    Raises:
        Unseen: there is none for her.
        Denied: she may see it, but not do this.
    """
    return _may(Item.objects.select_for_update(of=("self",)).select_related("space", "current"), uid, by, ability)


def check_item(uid: str, by: Actor, ability: str) -> None:
    """Stop, without a lock, whoever may not do this with the item: before work that a refusal would make useless.

    Raises:
        Unseen, Denied: as `item`.
    """
    _may(Item.objects.all(), uid, by, ability)


def _may(rows: QuerySet[Item], uid: str, by: Actor, ability: str) -> Item:
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Unseen("Item")
    policy.items.require(by, ability, found)
    return found


def place(uid: str, by: Actor, *others: str) -> Item:
    """The item, locked to be moved or binned: with its space and the others, by their ids, so that nobody puts a page
    into its tree, or moves one into it, meanwhile. Spaces are locked in one order, and before any item.

    Raises:
        Unseen, Denied: as `item`.
        Refused: somebody moved it into another space at this moment.
    """
    held = {*Item.objects.filter(uid=uid).values_list("space__uid", flat=True), *others}
    list(Space.objects.select_for_update().filter(uid__in=held).order_by("pk"))
    found = item(uid, by, "arrange")
    if found.space.uid not in held:
        raise Refused(_("Somebody has moved it a moment ago. Look where it stands now."))
    return found


def space(uid: str, by: Actor, ability: str) -> Space:
    """The space, locked until the transaction ends, if the actor may do this with it."""
    found = Space.objects.select_for_update().filter(uid=uid).first()
    if found is None:
        raise Unseen("Space")
    policy.spaces.require(by, ability, found)
    return found
