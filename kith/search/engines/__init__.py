"""One engine for each database. Both hold the same terms and answer the same few questions, always with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from django.db import connection

from kith.search.models import Row


@dataclass(frozen=True)
class Ask:
    """What to match: any term of every group (`all`), or of any group (`any`)."""

    how: str  # all, any
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Only:
    """A narrowing by columns; None leaves one open."""

    space_id: int | None = None
    organisation_id: int | None = None
    kind: str | None = None

    def columns(self) -> list[tuple[str, int | str]]:
        """The columns that are narrowed, with their values; the names are constants of this file."""
        named = [("space_id", self.space_id), ("organisation_id", self.organisation_id), ("kind", self.kind)]
        return [(name, value) for name, value in named if value is not None]


@dataclass(frozen=True)
class Tally:
    """How many matches stand in one space of one organisation with one kind."""

    organisation_id: int
    space_id: int
    kind: str
    number: int


@dataclass(frozen=True)
class Weights:
    """What a ranking needs to know besides the match: how many rows the viewer sees, and in how many each term is."""

    visible: int
    frequency: dict[str, int]


class Engine(Protocol):
    """The questions an engine answers. `tokens` are access words; with none of them nothing is found."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write or replace rows."""

    def remove(self, item_ids: Sequence[int]) -> None:
        """Forget rows."""

    def ranked(self, ask: Ask, tokens: Sequence[str], only: Only, weights: Weights, limit: int) -> list[int]:
        """The best matches, best first."""

    def titled(self, key: str, tokens: Sequence[str], only: Only, limit: int) -> list[int]:
        """Rows whose title has that key, the newest first."""

    def tallies(self, ask: Ask, tokens: Sequence[str]) -> list[Tally]:
        """All matches, counted."""

    def frequencies(self, groups: Sequence[Sequence[str]], tokens: Sequence[str], most: int) -> list[int]:
        """In how many visible rows any term of each group stands, counted up to `most`. One statement."""

    def starting(self, words: Sequence[str], tokens: Sequence[str], limit: int) -> list[int]:
        """Rows in whose title each of the words begins a word, the shortest titles first."""


def current() -> Engine:
    """The engine of the database in use.

    Raises:
        LookupError: Kith has none for it.
    """
    if connection.vendor not in {"sqlite", "postgresql"}:
        raise LookupError(connection.vendor)
    name = "postgres" if connection.vendor == "postgresql" else "sqlite"
    return cast(Engine, import_module(f"kith.search.engines.{name}"))
