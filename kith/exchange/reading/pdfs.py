"""PDFs: words in their order, headings by the size of their letters, nothing else."""

import re
from collections import Counter
from datetime import datetime
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from pypdf import PdfReader

from kith.exchange.reading import unpacking
from kith.exchange.reading.desk import PAGE, About, Desk
from kith.exchange.reading.unpacking import Unreadable

MOST_PAGES = 1_000
BIGGER = 1.15  # how much larger than the text the letters of a heading are
LONGEST_HEADING = 120
BULLET = re.compile(r"^(?:[•◦▪‣–—*-]|(?P<number>\d{1,3})[.)])\s+")
ENDS = (".", "!", "?", ":", "”", '"')

Line = tuple[float, str]  # the size of its letters, its words; an empty one parts two paragraphs


def read(path: Path, at: str, desk: Desk) -> None:
    """Lay a PDF on the desk, as a page with its words and with itself as a file.

    Raises:
        Unreadable: damaged, locked, or without any words (a scan).
    """
    about = About(PurePosixPath(at).stem, label=at)
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(unpacking.LOCKED)
        lines = _lines(reader, about)
        _properties(reader, about)
    except Unreadable:
        raise
    except Exception as error:  # the library raises almost anything over a damaged file
        raise Unreadable(unpacking.BROKEN) from error
    if not any(words for _size, words in lines):
        raise Unreadable("it has no words, only pictures of them: attach it to a page instead")
    about.notes.append("a PDF says nothing of its tables and pictures: words came in, the file is kept beside them")
    about.original = desk.file(at, path)
    desk.page(f"{PurePosixPath(at).with_suffix('')}{PAGE}", _html(lines), about)


def _properties(reader: PdfReader, about: About) -> None:
    said: Any = reader.metadata
    if said is None:
        return
    about.author = str(said.author or "")
    about.created, about.changed = _moment(said, "creation_date"), _moment(said, "modification_date")
    if (title := " ".join(str(said.title or "").split())) and "untitled" not in title.lower():
        about.title = title


def _moment(said: Any, name: str) -> datetime | None:
    try:
        found = getattr(said, name)
    except Exception:  # a date that is none
        return None
    return found if isinstance(found, datetime) else None


def _lines(reader: PdfReader, about: About) -> list[Line]:
    lines: list[Line] = []
    flawed = 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            about.notes.append(f"only the first {MOST_PAGES:,} pages came in")
            break
        try:
            lines += _of(page)
        except Exception:  # one bad page must not hide the others
            flawed += 1
    if flawed:
        about.notes.append(f"{flawed} × damaged page: left out")
    return lines


def _of(page: Any) -> list[Line]:
    """The lines of a page."""
    lines: list[Line] = []
    open_line: list[tuple[float, str]] = []

    def take(text: str, _cm: Any, tm: list[float], _font: Any, size: float) -> None:
        scale = abs(tm[3]) or abs(tm[0]) or 1
        for part in re.split(r"(\n)", text):
            if part == "\n":
                close()
            elif part:
                open_line.append((size * scale, part))

    def close() -> None:
        words = " ".join("".join(part for _size, part in open_line).split())
        sizes: Counter[float] = Counter()
        for size, part in open_line:
            sizes[round(size, 1)] += len(part.strip())
        lines.append((sizes.most_common(1)[0][0] if words else 0, words))
        open_line.clear()

    page.extract_text(visitor_text=take)
    close()
    return lines


class _Text:
    """Lines on their way to headings, points and paragraphs."""

    def __init__(self, lines: list[Line]) -> None:
        sizes: Counter[float] = Counter()
        for size, words in lines:
            sizes[size] += len(words)
        normal = sizes.most_common(1)[0][0]
        self.ranks = sorted({size for size, words in lines if size > normal * BIGGER and words}, reverse=True)
        self.html: list[str] = []
        self.paragraph: list[str] = []

    def end(self) -> None:
        """End the paragraph that is open."""
        if self.paragraph:
            self.html.append(f"<p>{escape(_joined(self.paragraph))}</p>")
            self.paragraph.clear()

    def take(self, size: float, words: str) -> None:
        """Take a line."""
        heading, point = size in self.ranks and len(words) <= LONGEST_HEADING, BULLET.match(words)
        if heading or point or not words or self._is_over():
            self.end()
        if heading:
            level = min(self.ranks.index(size) + 2, 4)
            self.html.append(f"<h{level}>{escape(words)}</h{level}>")
        elif point:
            name = "ol" if point["number"] else "ul"
            self.html.append(f"<{name}><li><p>{escape(words[point.end() :])}</p></li></{name}>")
        elif words:
            self.paragraph.append(words)

    def _is_over(self) -> bool:
        """Whether the last line was a short one that ended a sentence."""
        return bool(self.paragraph) and self.paragraph[-1].endswith(ENDS) and len(self.paragraph[-1]) < 60


def _html(lines: list[Line]) -> str:
    """Lines as headings, points and paragraphs."""
    text = _Text(lines)
    for size, words in lines:
        text.take(size, words)
    text.end()
    return "".join(text.html).replace("</ul><ul>", "").replace("</ol><ol>", "")


def _joined(lines: list[str]) -> str:
    """Lines as one text; a word that was parted at a line's end is whole again."""
    text = ""
    for line in lines:
        if text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text
