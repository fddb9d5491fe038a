"""Attachments: stored first, then named; a file cut off in the middle is never attached."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, ids
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.files import extract, images, kind, store
from kith.knowledge import events, indexing, inputs, locks
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


@dataclass(frozen=True)
class Prepared:
    """A file in the store, with what it is and the words in it; not yet anybody's attachment."""

    kept: store.Stored
    media_type: str
    text: str
    note: str


def prepare(name: str, chunks: Iterable[bytes]) -> Prepared:
    """Take a file in, outside of any transaction, so that a slow upload holds no lock.

    Images are kept without their metadata (place, camera, author).

    Raises:
        Refused: empty, too large, not storable, or an image that cannot be read.
    """
    kept = store.keep(chunks, lambda came, cleaned: _without_metadata(name, came, cleaned))
    found = _kind_of(kept, name)
    text = extract.text_of(kept, found.media_type)
    return Prepared(kept, found.media_type, text.text[:MOST_TEXT].replace("\x00", ""), str(text.note or ""))


def attach(uid: str, name: str, chunks: Iterable[bytes], *, by: Actor) -> Attachment:
    """Add a file to an item.

    Raises:
        Unseen, Denied: the item is not hers to change; nothing is stored then.
        Refused: no name, empty, too large, not storable, or an image that cannot be read.
    """
    locks.check_item(uid, by, "edit")  # before anything is stored
    shown_name = clean_name(name)
    prepared = prepare(shown_name, chunks)
    with transaction.atomic():
        item = locks.item(uid, by, "edit")
        attachment = record(item, shown_name, prepared, by=by)
        indexing.put(item)
        inputs.wrote(item, by=by)
        return attachment


def _kind_of(source: extract.Openable, name: str) -> kind.Kind:
    with source.open("rb") as file:
        return kind.sniff(file.read(kind.HEAD), name)


def _without_metadata(name: str, came: Path, cleaned: Path) -> bool:
    """Write a picture without its metadata; whether it is one."""
    if not _kind_of(came, name).safe_inline:
        return False
    try:
        images.clean(came, cleaned)
    except images.Refused as error:
        raise Refused(str(error.args[0]), "file") from error
    return True


def record(
    item: Item,
    name: str,
    prepared: Prepared,
    *,
    by: Actor,
    source: tuple[str, str] = ("", ""),
    uid: str | None = None,
) -> Attachment:
    """Name a prepared file as an attachment of a locked item, in the caller's transaction; search is told apart.

    Args:
        uid: the id that it has elsewhere and keeps here.
    """
    attachment = Attachment.objects.create(
        uid=uid or ids.new(),
        item=item,
        name=name,
        media_type=prepared.media_type,
        size=prepared.kept.size,
        sha256=prepared.kept.sha256,
        text=prepared.text,
        text_note=prepared.note[:300],
        added_at=clock.now(),
        added_by_id=by.person,
        source_key=source[0],
        source_sha256=source[1],
    )
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
    retire(item, attachment, by=by)
    indexing.put(item)


def retire(item: Item, attachment: Attachment, *, by: Actor) -> None:
    """Take an attachment away from a locked item, in the caller's transaction; search is told apart."""
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    ledger.record(
        events.AttachmentRemoved(by=by, owner_id=item.organisation_id, item_id=item.pk, attachment_id=attachment.pk)
    )


def bring_back(item: Item, attachment: Attachment, *, by: Actor) -> None:
    """Give a locked item an attachment again that was taken away, in the caller's transaction."""
    attachment.removed_at = None
    attachment.save(update_fields=["removed_at"])
    ledger.record(
        events.AttachmentAdded(by=by, owner_id=item.organisation_id, item_id=item.pk, attachment_id=attachment.pk)
    )
