"""How an import is to come in, and what it has made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kith.core.classification import Classification
from kith.knowledge.models import Item, Space

SERIES = "import:"  # begins the keys of what came in by the browser, so that two imports never take each other's pages


@dataclass
class Made:
    """What an import has made, by primary key: enough to undo it.

    Attributes:
        items: new items, with the version that each was given.
        versions: items that were there, with the new version and the one before it.
        files: attachments that items which were there have got, each with the one that it replaced, or 0.
    """

    items: dict[int, int] = field(default_factory=dict)
    versions: dict[int, tuple[int, int]] = field(default_factory=dict)
    files: list[tuple[int, int]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "items": {str(key): value for key, value in self.items.items()},
            "versions": {str(key): list(value) for key, value in self.versions.items()},
            "files": [list(pair) for pair in self.files],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Made":
        """As it was kept."""
        return cls(
            {int(key): int(value) for key, value in kept.get("items", {}).items()},
            {int(key): (int(value[0]), int(value[1])) for key, value in kept.get("versions", {}).items()},
            [(int(new), int(old)) for new, old in kept.get("files", [])],
        )


@dataclass(frozen=True)
class Way:
    """How an import is to come in.

    Attributes:
        series: what the keys of its sources begin with; imports of one series bring newer editions of the same pages.
        under: the item below which it comes; none is the root of the space.
        made: what it has made; given again when an import goes on that was cut off.
        keep: called in each transaction that makes something, so that what was made is never forgotten.
        tick: called for each page that was dealt with.
    """

    series: str = ""
    under: Item | None = None
    classification: int = Classification.INTERNAL
    made: Made = field(default_factory=Made)
    keep: Callable[[], None] = lambda: None
    tick: Callable[[], None] = lambda: None

    def known(self, space: Space) -> QuerySet[Item]:
        """The items of a space that earlier imports of this series have made."""
        rows = space.items.filter(source_key__startswith=self.series).exclude(source_key="")
        return rows if self.series else rows.exclude(source_key__startswith=SERIES)
