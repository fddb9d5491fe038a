"""Claims, insurance and advisers, on one page."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kith.claims import heeds, policy
from kith.claims.models import Adviser, Claim, Cover
from kith.core.actor import Actor
from kith.core.errors import Sentence

SHOWN = 200  # of what is over, the newest


@dataclass(frozen=True)
class Listed:
    """A claim, and what about it wants attention."""

    row: Claim
    heeds: list[Sentence]


@dataclass(frozen=True)
class Overview:
    """All that an actor may know of claims, insurance and advisers."""

    open: list[Listed]
    closed: list[Listed]
    covers: list[Cover]
    past_covers: list[Cover]
    advisers: list[Adviser]
    past_advisers: list[Adviser]
    keeps: bool
    reads: bool


def overview(by: Actor) -> Overview:
    """The overview of an actor: six questions, whatever their number."""
    claims = policy.claims.scope(by).select_related("partner", "adviser", "cover")
    covers = policy.covers.scope(by)
    running = covers.filter(ended_at=None, renewed_by=None).order_by("ends_on", "pk")
    past = covers.exclude(ended_at=None, renewed_by=None).order_by("-ends_on", "-pk")
    advisers = policy.advisers.scope(by)
    return Overview(
        open=_listed(claims.filter(closed_at=None).order_by("-asserted_on", "-pk")),
        closed=_listed(claims.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:SHOWN]),
        covers=list(running),
        past_covers=list(past[:SHOWN]),
        advisers=list(advisers.filter(ended_at=None).order_by("kind", "name", "pk")),
        past_advisers=list(advisers.exclude(ended_at=None).order_by("-ended_at", "-pk")[:SHOWN]),
        keeps=by.keeps,
        reads=policy.reads(by),
    )


def _listed(rows: QuerySet[Claim]) -> list[Listed]:
    return [Listed(row, heeds.of(row)) for row in rows]
