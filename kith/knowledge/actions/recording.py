"""What an item says in the form of its kind, making it final, and beginning what supersedes it."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.audit.facts import canonical
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Stale, Unseen
from kith.knowledge import bodies, events, indexing, inputs, kinds, locks, policy, together
from kith.knowledge.actions import relating, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Draft, Item, Record, Relation


@transaction.atomic
def save(uid: str, data: dict[str, Any], *, by: Actor, shown_saves: int) -> Record:
    """Keep what an item says in the form of its kind, on top of the save that was shown (0: none yet).

    Raises:
        Unseen: items of this kind say nothing but their text.
        Stale: somebody saved since.
    """
    item = locks.item(uid, by, "edit")
    if kinds.of(item.kind).record is None:
        raise Unseen("Record")
    record = Record.objects.select_for_update().filter(item=item).first() or Record(item=item)
    if record.saves != shown_saves:
        raise Stale(uid)
    record.data, record.saves = data, shown_saves + 1
    record.saved_at, record.saved_by_id = clock.now(), by.person
    record.save()
    record.writers.add(by.person)
    inputs.wrote(item, by=by)
    item.changed_at = record.saved_at
    item.save(update_fields=["changed_at"])
    indexing.put(item)
    ledger.record(events.RecordSaved(by=by, owner_id=item.organisation_id, item_id=item.pk, save=record.saves))
    return record


@transaction.atomic
def make_final(uid: str, *, by: Actor) -> Item:
    """Make an item final: a decision is accepted. From then on nothing of it changes.

    Raises:
        Refused: it is not published, its draft says something else, or its record is not complete.
    """
    item = locks.item(uid, by, "arrange")
    kind = kinds.of(item.kind)
    if kind.record is None or kind.record.check is None:
        raise Unseen("Record")
    if item.current is None or not _is_published(item):
        raise Refused(_("Publish the text first: what is accepted is what readers see."))
    record = Record.objects.filter(item=item).first()
    data = record.data if record else {}
    kind.record.check(data)
    item.final_at, item.final_by_id = clock.now(), by.person
    item.save(update_fields=["final_at", "final_by"])
    said = hashlib.sha256(canonical({"text": item.current.sha256, "record": data}).encode()).hexdigest()
    ledger.record(
        events.ItemMadeFinal(
            by=by, owner_id=item.organisation_id, item_id=item.pk, version_id=item.current.pk, sha256=said
        )
    )
    return item


def _is_published(item: Item) -> bool:
    """Whether nobody has written anything that its readers do not have."""
    if Draft.objects.filter(item=item).exists():
        return False
    text = together.text_of(item)
    current = item.current
    return (
        text is None or current is None or (current.title, current.sha256) == (text[0], bodies.from_doc(text[1]).sha256)
    )


@transaction.atomic
def supersede(uid: str, *, by: Actor) -> Item:
    """Begin the item that takes the place of a final one, with its title, text and options; the old one stays.

    Raises:
        Unseen: there is none for her.
        Refused: it is not final, or what supersedes it has been begun.
    """
    old = policy.items.scope(by).select_related("space", "parent", "current", "record").filter(uid=uid).first()
    if old is None or old.current is None:
        raise Unseen("Item")
    locks.space(old.space.uid, by, "write")  # who only reads is not told what has been begun
    if old.final_at is None:
        raise Refused(_("It is not accepted yet: change it as it is."))
    if Relation.objects.filter(other=old, kind=Relation.Kind.SUPERSEDES, item__binned_at=None).exists():
        raise Refused(_("What supersedes it has been begun already."))
    parent = old.parent.uid if old.parent and policy.items.can(by, "edit", old.parent) else None
    record = kinds.of(old.kind).record
    words = Words(old.title, bodies.to_markdown(old.current.body))
    item = writing.begin(
        old.space.uid, words, by=by, parent_uid=parent, kind=old.kind, classification=old.classification
    )
    now, begun = clock.now(), record.anew(old.record.data) if record and record.anew else {}
    row = Record.objects.create(item=item, data=begun, saves=1, saved_at=now, saved_by_id=by.person)
    row.writers.add(by.person)
    relating.put(item, Relation.Kind.SUPERSEDES, old, by=by)
    return item
