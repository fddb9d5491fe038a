"""An earlier version, held against the present one."""

from dataclasses import dataclass

from kith.core.actor import Actor
from kith.knowledge.models import Version
from kith.knowledge.queries import items
from kith.knowledge.queries.items import ItemPage
from kith.prose import diff


@dataclass(frozen=True)
class VersionPage:
    """A version, the item it belongs to, and what changed from it to the current one."""

    page: ItemPage
    version: Version
    changes: list[diff.Row]
    writers: list[str]


def page(uid: str, version_uid: str, by: Actor) -> VersionPage:
    """The page of one version, if the actor may see that version.

    Raises:
        Unseen: there is none for her.
    """
    shown = items.page(uid, by, version_uid)
    version, current = shown.version, shown.item.current
    assert version is not None
    changes = diff.compare(version.body, current.body) if current and current.pk != version.pk else []
    writers = list(version.writers.order_by("name").values_list("name", flat=True)) if version.others else []
    return VersionPage(shown, version, changes, writers)
