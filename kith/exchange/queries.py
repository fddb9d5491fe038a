"""Exports as their page shows them."""

from dataclasses import dataclass

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.exchange import policy
from kith.exchange.models import Export
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import references

SHOWN = 30


@dataclass(frozen=True)
class Shown:
    """An export, and what it is of as far as she may see that."""

    export: Export
    title: str

    @property
    def share(self) -> int:
        """How much of it is done, per cent."""
        return 100 * self.export.done // self.export.total if self.export.total else 0


def listed(by: Actor) -> list[Shown]:
    """The exports of somebody, the newest first."""
    rows = list(
        policy.exports.scope(by).filter(gone_at=None).select_related("item", "space").order_by("-asked_at")[:SHOWN]
    )
    titles = references.titles({row.item.uid for row in rows if row.item}, sight.of(by))
    spaces = set(knowledge.spaces.scope(by).filter(pk__in=[row.space_id for row in rows]).values_list("pk", flat=True))
    return [Shown(row, _title(row, titles, spaces)) for row in rows]


def _title(row: Export, titles: dict[str, Item], spaces: set[int]) -> str:
    if row.space is not None:
        return row.space.name if row.space_id in spaces else ""
    item = titles.get(row.item.uid) if row.item else None
    return item.title if item else ""


@dataclass(frozen=True)
class Wish:
    """What an export would be of."""

    item: Item | None
    space: Space | None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.item.title if self.item else self.space.name if self.space else ""


def wish(item_uid: str, space_uid: str, by: Actor) -> Wish:
    """What somebody may ask for: a page, or a space.

    Raises:
        Unseen: there is no such thing for her.
    """
    item = references.titles([item_uid], sight.of(by)).get(item_uid) if item_uid else None
    space = knowledge.spaces.scope(by).filter(uid=space_uid).first() if space_uid else None
    if item is None and space is None:
        raise Unseen("Export")
    return Wish(item, space)
