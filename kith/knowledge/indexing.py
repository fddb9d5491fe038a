"""What search may read of an item. The row changes in the item's own transaction, so that search is never behind."""

from kith.knowledge import sight, tree
from kith.knowledge.models import Item
from kith.search import index


def put(item: Item) -> None:
    """Write an item's row, or remove it when the item is not to be found."""
    if item.current is None or item.binned_at is not None:
        index.remove(item.pk)
        return
    files = item.attachments.filter(removed_at=None).order_by("id")
    body = "\n".join([item.current.text, item.practised_at, *(f"{file.name}\n{file.text}" for file in files)])
    index.put(
        index.Entry(
            item_id=item.pk,
            title=item.title,
            body=body,
            language=item.space.language,
            acl=tuple(sight.acl(item)),
        )
    )


def put_subtree(item: Item) -> int:
    """Write anew the rows of an item and all below it, after a move; how many."""
    rows = Item.objects.filter(**tree.below(item)).select_related("space", "current")
    for row in rows:
        put(row)
    return len(rows)
