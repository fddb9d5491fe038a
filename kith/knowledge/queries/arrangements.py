"""How far a move of many pages is."""

from dataclasses import dataclass

from kith.core import progress
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import policy, sight
from kith.knowledge.models import Arrangement, Item


@dataclass(frozen=True)
class Shown:
    """An arrangement for the one who asked for it."""

    row: Arrangement
    item: Item | None  # when she may still see it
    done: int

    @property
    def waits(self) -> bool:
        """Whether it goes on."""
        return self.row.finished_at is None

    @property
    def back(self) -> str:
        """The place where it stood, as the form of a move takes it; empty where that is no use."""
        row = self.row
        if self.item is None or row.failed or self.waits or row.deed != Arrangement.Deed.MOVE:
            return ""
        return f"{row.from_space.uid}/{row.from_parent.uid if row.from_parent else ''}"


def shown(uid: str, by: Actor) -> Shown:
    """An arrangement with how far it is.

    Raises:
        Unseen: there is none of hers.
    """
    rows = policy.arrangements.scope(by).select_related("space", "parent", "from_space", "from_parent")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Arrangement")
    view = sight.of(by)
    item = Item.objects.filter(policy.open_to(view), pk=row.item_id).select_related("space").first()
    return Shown(row, item, min(progress.of(row.uid), row.pages))
