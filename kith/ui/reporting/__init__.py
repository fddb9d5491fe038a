"""Reports as files: the same tables as a workbook to go on reckoning with, or as a PDF to hand to somebody.

A report is data; whoever makes one says in `about` whose it is, of which time, and how many it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Rows under a head, with a title of their own."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Report:
    """What goes out as one file."""

    title: str
    tables: Sequence[Table]
    about: Sequence[str] = field(default=())  # lines above the tables
