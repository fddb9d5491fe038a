"""Reports as workbooks (XLSX), for whoever goes on reckoning elsewhere."""

import io
import unicodedata
from collections.abc import Sequence
from typing import Any

from kith.core import later
from kith.ui.reporting import Cell, Report

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000  # characters of a cell; more is no workbook
WIDEST = 60  # characters that a column shows


def workbook(report: Report) -> bytes:
    """A report as a workbook: a sheet for each table, whose head stays in sight, and one for what the report is about.

    A text that begins like a formula is kept as text: nothing that somebody wrote is ever reckoned by who opens it.
    """
    book = later.module("openpyxl").Workbook()
    book.remove(book.active)
    names: set[str] = set()
    for table in report.tables:
        _sheet(book, _name(table.title, names), [table.head, *table.rows])
    if report.about:
        _sheet(book, _name(report.title, names), [[report.title], *([line] for line in report.about)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    sheet = book.create_sheet(name)
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value, cell.data_type = _plain(value), "s"
                widths[column] = min(max(widths.get(column, 8), *map(len, value.split("\n") or [""])), WIDEST)
            else:
                cell.value = value
            if number == 1:
                cell.font = later.module("openpyxl.styles").Font(bold=True)
    letters = later.module("openpyxl.utils").get_column_letter
    for column, width in widths.items():
        sheet.column_dimensions[letters(column)].width = width + 2
    sheet.freeze_panes = "A2"


def _name(title: str, taken: set[str]) -> str:
    """What a sheet is called: as its table, without what no sheet may be called, and nothing twice."""
    plain = "".join(each for each in title if each not in "[]:*?/\\").strip("'")[:27] or "Kith"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.casefold())
    return name


def _plain(value: str) -> str:
    """A text without what a cell may not hold."""
    kept = (each for each in value if each in "\n\t" or each.isprintable() or unicodedata.category(each) == "Zs")
    return "".join(kept)[:LONGEST]  # "Zs": the spaces that hold a number together too
