"""Moving, reclassifying, binning. What opens or closes by it is computed by `effects` before anybody confirms.

Each deed is one transaction, however many pages it touches. Of many a worker takes care: see `arrangements`.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Refused
from kith.identity import queries as identity
from kith.knowledge import events, indexing, inputs, locks, policy, tree
from kith.knowledge.indexing import Tick
from kith.knowledge.models import Item


@transaction.atomic
def move(
    uid: str, *, by: Actor, space_uid: str, parent_uid: str | None = None, tick: Tick = lambda _done: None
) -> Item:
    """Put an item and all below it elsewhere in its organisation.

    Args:
        tick: told of how many pages search knows where they stand now.

    Raises:
        Refused: into itself, into another organisation, or too deep.
    """
    item = locks.place(uid, by, space_uid)
    space = locks.space(space_uid, by, "write")
    if space.organisation_id != item.organisation_id:
        raise Refused(_("An item stays with its organisation. Share it instead."))
    parent = None
    if parent_uid:
        parent = policy.items.scope(by, "edit").filter(uid=parent_uid, space=space, binned_at=None).first()
        if parent is None:
            raise Refused(_("The page to put it under is not there any more."), "parent")
    tree.relocate(item, parent=parent, space_id=space.pk)
    indexing.put_subtree(item, tick)
    ledger.record(
        events.ItemMoved(
            by=by,
            owner_id=item.organisation_id,
            item_id=item.pk,
            space_id=space.pk,
            parent_id=parent.pk if parent else None,
        )
    )
    return item


@transaction.atomic
def classify(uid: str, level: int, *, by: Actor) -> Item:
    """Change how closely an item is held. Doors whose ceiling is lower shut at once."""
    item = locks.item(uid, by, "govern")
    before = item.classification
    item.classification = Classification(level)
    item.save(update_fields=["classification"])
    if Classification.PUBLIC in (before, item.classification):  # what is public binds nobody
        inputs.rebind(item.pk, by=by)
    indexing.put(item)
    ledger.record(
        events.ItemReclassified(
            by=by, owner_id=item.organisation_id, item_id=item.pk, before=before, after=item.classification
        )
    )
    return item


@transaction.atomic
def give_to(uid: str, owner_id: int, *, by: Actor) -> Item:
    """Make somebody else of the organisation the item's owner."""
    item = locks.item(uid, by, "govern")
    if not identity.belongs(owner_id, item.organisation_id):
        raise Refused(_("An item needs an owner who belongs to your organisation."), "owner")
    before, item.owner_id = item.owner_id, owner_id
    item.save(update_fields=["owner"])
    indexing.put(item)
    ledger.record(
        events.ItemOwnerChanged(by=by, owner_id=item.organisation_id, item_id=item.pk, before=before, after=owner_id)
    )
    return item


@transaction.atomic
def bin_item(uid: str, *, by: Actor, tick: Tick = lambda _done: None) -> int:
    """Put an item and all below it into the bin; how many went. What lay there before stays as it lies.

    Raises:
        Refused: something below it is final.
    """
    item = locks.place(uid, by)
    going = Item.objects.filter(**tree.below(item), binned_at=None)
    if going.filter(final_at__isnull=False).exists():  # which it is, is not said: she may not see it
        raise Refused(_("A decision below it is accepted for good. It does not go into the bin, nor what holds it."))
    ids = list(going.values_list("pk", flat=True))
    going.update(binned_at=clock.now(), binned_by=by.person_id)
    indexing.put_subtree(item, tick)
    ledger.record_all([events.ItemBinned(by=by, owner_id=item.organisation_id, item_id=pk) for pk in ids])
    return len(ids)


@transaction.atomic
def take_back(uid: str, *, by: Actor, tick: Tick = lambda _done: None) -> Item:
    """Take an item out of the bin, and what went into it with it; to the root of its space when what it stood under is
    still in the bin."""
    item = locks.place(uid, by)
    if item.binned_at is None:
        raise Refused(_("It is not in the bin."))
    if item.parent is not None and item.parent.binned_at is not None:
        tree.relocate(item, parent=None, space_id=item.space_id)
    together = Item.objects.filter(**tree.below(item), binned_at=item.binned_at)
    ids = list(together.values_list("pk", flat=True))
    together.update(binned_at=None, binned_by=None)
    indexing.put_subtree(item, tick)
    ledger.record_all([events.ItemTakenBack(by=by, owner_id=item.organisation_id, item_id=pk) for pk in ids])
    item.refresh_from_db(fields=["binned_at", "binned_by"])
    return item
