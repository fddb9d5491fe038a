"""The index: one row for each published item, changed in the item's own transaction."""

from dataclasses import dataclass

from kith.search.models import Row


@dataclass(frozen=True)
class Entry:
    """What is to be found of one item, and the access words of which a reader must hold one."""

    item_id: int
    title: str
    body: str
    language: str
    acl: tuple[str, ...]


def put(entry: Entry) -> None:
    """Write or replace an item's row."""
    Row.objects.update_or_create(
        item_id=entry.item_id,
        defaults={
            "language": entry.language,
            "title": entry.title,
            "body": entry.body,
            "acl": " ".join(entry.acl),
        },
    )


def remove(item_id: int) -> None:
    """Forget an item."""
    Row.objects.filter(item_id=item_id).delete()
