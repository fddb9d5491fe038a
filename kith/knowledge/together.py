"""Items as shared documents: who writes in them, what they begin with, and how their text becomes draft and version.

The shared document of an item is its working text, for as long as the item lives. A draft row says that it differs from
what is published; versions are taken from it, and what is published in another way is brought into it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from kith.audit import ledger
from kith.audit.models import Exposure
from kith.collab import hub, store
from kith.collab.doors import Door, Shared, uid
from kith.collab.store import Change
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.classification import Classification
from kith.core.errors import Unseen
from kith.core.prepared import Prepared, PreparedObjects, number, several_texts, text, texts
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.knowledge import bodies, events, policy, sight
from kith.knowledge.models import Draft, Item
from kith.knowledge.queries import showing
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


KEPT_OUTSIDE = Classification.PARTNER  # the most closely held texts of others of which a browser keeps copies


def may_keep(item: Item, by: Actor) -> bool:
    """Whether somebody's browser may keep a copy of an item's text while she writes in it."""
    return item.organisation_id == by.organisation_id or item.classification <= KEPT_OUTSIDE


def keepable(documents: list[str], by: Actor) -> list[str]:
    """Those of the documents of which her browser may go on keeping a copy: she may still write in them."""
    uids = [uid(key) for key in documents[:MANY] if key.startswith(f"{KIND}:")]
    found = Item.objects.filter(policy.editable(sight.of(by)), uid__in=uids, binned_at=None)
    return [document(item) for item in found if may_keep(item, by)]


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
    if item is None or item.final_at or person_id is None:
        return
    by = _writer(person_id, item)
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
    draft.saves, draft.saved_at, draft.saved_by_id = draft.saves + 1, clock.now(), person_id
    draft.save()
    ledger.record(events.DraftSaved(by=by, owner_id=item.organisation_id, item_id=item.pk, save=draft.saves))


def _writer(person_id: int, item: Item) -> Actor:
    """As whom somebody wrote in an item: for its own organisation if she belongs to it, else for the one whose people
    may write in it too. What she wrote while she might is kept when she no longer may: then for any of hers."""
    seats = [seat.actor for seat in identity.seats_of(Person.objects.get(pk=person_id), via="together")]
    seats.sort(key=lambda actor: actor.organisation_id != item.organisation_id)
    return next((actor for actor in seats if policy.items.can(actor, "edit", item)), seats[0] if seats else SYSTEM)


def _entered(actor: Actor, uid: str) -> None:
    """Write down that somebody of another organisation is shown the text, before she is."""
    view = sight.of(actor)
    if any(door.joint for door in view.reach.doors):
        values = {"uid": uid, "own": actor.organisation_id}
        showing.record(view, Exposure.Channel.READ, _THEIRS.all(view.outline, view.outline.values | values))


_THEIRS = PreparedObjects(
    lambda view: Item.objects.filter(policy.editable(view), uid=text("uid")).exclude(organisation=number("own"))
)


DOOR = Door(writable=_writable, begin=_begin, settled=_settled, entered=_entered)
