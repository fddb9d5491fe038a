"""Reports as PDF, tagged so that screen readers read it."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language

from kith.core import later
from kith.ui.reporting import Cell, Report, Table, letters

MEDIA_TYPE = "application/pdf"
WIDE = 4  # columns above which a sheet lies on its side
BROADEST = 40  # letters of a column above which it gets no broader
TEMPLATE = Path(__file__).parent / "report.typ"


def document(report: Report) -> bytes:
    """A report as a PDF.

    Raises:
        Refused: what sets it is not there yet, or letters are missing on this machine.
    """
    data = {
        "title": report.title,
        "about": list(report.about),
        "language": (get_language() or "en").split("-")[0],
        "wide": any(len(table.head) > WIDE for table in report.tables),
        "tables": [_table(table) for table in report.tables],
    }
    return typeset(TEMPLATE, data)


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """A PDF that a template sets from data; the data is never the template's code.

    Raises:
        Refused: what sets it is not there yet, or letters are missing on this machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        return typeset_in(Path(folder), template, data)


def typeset_in(root: Path, template: Path, data: dict[str, Any]) -> bytes:
    """The same in a folder that holds what the template takes in besides, pictures for example."""
    words = json.dumps(data, ensure_ascii=False)
    letters.check(words)
    for part in (template, letters.FACES):
        (root / part.name).write_bytes(part.read_bytes())
    (root / "data.json").write_text(words, encoding="utf-8")
    made: bytes = later.fetched("typst").compile(str(root / template.name), root=str(root), format="pdf")
    return made


def _table(table: Table) -> dict[str, Any]:
    columns = range(len(table.head))
    rows = [[_said(cell) for cell in row] for row in table.rows]
    counted = [n for n in columns if table.rows and all(isinstance(row[n], int | float | None) for row in table.rows)]
    return {
        "title": table.title,
        "head": list(table.head),
        "rows": rows,
        "numbers": counted,
        "widths": [_width([table.head[n], *(row[n] for row in rows)]) for n in columns],
    }


def _said(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else str(number_format(cell))


def _width(cells: list[str]) -> int:
    """How much of the sheet a column gets: as its longest line has letters, within bounds."""
    longest = max(len(line) for cell in cells for line in [*cell.split("\n"), ""])
    return min(max(longest, 6), BROADEST)
