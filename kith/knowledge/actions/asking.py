"""Asking for access. The answer to the asker is always the same; what happens behind it, she cannot tell."""

import re

from django.db import transaction

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import events, policy
from kith.knowledge.models import AccessRequest, Item

ITEM_ADDRESS = re.compile(r"^/items/([0-9a-z]{12})(?:/|$)")


@transaction.atomic
def ask(address: str, reason: str, *, by: Actor) -> None:
    """Bring the question to the owner of whatever stands at `address`, if anything does.

    Nothing is returned, whether or not there was something. Asking twice is asking once.
    """
    match = ITEM_ADDRESS.match(address)
    item = Item.objects.filter(uid=match[1], binned_at=None).first() if match else None
    if item is None or not by.present or policy.items.can(by, "see", item):
        return
    _row, fresh = AccessRequest.objects.get_or_create(
        item=item,
        person_id=by.person,
        organisation_id=by.organisation,
        answered_at=None,
        defaults={"reason": reason.replace("\x00", "").strip()[:1000], "asked_at": clock.now()},
    )
    if fresh:
        ledger.record(events.AccessAsked(by=by, owner_id=item.organisation_id, item_id=item.pk))


@transaction.atomic
def put_aside(pk: int, *, by: Actor) -> None:
    """Close a request; letting the person in, if at all, is done by sharing."""
    row = AccessRequest.objects.select_for_update().filter(pk=pk, item__owner=by.person_id, answered_at=None).first()
    if row is None or not policy.items.can(by, "govern", row.item):
        raise Unseen("AccessRequest")
    row.answered_at = clock.now()
    row.save(update_fields=["answered_at"])
    ledger.record(
        events.AccessRequestAnswered(by=by, owner_id=row.item.organisation_id, item_id=row.item_id, request_id=row.pk)
    )
