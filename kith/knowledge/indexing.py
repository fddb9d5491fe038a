"""What search may read of an item. The row changes in the item's own transaction, so that search is never behind."""

from kith.core.errors import Unseen
from kith.knowledge import sight, tree
from kith.knowledge.models import Item
from kith.search import index


def put(item: Item) -> None:
    """Write an item's row, or remove it when the item is not to be found."""
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
    files = item.attachments.filter(removed_at=None).order_by("id")
    body = "\n".join([item.current.text, item.practised_at, *(f"{file.name}\n{file.text}" for file in files)])
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


def put_subtree(item: Item) -> int:
    """Write anew the rows of an item and all below it, after a move; how many."""
    rows = list(Item.objects.filter(**tree.below(item)).select_related("space", "current"))
    for row in rows:
        if row.current is None or row.binned_at is not None:
            index.remove(row.pk)
    return index.put_many(entry(row) for row in rows if row.current is not None and row.binned_at is None)
