"""One engine for each database. Both hold the same terms and answer the same few questions, always with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from django.db import connection

from kith.search.models import Row
from kith.search.ranking import Candidate, Group


@dataclass(frozen=True)
class Ask:
    """What to match: any term of every group (`all`), or of any group (`any`); in titles alone where it says so."""

    how: str  # all, any
    groups: tuple[Group, ...]
    in_titles: bool = False


@dataclass(frozen=True)
class Only:
    """A narrowing by columns; None leaves one open.

    Attributes:
        held: access words of which every row there carries one, if they are known: an index finds the place by them.
    """

    space_id: int | None = None
    organisation_id: int | None = None
    kind: str | None = None
    held: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> list[tuple[str, int | str]]:
        """The columns that are narrowed, with their values; the names are constants of this file."""
        named = [("space_id", self.space_id), ("organisation_id", self.organisation_id), ("kind", self.kind)]
        return [(name, value) for name, value in named if value is not None]


class Match(NamedTuple):
    """A row that matches, and where it stands."""

    item_id: int
    organisation_id: int
    space_id: int
    kind: str


class Place(NamedTuple):
    """Where a row stands, and the access words of which a reader must hold one."""

    item_id: int
    space_id: int
    acl: str


class Engine(Protocol):
    """The questions an engine answers. `tokens` are access words; with none of them nothing is found.

    `DERIVED` are the statements that make anew, from the rows, what the engine keeps beside them.
    """

    DERIVED: tuple[str, ...]

    def write(self, rows: Sequence[Row]) -> None:
        """Write or replace rows."""

    def remove(self, item_ids: Sequence[int]) -> None:
        """Forget rows."""

    def place(self, places: Sequence[Place]) -> None:
        """Change where rows stand and who may find them; their words stay."""

    def learn(self, words: Sequence[str]) -> None:
        """Add those of the words that are not there yet, in the order given. One statement, however many they are."""

    def matches(self, ask: Ask, tokens: Sequence[str], only: Only, most: int) -> list[Match]:
        """The rows that match, no more than `most`, in no order that means anything."""

    def gathered(
        self, groups: Sequence[tuple[Group, float]], tokens: Sequence[str], only: Only, most: int
    ) -> list[int]:
        """The rows that hold any of the groups, those whose groups weigh most in all first; no more than `most`."""

    def open(self, item_ids: Sequence[int], tokens: Sequence[str], only: Only) -> list[Match]:
        """Those of the rows that carry one of the tokens and stand where is looked, in no order."""

    def titled(self, key: str, tokens: Sequence[str], only: Only, limit: int) -> list[int]:
        """Rows whose title has that key, the newest first."""

    def frequencies(self, groups: Sequence[Sequence[str]], tokens: Sequence[str], most: int) -> list[int]:
        """In how many visible rows any term of each group stands, counted up to `most`. One statement."""

    def starting(self, words: Sequence[str], tokens: Sequence[str], limit: int) -> list[int]:
        """Rows in whose title each of the words begins a word, the shortest titles first."""

    def candidates(self, item_ids: Sequence[int]) -> list[Candidate]:
        """What those rows hold. Asked only for rows that matched with the viewer's tokens."""

    def phrased(self, item_ids: Sequence[int], phrases: Sequence[str]) -> set[int]:
        """Those of the rows in whose title or text one of the phrases stands in one piece."""


def current() -> Engine:
    """The engine of the database in use.

    Raises:
        LookupError: Kith has none for it.
    """
    return of(connection.vendor)


def of(vendor: str) -> Engine:
    """The engine of one kind of database. Raises LookupError, as `current`."""
    if vendor not in {"sqlite", "postgresql"}:
        raise LookupError(vendor)
    name = "postgres" if vendor == "postgresql" else "sqlite"
    return cast(Engine, import_module(f"kith.search.engines.{name}"))
