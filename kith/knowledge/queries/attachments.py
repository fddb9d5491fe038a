"""Fetching an attachment: the item decides who may, and every fetch from outside is recorded before a byte leaves."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Unseen
from kith.files import store
from kith.knowledge import policy, sight
from kith.knowledge.models import Attachment, Item
from kith.knowledge.queries import showing

INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp"}
AS_THEY_ARE = INLINE | {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "text/plain",
    "audio/mpeg",  # players take only what is called what it is
    "audio/wav",
    "audio/ogg",
    "audio/flac",
    "audio/mp4",
    "audio/webm",
}


class Held(Protocol):
    """A file that lies in the store: an attachment, or a session's recording."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Fetched:
    """A file that the actor may have, and how it is safe to serve."""

    attachment: Held

    @property
    def name(self) -> str:
        """What the file is called when it is saved: how closely its page is held stands in the name of what is not for
        everybody, so that it goes with the file. Its bytes are those that were attached."""
        held, item = self.attachment, getattr(self.attachment, "item", None)
        if item is None or item.classification <= Classification.INTERNAL:
            return held.name
        path = PurePosixPath(held.name)
        return f"{path.stem} ({item.get_classification_display()}){path.suffix}"

    def open(self) -> BinaryIO:
        """Its bytes, from the beginning; any place in them can be sought."""
        return store.opened(self.attachment.sha256)

    @property
    def inline(self) -> bool:
        """Whether it may be shown in the page: pictures only."""
        return self.attachment.media_type in INLINE

    @property
    def served_as(self) -> str:
        """Its content type; what a browser might run is served as plain bytes."""
        kind = self.attachment.media_type
        return kind if kind in AS_THEY_ARE else "application/octet-stream"


def fetch(uid: str, by: Actor) -> Fetched:
    """An attachment of an item that the actor may see.

    Raises:
        Unseen: there is none for her.
    """
    view = sight.of(by)
    visible = Item.objects.filter(policy.open_to(view))
    found = Attachment.objects.filter(uid=uid, removed_at=None, item__in=visible).select_related("item").first()
    if found is None:
        raise Unseen("Attachment")
    showing.record(view, Exposure.Channel.DOWNLOAD, [found.item], attachment_id=found.pk)
    return Fetched(found)
