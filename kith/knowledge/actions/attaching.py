"""Attachments: stored first, then named; a file cut off in the middle is never attached."""

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.files import extract, images, kind, store
from kith.knowledge import events, indexing, locks
from kith.knowledge.models import Attachment, Item

MOST_TEXT = 2_000_000  # characters of an attachment that search reads


def clean_name(name: str) -> str:
    """A file name safe to show and to send: no folders, no control or direction marks, at most 200 characters.

    Raises:
        Refused: nothing is left of it.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    plain = plain.strip(" .")
    if not plain:
        raise Refused(_("This file has no usable name."), "file")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else plain[:200]


def attach(uid: str, name: str, chunks: Iterable[bytes], *, by: Actor) -> Attachment:
    """Add a file to an item.

    Images are kept without their metadata (place, camera, author). The bytes are taken in before the transaction, so
    that a slow upload holds no lock.

    Raises:
        Refused: no name, empty, too large, not storable, or an image that cannot be read.
    """
    shown_name = clean_name(name)
    kept = store.keep(chunks)
    return add_stored(uid, shown_name, kept, by=by)


def add_stored(uid: str, name: str, kept: store.Stored, *, by: Actor) -> Attachment:
    """Name a stored file as an item's attachment."""
    with kept.path.open("rb") as file:
        found = kind.sniff(file.read(kind.HEAD), name)
    if found.safe_inline:
        kept = _without_metadata(kept)
    text = extract.text_of(kept.path, found.media_type)
    with transaction.atomic():
        item = locks.item(uid, by, "edit")
        return _record(item, name, kept, found.media_type, text, by)


def _without_metadata(kept: store.Stored) -> store.Stored:
    cleaned = kept.path.with_suffix(".clean")
    try:
        images.clean(kept.path, cleaned)
        with cleaned.open("rb") as file:
            return store.keep(iter(lambda: file.read(1 << 20), b""))
    except images.Refused as error:
        raise Refused(str(error.args[0]), "file") from error
    finally:
        cleaned.unlink(missing_ok=True)


def _record(item: Item, name: str, kept: store.Stored, media_type: str, text: extract.Extract, by: Actor) -> Attachment:
    attachment = Attachment.objects.create(
        item=item,
        name=name,
        media_type=media_type,
        size=kept.size,
        sha256=kept.sha256,
        text=text.text[:MOST_TEXT].replace("\x00", ""),
        text_note=str(text.note or ""),
        added_at=clock.now(),
        added_by_id=by.person,
    )
    indexing.put(item)
    ledger.record(
        events.AttachmentAdded(by=by, owner_id=item.organisation_id, item_id=item.pk, attachment_id=attachment.pk)
    )
    return attachment


@transaction.atomic
def detach(uid: str, attachment_uid: str, *, by: Actor) -> None:
    """Take an attachment away from an item."""
    item = locks.item(uid, by, "edit")
    attachment = item.attachments.filter(uid=attachment_uid, removed_at=None).first()
    if attachment is None:
        raise Unseen("Attachment")
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    indexing.put(item)
    ledger.record(
        events.AttachmentRemoved(by=by, owner_id=item.organisation_id, item_id=item.pk, attachment_id=attachment.pk)
    )
