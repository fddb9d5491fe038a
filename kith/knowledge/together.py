"""Items as shared documents: who writes in them, what they begin with, and how their text becomes draft and version.

The shared document of an item is its working text, for as long as the item lives. A draft row says that it differs from
what is published; versions are taken from it, and what is published in another way is brought into it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from kith.audit import ledger
from kith.collab import hub, store
from kith.collab.doors import Door, Shared
from kith.collab.store import Change
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.core.prepared import Prepared, several_texts, texts
from kith.identity import queries as identity
from kith.knowledge import bodies, events, policy, sight
from kith.knowledge.models import Draft, Item
from kith.prose import shared

KIND = "item"


def document(item: Item) -> str:
    """The key of an item's shared document."""
    return f"{KIND}:{item.uid}"


def text_of(item: Item) -> tuple[str, dict[str, Any]] | None:
    """Title and body of an item's shared document as they stand; None when nobody has opened it yet.

    Raises:
        Refused: it is larger than an item may be.
    """
    if not store.exists(document(item)):
        return None
    kept = store.load(document(item)).shared
    return shared.title(kept), bodies.from_doc(shared.raw(kept)).doc


def writers(item: Item, since: datetime | None) -> list[int]:
    """Who has written in an item's shared document after that moment."""
    return store.hands(document(item), since)


def bring(item: Item, title: str, doc: Callable[[], dict[str, Any]], *, by: Actor) -> None:
    """Bring an item's shared document to a text that was written elsewhere, in the caller's transaction.

    Those who write in it just now see it change under their carets, and keep what they type in other blocks. Nothing is
    read or written where nobody has opened the document yet.

    Args:
        doc: gives the body, canonical.
    """
    key = document(item)
    if not store.exists(key):
        return
    kept = store.load(key).shared
    before = kept.get_state()
    if shared.set_title(kept, title) | shared.replace(kept, doc()):
        store.append([Change(key, kept.get_update(before), by.person_id)])
        hub.changed(key)


def _writable(actor: Actor, uids: list[str]) -> set[str]:
    view = sight.of(actor)
    found: set[str] = set()
    for at in range(0, len(uids), MANY):
        part = uids[at : at + MANY]
        count, values = several_texts("uid", part)
        found |= {uid for (uid,) in _WRITABLE.rows((view.outline, count), view.outline.values | values)}
    return found


MANY = 50  # documents that are asked for at a time
_WRITABLE = Prepared(
    lambda shape: Item.objects.filter(
        policy.editable(shape[0]), uid__in=texts("uid", shape[1]), binned_at=None
    ).values_list("uid")
)


def _begin(uid: str) -> Shared:
    item = Item.objects.select_related("current", "draft").filter(uid=uid).first()
    if item is None:
        raise Unseen("Item")
    draft: Draft | None = getattr(item, "draft", None)
    if draft is not None:
        return shared.begin(draft.title, bodies.from_markdown(draft.markdown).doc)
    return shared.begin(item.title, item.current.body if item.current else bodies.from_markdown("").doc)


@transaction.atomic
def _settled(uid: str, written: Shared, person_id: int | None) -> None:
    """Let the draft row say what the shared document says, and the ledger who wrote last."""
    item = (
        Item.objects.select_for_update(of=("self",)).select_related("current").filter(uid=uid, binned_at=None).first()
    )
    by = _writer(person_id, item) if item else None
    if item is None or by is None:
        return
    title, body = shared.title(written), bodies.from_doc(shared.raw(written))
    draft = Draft.objects.select_for_update().filter(item=item).first()
    if item.current and (title, body.sha256) == (item.current.title, item.current.sha256):
        if draft is not None:
            draft.delete()
        return
    draft = draft or Draft(item=item, based_on=item.current)
    markdown = bodies.to_markdown(body.doc)
    if (draft.title, draft.markdown) == (title, markdown):
        return
    draft.title, draft.markdown = title[:300], markdown
    draft.saves, draft.saved_at, draft.saved_by_id = draft.saves + 1, clock.now(), by.person
    draft.save()
    ledger.record(events.DraftSaved(by=by, owner_id=item.organisation_id, item_id=item.pk, save=draft.saves))


def _writer(person_id: int | None, item: Item) -> Actor | None:
    membership = identity.colleagues(item.organisation_id).filter(person=person_id).first()
    return identity.actor_for(membership.person, item.organisation_id, via="together") if membership else None


DOOR = Door(writable=_writable, begin=_begin, settled=_settled)
