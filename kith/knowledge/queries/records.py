"""What an item says in the form of its kind, and what superseded it, as its page shows them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kith.knowledge import kinds
from kith.knowledge.models import Item, Record, Relation
from kith.knowledge.queries import references
from kith.knowledge.sight import Sight


class State(StrEnum):
    """Where a decision stands. Computed, never typed."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Shown:
    """A record with its state, and the items before and after it as far as this reader may see them."""

    kind: kinds.Record
    data: dict[str, Any]  # as it is kept
    saves: int
    state: State
    missing: str  # what is missing before it can be final; empty when nothing is
    supersedes: list[Item] = field(default_factory=list)
    superseded_by: list[Item] = field(default_factory=list)

    @property
    def said(self) -> dict[str, Any]:
        """The data as a page shows it: days as such."""
        return {name: _day(value) if name.endswith("_on") else value for name, value in self.data.items()}


def of(item: Item, view: Sight) -> Shown | None:
    """The record of an item; None for a kind that says nothing but its text."""
    kind = kinds.of(item.kind).record
    if kind is None:
        return None
    kept = Record.objects.filter(item=item).first()
    data = kept.data if kept else {}
    related = list(
        Relation.objects.filter(kind=Relation.Kind.SUPERSEDES, item=item).values_list("other__uid", flat=True)
    )
    after = Relation.objects.filter(kind=Relation.Kind.SUPERSEDES, other=item, item__final_at__isnull=False)
    followed = list(after.values_list("item__uid", flat=True))
    return Shown(
        kind=kind,
        data=data,
        saves=kept.saves if kept else 0,
        state=State.SUPERSEDED if followed else State.ACCEPTED if item.final_at else State.PROPOSED,
        missing=_missing(kind, data),
        supersedes=list(references.titles(related, view).values()),
        superseded_by=list(references.titles(followed, view).values()),
    )


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _missing(kind: kinds.Record, data: dict[str, Any]) -> str:
    try:
        kind.check(data)
    except kinds.Incomplete as incomplete:
        return str(incomplete)
    return ""
