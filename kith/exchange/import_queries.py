"""Imports as their pages show them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.exchange import bringing, policy
from kith.exchange.models import Import
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import references

SHOWN = 30  # imports in the list
LINES = 100  # of a report on one page
VIEWS = ("noted", "left", "pages", "files")

State = Import.State


@dataclass(frozen=True)
class Line:
    """What becomes, or became, of one file."""

    path: str
    became: str
    outcome: str
    notes: list[str]
    title: str


@dataclass(frozen=True)
class Shown:
    """An import with its report.

    Attributes:
        view: which lines are shown: those with something to say, what is left out, pages, or files.
        counts: how many lines each view has.
    """

    row: Import
    space: Space | None
    view: str
    counts: dict[str, int]
    lines: list[Line]
    page: int
    more: bool

    @property
    def waits(self) -> bool:
        """Whether a worker is at it."""
        return self.row.state in Import.WAITS

    @property
    def came_in(self) -> bool:
        """Whether something of it is in, though it failed."""
        return bringing.came_in(self.row)

    @property
    def share(self) -> int:
        """How much is done, per cent."""
        return min(100 * self.row.done // self.row.total, 100) if self.row.total else 0

    @property
    def sums(self) -> dict[str, Any]:
        """The sums of its report."""
        found: dict[str, Any] = self.row.report.get("sums", {})
        return found

    @property
    def next(self) -> int:
        """The number of the next page of lines."""
        return self.page + 1

    @property
    def stays(self) -> list[Any]:
        """What stayed when it was undone, each with the reason."""
        found: list[Any] = self.row.report.get("stays", [])
        return found

    @property
    def undone(self) -> dict[str, int]:
        """How much was undone."""
        found: dict[str, int] = self.row.report.get("undone", {})
        return found


def listed(by: Actor) -> list[Import]:
    """The imports of somebody, the newest first, without their reports."""
    rows = policy.imports.scope(by).exclude(state=State.DROPPED).defer("report", "made").select_related("space")
    return list(rows.order_by("-sent_at")[:SHOWN])


def one(uid: str, by: Actor, *, view: str = "", page: int = 1) -> Shown:
    """An import and a page of its report.

    Raises:
        Unseen: there is no such import of hers.
    """
    row = policy.imports.scope(by).select_related("space").filter(uid=uid).first()
    if row is None:
        raise Unseen("Import")
    lines = lines_of(row)
    views = {name: [line for line in lines if _is_in(line, name)] for name in VIEWS}
    view = view if view in views else next((name for name in VIEWS if views[name]), "pages")
    start = (max(page, 1) - 1) * LINES
    space = knowledge.spaces.scope(by).filter(pk=row.space_id).first()
    counts = Counter({name: len(rows) for name, rows in views.items()})
    return Shown(row, space, view, counts, views[view][start : start + LINES], page, len(views[view]) > start + LINES)


def lines_of(row: Import) -> list[Line]:
    """All lines of an import's report."""
    return [Line(*line) for line in row.report.get("lines", [])]


def _is_in(line: Line, view: str) -> bool:
    if view == "left":
        return line.became == "left out"
    if view == "noted":
        return bool(line.notes) and line.became != "left out"
    return line.became == ("page" if view == "pages" else "attachment")


@dataclass(frozen=True)
class Place:
    """Where something is to come in, and what came in there before."""

    space: Space
    under: Item | None
    earlier: list[Import]


def place(space_uid: str, under_uid: str, by: Actor) -> Place:
    """Where somebody may bring something in.

    Raises:
        Unseen: there is no such space in which she may write for her own organisation, or no such page in it.
    """
    under = references.titles([under_uid], sight.of(by)).get(under_uid) if under_uid else None
    spaces = knowledge.spaces.scope(by, "write").filter(organisation=by.organisation_id)
    space = spaces.filter(pk=under.space_id).first() if under else spaces.filter(uid=space_uid).first()
    if space is None or (under_uid and under is None):
        raise Unseen("Space")
    done = policy.imports.scope(by).filter(space=space, state=State.DONE).defer("report", "made")
    newest: dict[str, Import] = {}
    for row in done.order_by("-sent_at"):
        newest.setdefault(row.series, row)
    return Place(space, under, list(newest.values())[:SHOWN])
