"""What search may read of an item. The row changes in the item's own transaction, so that search is never behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import QuerySet

from kith.core.errors import Unseen
from kith.knowledge import kinds, sight, tree
from kith.knowledge.models import Item
from kith.search import index

Tick = Callable[[int], None]

_gathered: ContextVar[set[int] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Within the block rows are not written one by one but together at its end, from what the items are by then.

    The block must lie within the transaction that changes the items, so that search is not behind it.
    """
    token = _gathered.set(set())
    try:
        yield
        _put_all(Item.objects.filter(pk__in=_gathered.get() or ()))
    finally:
        _gathered.reset(token)


def put(item: Item) -> None:
    """Write an item's row, or remove it when the item is not to be found."""
    waiting = _gathered.get()
    if waiting is not None:
        waiting.add(item.pk)
        return
    if item.current is None or item.binned_at is not None:
        index.remove(item.pk)
        return
    index.put(entry(item))


def entry(item: Item) -> index.Entry:
    """What search may read of a published item, its attachments included, and who may find it.

    Raises:
        Unseen: the item has no published version.
    """
    if item.current is None:
        raise Unseen("Version")
    files = sorted((file for file in item.attachments.all() if file.removed_at is None), key=lambda file: file.pk)
    body = "\n".join(
        [item.current.text, item.practised_at, _recorded(item), *(f"{file.name}\n{file.text}" for file in files)]
    )
    return index.Entry(
        item_id=item.pk,
        title=item.title,
        body=body,
        language=item.space.language,
        acl=tuple(sight.acl(item)),
        organisation_id=item.organisation_id,
        space_id=item.space_id,
        kind=item.kind,
        updated=int(item.changed_at.timestamp()),
    )


def _recorded(item: Item) -> str:
    """What an item says in the form of its kind."""
    kept, said = kinds.of(item.kind).record, getattr(item, "record", None)
    return kept.words(said.data) if kept and said else ""


def put_subtree(item: Item, tick: Tick = lambda _done: None) -> int:
    """Say anew where an item and all below it stand and who may find them, after a move or the bin; how many.

    Words are read again only where no row is, or one that was read in another language than the space's. What lies in
    the bin keeps its row, which nobody finds.

    Args:
        tick: told how many are done, now and then.
    """
    rows = list(Item.objects.filter(**tree.below(item)).select_related("space").order_by("path"))
    for start in range(0, len(rows), BATCH):
        _place(rows[start : start + BATCH])
        tick(min(start + BATCH, len(rows)))
    return len(rows)


def place(items: list[Item]) -> None:
    """Say anew who may find items, however they stand; those that are not in the index stay out of it."""
    read = index.languages([item.pk for item in items]) if items else {}
    index.place([_place_of(item) for item in items if item.pk in read])


def _place(rows: list[Item]) -> None:
    read = index.languages([row.pk for row in rows])
    index.place([_place_of(row) for row in rows if row.pk in read])
    shown = [row for row in rows if row.current_id is not None and row.binned_at is None]
    _put_all(Item.objects.filter(pk__in=[row.pk for row in shown if read.get(row.pk) != row.space.language]))


def _place_of(item: Item) -> index.Place:
    hidden = item.current_id is None or item.binned_at is not None
    return index.Place(item.pk, item.space_id, "" if hidden else " ".join(sight.acl(item)))


BATCH = 200


def put_everything() -> Iterator[tuple[int, int]]:
    """Write the rows of all items anew, a batch and a transaction at a time; yields how many are done, and of how many.

    Others go on writing meanwhile: an item that changes is written by whoever changes it.
    """
    ids = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _put_all(Item.objects.select_for_update(of=("self",)).filter(pk__in=ids[start : start + BATCH]))
        yield min(start + BATCH, len(ids)), len(ids)


def _put_all(items: QuerySet[Item]) -> int:
    unread = items.select_related("space", "current", "record").defer("current__body", "current__html")
    rows = list(unread.prefetch_related("attachments"))
    found = [row for row in rows if row.current is not None and row.binned_at is None]
    index.remove_many([row.pk for row in rows if row.current is None or row.binned_at is not None])
    return index.put_many(entry(row) for row in found)
