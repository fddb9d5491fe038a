"""Workbooks and lists: each sheet a table, as far as a page can hold one."""

import csv
import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from openpyxl import Workbook, load_workbook

from kith.exchange.reading import unpacking
from kith.exchange.reading.desk import PAGE, About, Desk
from kith.exchange.reading.documents import OLE
from kith.exchange.reading.unpacking import Unreadable
from kith.prose.decode import decode

MOST_ROWS = 1_000  # of one table on a page: the file itself has them all
MOST_COLUMNS = 60
MOST_SHEETS = 60
MOST_TEXT = 64_000_000  # bytes of a list as text

Row = list[str]


def read(path: Path, at: str, desk: Desk) -> None:
    """Lay a workbook or a list on the desk, as a page with its tables and with itself as a file.

    Raises:
        Unreadable: damaged, locked, or too large when unpacked.
    """
    about = About(PurePosixPath(at).stem, label=at)
    is_text = PurePosixPath(at).suffix.lower() in {".csv", ".tsv"}
    html = _listed(path, about) if is_text else _workbook(path, about)
    about.original = desk.file(at, path)
    desk.page(f"{PurePosixPath(at).with_suffix('')}{PAGE}", html, about)


def _workbook(path: Path, about: About) -> str:
    with path.open("rb") as file:
        if file.read(8) == OLE:
            raise Unreadable("it is protected by a password, or made by an Office older than 2007")
        unpacking.refuse(path)
        try:  # the library raises almost anything over a damaged file
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            return _tables(book, about)
        except Exception as error:
            raise Unreadable(unpacking.BROKEN) from error


def _tables(book: Workbook, about: About) -> str:
    about.created, about.changed = book.properties.created, book.properties.modified
    about.author = book.properties.creator or ""
    parts = []
    for sheet in book.worksheets[:MOST_SHEETS]:
        sheet.reset_dimensions()  # the size that a file states may be a lie of a million columns
        rows = ([_shown(value) for value in row[: MOST_COLUMNS + 1]] for row in sheet.iter_rows(values_only=True))
        parts.append(f"<h2>{escape(sheet.title)}</h2>{table(rows, about.notes, sheet.title)}")
    if len(book.sheetnames) > MOST_SHEETS:
        about.notes.append(f"{len(book.sheetnames) - MOST_SHEETS} × sheet: only in the file")
    about.notes.append("formulas are kept as their values, without colours and widths")
    return parts[0].partition("</h2>")[2] if len(parts) == 1 else "".join(parts)


def _listed(path: Path, about: About) -> str:
    return table(rows_of(path), about.notes, about.title)


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a list (CSV, TSV), whatever parts its columns."""
    if path.stat().st_size > MOST_TEXT:
        raise Unreadable("it is larger than 64 MB")
    text = decode(path.read_bytes())[0]
    try:
        form: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        form = csv.excel
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(text.splitlines(keepends=True), form)
    except csv.Error as error:
        raise Unreadable(unpacking.BROKEN) from error


def table(rows: Iterable[Row], notes: list[str], name: str) -> str:
    """Rows as a table, the first as its head; empty rows and columns at the end fall away."""
    shown = list(itertools.islice((row for row in rows if any(each.strip() for each in row)), MOST_ROWS + 1))
    if not shown:
        return "<p></p>"
    if len(shown) > MOST_ROWS:
        notes.append(f"{name}: only the first {MOST_ROWS:,} rows are on the page, all are in the file")
    width = max(max((n for n, each in enumerate(row, 1) if each.strip()), default=0) for row in shown[:MOST_ROWS])
    if width > MOST_COLUMNS:
        notes.append(f"{name}: only the first {MOST_COLUMNS} columns are on the page, all are in the file")
        width = MOST_COLUMNS
    lines = [_line(row, width, "td" if number else "th") for number, row in enumerate(shown[:MOST_ROWS])]
    return f"<table>{''.join(lines)}</table>"


def _line(row: Row, width: int, cell: str) -> str:
    filled = (row + [""] * width)[:width]
    return "<tr>" + "".join(f"<{cell}><p>{escape(each)}</p></{cell}>" for each in filled) + "</tr>"


def _shown(value: Any) -> str:
    """A cell's value as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
