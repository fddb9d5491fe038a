"""Reports as workbooks (XLSX), for whoever goes on reckoning elsewhere."""

import io
from collections.abc import Iterable, Sequence

from kith.core import later

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000  # characters of a cell; more is no workbook
WIDEST = 60  # characters that a column shows


def workbook(title: str, rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """A workbook of one sheet. The first row is its head and stays in sight.

    A text that begins like a formula is kept as text: nothing that somebody wrote is ever reckoned by who opens it.
    """
    book = later.module("openpyxl").Workbook()
    sheet = book.active
    sheet.title = "".join(each for each in title if each not in "[]:*?/\\")[:31] or "Kith"
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
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: str) -> str:
    """A text without what a cell may not hold."""
    return "".join(each for each in value if each in "\n\t" or each.isprintable())[:LONGEST]
