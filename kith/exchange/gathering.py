"""What goes into an export: the pages that somebody may see, each with all that a format needs of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kith.audit.models import Exposure
from kith.core.classification import HIGHEST_OUTSIDE
from kith.exchange.models import Export
from kith.files import store
from kith.knowledge import kinds, policy, tree
from kith.knowledge.models import Attachment, Item
from kith.knowledge.queries import references, rows, showing
from kith.knowledge.queries.audience import Under
from kith.knowledge.sight import Sight
from kith.prose.canonical import walk

BATCH = 100


@dataclass(frozen=True)
class Page:
    """One page on its way out."""

    item: Item
    doc: dict[str, Any]
    record: dict[str, Any]  # what it says in the form of its kind, as it is kept; empty where it says nothing
    record_lines: list[str]  # the same, as one reads it
    record_title: str
    attachments: tuple[Attachment, ...]
    under: tuple[Under, ...]  # for readers of another organisation: under what they have it
    vouched_by: str
    vouched_until: str


@dataclass
class Gathered:
    """All pages of an export, in the order of the tree, and the titles of what they name."""

    pages: list[Item]
    left_out: int
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def uids(self) -> set[str]:
        """The ids of the pages that are in it."""
        return {item.uid for item in self.pages}


def of(export: Export, view: Sight) -> Gathered:
    """The pages that an export holds: those of its scope that its reader may see now, published, and not held too
    closely to leave the house of another organisation."""
    found = list(
        _scope(export).filter(policy.seen(view)).select_related("space", "owner", "organisation").order_by("path")
    )
    kept = [item for item in found if not _too_close(item, view)]
    return Gathered(kept, len(found) - len(kept))


def _scope(export: Export) -> QuerySet[Item]:
    if export.scope == Export.Scope.SPACE:
        return Item.objects.filter(space=export.space_id)
    if export.item is None:
        return Item.objects.none()
    if export.scope == Export.Scope.TREE:
        return Item.objects.filter(**tree.below(export.item))
    return Item.objects.filter(pk=export.item.pk)


def _too_close(item: Item, view: Sight) -> bool:
    outside = item.organisation_id != view.actor.organisation_id
    return outside and item.classification > HIGHEST_OUTSIDE


def pages(gathered: Gathered, view: Sight) -> Iterator[Page]:
    """The pages, a batch of them at a time from the database; recorded as exported before they are handed on."""
    for start in range(0, len(gathered.pages), BATCH):
        ids = [item.pk for item in gathered.pages[start : start + BATCH]]
        items = list(
            Item.objects.filter(policy.seen(view), pk__in=ids)
            .select_related("space", "owner", "organisation", "current__author", "record")
            .prefetch_related("attachments")
            .order_by("path")
        )
        showing.record(view, Exposure.Channel.EXPORT, items)
        _name(gathered, items, view)
        vouched = {row.item.pk: row for row in rows.of(view, items)}
        for item in items:
            yield _page(item, vouched[item.pk], view)


def _name(gathered: Gathered, items: Iterable[Item], view: Sight) -> None:
    """Learn the titles of what the texts name, as far as the reader may see them."""
    named = {
        node["attrs"]["item"]
        for item in items
        if item.current
        for node in walk(item.current.body)
        if node["type"] == "reference"
    } - set(gathered.titles)
    wanted = sorted(named)
    for start in range(0, len(wanted), references.MOST):
        found = references.titles(wanted[start : start + references.MOST], view)
        gathered.titles |= {uid: item.title for uid, item in found.items()}


def _page(item: Item, row: rows.Row, view: Sight) -> Page:
    kind = kinds.of(item.kind).record
    kept = getattr(item, "record", None)
    ok = row.seal == "ok" and row.verification is not None
    return Page(
        item=item,
        doc=item.current.body if item.current else {"type": "doc", "content": []},
        record=kept.data if kind and kept else {},
        record_lines=kind.lines(kept.data) if kind and kept else [],
        record_title=str(kind.title) if kind else "",
        attachments=tuple(sorted((each for each in item.attachments.all() if each.removed_at is None), key=_by_name)),
        under=tuple(Under.of(door) for door in view.doors_to(item) if door.outside),
        vouched_by=row.vouched_by if ok else "",
        vouched_until=row.verification.until.isoformat() if ok and row.verification else "",
    )


def _by_name(file: Attachment) -> tuple[str, int]:
    return file.name, file.pk


def bytes_of(file: Attachment) -> bytes:
    """What is in an attachment."""
    return store.read(file.sha256)
