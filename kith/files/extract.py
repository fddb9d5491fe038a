"""The words of a file, for the search. It says what it could not read, and never fails."""

import contextlib
import io
import logging
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, Literal, Protocol

from kith.core import later
from kith.files import archive
from kith.files.archive import DAMAGED, LOCKED
from kith.files.kind import SHEET, SUBRIP, VTT, WORD
from kith.prose import canonical, markdown
from kith.prose.decode import decode
from kith.prose.sentence import Sentence
from kith.prose.sentence import marked as _
from kith.prose.text import plain

MAX_CHARACTERS = 2_000_000  # of text taken from one file
MAX_PAGES = 2_000  # of a PDF
MAX_CELLS = 400_000  # of a workbook, empty ones included
MAX_SHEETS = 200
MAX_NESTED_TABLES = 8
MAX_TEXT_BYTES = 8_000_000  # read of a text file
MAX_FILE_BYTES = 200_000_000  # of a file that is read at all

NOTHING = Sentence("")
NOT_READ = Sentence(_("Files of this kind are kept, but not searched."))
TOO_LARGE = Sentence(_("The file is too large to be searched."))
BAD_PAGES = Sentence(_("Some pages are damaged and could not be read."))
SHORTENED = Sentence(_("Only the first %(count)s characters are searched."), count=f"{MAX_CHARACTERS:,}")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every flaw of every damaged file


@dataclass(frozen=True)
class Extract:
    """The words of a file, and a sentence on what is missing from them; empty when nothing is."""

    text: str
    note: Sentence = NOTHING


class _Unreadable(Exception):
    """The file cannot be read; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class _Taken:
    """Collects lines until they are enough."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.note = NOTHING
        self._left = MAX_CHARACTERS

    def add(self, line: str) -> bool:
        """Take `line` if it says something; False when no more is wanted."""
        line = canonical.printable(line).strip()
        if line:
            self.lines.append(line[: self._left])
            self._left -= len(line) + 1
        if self._left <= 0:
            self.note = SHORTENED
        return self._left > 0

    def extract(self) -> Extract:
        """What was taken."""
        return Extract("\n".join(self.lines), self.note)


class Openable(Protocol):
    """What can be opened to be read: a path, or a file in the store."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        """Its bytes; any place in them can be sought."""


def text_of(source: Openable, media_type: str) -> Extract:
    """The words of the file that `source` opens, which is of `media_type` as sniffed. Never raises.

    Of a file that is broken half-way, what was read until then is kept.
    """
    reader = _READERS.get(media_type)
    if reader is None:
        return Extract("", NOT_READ)
    taken = _Taken()
    try:
        with source.open("rb") as stream:
            if stream.seek(0, os.SEEK_END) > MAX_FILE_BYTES:
                raise _Unreadable(TOO_LARGE)
            stream.seek(0)
            reader(stream, taken)
    except _Unreadable as reason:
        taken.note = reason.sentence
    # The libraries raise almost anything over a damaged file; none of it may stop an upload.
    except (Exception, RecursionError, MemoryError):
        taken.note = DAMAGED
    return taken.extract()


def _document(stream: IO[bytes], taken: _Taken) -> None:
    _refuse_bombs(stream)
    document = later.module("docx").Document(stream)
    for line in _document_lines(document):
        if not taken.add(line):
            return


def _document_lines(document: Any) -> Iterator[str]:
    yield from _block_lines(document, 0)
    seen: set[str] = set()
    for section in document.sections:
        for part in (section.header, section.footer):
            for line in _block_lines(part, 0):
                if line not in seen:  # every section repeats them
                    seen.add(line)
                    yield line


def _block_lines(holder: Any, depth: int) -> Iterator[str]:
    table = later.module("docx.table").Table
    for block in holder.iter_inner_content():
        if not isinstance(block, table):
            yield block.text
        elif depth < MAX_NESTED_TABLES:
            yield from _table_lines(block, depth)


def _table_lines(table: Any, depth: int) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        previous = None
        for cell in row.cells:
            if cell._tc is not previous:  # a joined cell stands in the row once for each column it takes
                cells.append(" ".join(line for line in _block_lines(cell, depth + 1) if line.strip()))
            previous = cell._tc
        yield " | ".join(cells)


def _workbook(stream: IO[bytes], taken: _Taken) -> None:
    _refuse_bombs(stream)
    workbook = later.module("openpyxl").load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        left = MAX_CELLS
        for sheet in workbook.worksheets[:MAX_SHEETS]:
            taken.add(sheet.title)
            left = _sheet(sheet, left, taken)
            if left <= 0:
                taken.note = taken.note or Sentence(
                    _("Only the first %(count)s cells are searched."), count=f"{MAX_CELLS:,}"
                )
                return
    finally:
        workbook.close()


def _sheet(sheet: Any, left: int, taken: _Taken) -> int:
    """Take the rows of `sheet` and say how many cells are left to take; 0 when it was enough."""
    sheet.reset_dimensions()  # the size that a file states may be a lie of a million columns
    for row in sheet.iter_rows(values_only=True):
        left -= max(len(row), 1)
        shown = [" ".join(str(value).split()) for value in row[:MAX_CELLS] if value is not None]
        if not taken.add(" | ".join(shown)) or left <= 0:
            return 0
    return left


def _pdf(stream: IO[bytes], taken: _Taken) -> None:
    reader = later.module("pypdf").PdfReader(stream, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _Unreadable(LOCKED)
    flawed = 0
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            taken.note = Sentence(_("Only the first %(count)s pages are searched."), count=f"{MAX_PAGES:,}")
            return
        try:
            if not taken.add(page.extract_text()):
                return
        except (Exception, RecursionError):  # one bad page must not hide the others
            flawed += 1
    if flawed:
        taken.note = BAD_PAGES if taken.lines else DAMAGED


def _plain(stream: IO[bytes], taken: _Taken) -> None:
    text, note = _decoded(stream)
    taken.add(text)
    taken.note = taken.note or note


def _transcript(stream: IO[bytes], taken: _Taken, form: str) -> None:
    """Who says what, a line each, without times and marks."""
    text, note = _decoded(stream)
    for caption in later.module("webvtt").from_buffer(io.StringIO(text), format=form):
        words = " ".join(caption.text.split())
        if not taken.add(f"{caption.voice}: {words}" if caption.voice else words):
            return
    taken.note = taken.note or note


def _markdown(stream: IO[bytes], taken: _Taken) -> None:
    text, note = _decoded(stream)
    with contextlib.suppress(canonical.TooLarge):  # its source is searched then: the words are the same
        text = plain(markdown.parse(text))
    taken.add(text)
    taken.note = taken.note or note


def _decoded(stream: IO[bytes]) -> tuple[str, Sentence]:
    data = stream.read(MAX_TEXT_BYTES + 1)
    text = decode(data[:MAX_TEXT_BYTES])[0]
    if len(data) <= MAX_TEXT_BYTES:
        return text, NOTHING
    return text, Sentence(_("Only the first %(count)s bytes are searched."), count=f"{MAX_TEXT_BYTES:,}")


def _refuse_bombs(stream: IO[bytes]) -> None:
    if not zipfile.is_zipfile(stream):
        stream.seek(0)
        locked = stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office wraps what it encrypts
        raise _Unreadable(LOCKED if locked else DAMAGED)
    if (reason := archive.refusal(stream)) is not None:
        raise _Unreadable(reason)
    stream.seek(0)


_READERS: dict[str, Callable[[IO[bytes], _Taken], None]] = {
    WORD: _document,
    SHEET: _workbook,
    "application/pdf": _pdf,
    "text/plain": _plain,
    "text/csv": _plain,
    "text/markdown": _markdown,
    VTT: partial(_transcript, form="vtt"),
    SUBRIP: partial(_transcript, form="srt"),
}
