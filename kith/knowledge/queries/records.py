"""What an item says in the form of its kind, as its page shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kith.commitments import queries as commitments
from kith.core import clock
from kith.core.errors import Sentence
from kith.knowledge import kinds
from kith.knowledge.kinds import Facts, State
from kith.knowledge.models import Item, Record, Relation, Verification, Version


@dataclass(frozen=True)
class Shown:
    """A record, and where its item stands."""

    kind: kinds.Record
    data: dict[str, Any]  # as it is kept
    saves: int
    stands: State | None  # None: items of the kind just are

    @property
    def state(self) -> str:
        """Where the item stands, for programs and conditions; empty when items of its kind just are."""
        return self.stands.key if self.stands else ""

    @property
    def missing(self) -> Sentence:
        """What is missing before it gets further."""
        return self.stands.missing if self.stands else ""

    @property
    def ends(self) -> bool:
        """Whether items of its kind can be final: their page says apart what is missing for that."""
        return self.kind.check is not None

    @property
    def filled(self) -> bool:
        """Whether anything is kept."""
        return any(self.data.values())

    @property
    def said(self) -> dict[str, Any]:
        """The data as a page shows it: days as such, codes in words."""
        data = self.kind.said(self.data)
        return {name: _day(value) if name.endswith("_on") else value for name, value in data.items()}


def of(item: Item, verification: Verification | None) -> Shown | None:
    """The record of an item; None for a kind that says nothing but its text.

    Args:
        verification: the one that stands, if there is one.
    """
    kind = kinds.of(item.kind)
    if kind.record is None:
        return None
    kept: Record | None = getattr(item, "record", None)
    data = kept.data if kept else {}
    stands = None
    if kind.record.state is not None:
        facts = Facts(
            data=data,
            final=item.final_at is not None,
            followed=_followed(item),
            promised=commitments.standing("item", item.pk) if kind.promises else (),
            reviewed=kept is not None and _reviewed(item, kept, verification),
        )
        stands = kind.record.state(facts)
    return Shown(kind=kind.record, data=data, saves=kept.saves if kept else 0, stands=stands)


def promised_states(items: list[Item]) -> dict[int, str]:
    """Where items of one kind stand whose state follows from their record and what was promised, by their key.

    Args:
        items: of a kind whose state asks for nothing else, as incidents are; their records are at hand.
    """
    promised = commitments.standings("item", [item.pk for item in items])
    found: dict[int, str] = {}
    for item in items:
        kind = kinds.of(item.kind)
        kept: Record | None = getattr(item, "record", None)
        facts = Facts(kept.data if kept else {}, item.final_at is not None, False, promised[item.pk], False)
        found[item.pk] = kind.record.state(facts).key if kind.record and kind.record.state else ""
    return found


def _followed(item: Item) -> bool:
    """Whether what supersedes it is final."""
    if item.final_at is None:
        return False
    after = Relation.objects.filter(kind=Relation.Kind.SUPERSEDES, other=item, item__final_at__isnull=False)
    return after.exists()


def _reviewed(item: Item, record: Record, verification: Verification | None) -> bool:
    """Whether somebody who wrote nothing of it vouches for its text and its record as they stand."""
    if verification is None or verification.version_id != item.current_id:
        return False
    if verification.verified_at < record.saved_at or verification.until < clock.now().date():
        return False
    verifier = verification.verifier_id
    versions = Version.objects.filter(item=item)
    wrote = versions.filter(author=verifier) | versions.filter(writers=verifier)
    return not wrote.exists() and not record.writers.filter(pk=verifier).exists()


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
