"""Saying how an item stands to another one. Nothing of it is ever taken back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Refused
from kith.knowledge import events, inputs, locks, policy
from kith.knowledge.models import Item, Relation

SAID = (Relation.Kind.DERIVED, Relation.Kind.APPLIES, Relation.Kind.CONTRADICTS)  # by people; others follow from deeds


@transaction.atomic
def say(uid: str, kind: str, other_uid: str, *, by: Actor) -> Relation:
    """Say how an item stands to another one that the actor may see.

    Raises:
        Unseen, Denied: she may not change the item.
        Refused: no such relation or no such page, or the other one comes from this one already.
    """
    item = locks.item(uid, by, "edit")
    other = policy.items.scope(by).filter(uid=other_uid).first()
    if kind not in SAID:
        raise Refused(_("Say how it stands to the other page."), "kind")
    if other is None:
        raise Refused(_("There is no such page for you. Copy the address of one that you may see."), "other")
    if other.pk == item.pk:
        raise Refused(_("A page does not stand to itself."), "other")
    if Relation.objects.filter(item=other, kind=kind, other=item).exists():
        raise Refused(_("It is said already that the other page stands so to this one."), "other")
    return put(item, Relation.Kind(kind), other, by=by)


def put(item: Item, kind: Relation.Kind, other: Item, *, by: Actor) -> Relation:
    """Say in the caller's transaction that `item` stands so to `other`; saying it again changes nothing."""
    row, fresh = Relation.objects.get_or_create(
        item=item, kind=kind, other=other, defaults={"made_at": clock.now(), "made_by_id": by.person}
    )
    if fresh:
        ledger.record(
            events.ItemsRelated(
                by=by, owner_id=item.organisation_id, item_id=item.pk, kind=kind.value, other_id=other.pk
            )
        )
        if kind in Relation.HEREDITARY and _brings(item, other):
            inputs.rebind(item.pk, by=by)
    return row


def _brings(item: Item, other: Item) -> bool:
    """Whether somebody's confidential knowledge may come into an item with another one, which is locked for that."""
    other = Item.objects.select_for_update(of=("self",)).get(pk=other.pk)
    foreign = other.organisation_id != item.organisation_id and other.classification > Classification.PUBLIC
    return foreign or other.bound_to is not None
