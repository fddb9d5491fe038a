"""Saying how an item stands to another one. Nothing of it is ever taken back."""

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.knowledge import events
from kith.knowledge.models import Item, Relation


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
    return row
