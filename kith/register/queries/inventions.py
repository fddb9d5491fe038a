"""Inventions that were told, as their reader sees them."""

from dataclasses import dataclass

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.register import policy
from kith.register.models import Invention


@dataclass(frozen=True)
class InventionPage:
    """One invention that was told."""

    row: Invention
    inventors: list[str]
    can: set[str]


def every(by: Actor) -> list[Invention]:
    """Those that she may see, what waits for an answer first."""
    rows = policy.inventions.scope(by).select_related("told_by", "asset")
    return sorted(rows.order_by("-told_at", "-pk")[:200], key=lambda row: row.closed_at is not None)


def one(uid: str, by: Actor) -> InventionPage:
    """The page of an invention.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.inventions.scope(by).select_related("told_by", "closed_by", "asset", "partnership")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Invention")
    names = list(row.inventors.order_by("name", "pk").values_list("name", flat=True))
    return InventionPage(
        row=row,
        inventors=[*names, row.others] if row.others else names,
        can=policy.inventions.abilities_of(by, row),
    )
