"""The desk on which pages are laid that were read: a folder of pages and files, and what was left out."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from shutil import copyfile, move
from typing import Any

PAGE = ".page"  # front matter, then HTML
MOST_NOTES = 100  # of one page
MOST_FRONT = 50_000  # characters of what is said of a page
DEEPEST = 30  # folders


@dataclass(frozen=True)
class Comment:
    """What somebody said about a page, or about some words of it."""

    author: str
    text: str
    at: datetime | None = None
    about: str = ""


@dataclass
class About:
    """What is known of a page besides its text.

    Attributes:
        label: the file that it comes from, as people know it.
        notes: sentences about what did not survive.
        original: the path, on the desk, of the file that it was made of.
    """

    title: str
    label: str = ""
    created: datetime | None = None
    changed: datetime | None = None
    author: str = ""
    notes: list[str] = field(default_factory=list)
    original: str = ""


@dataclass
class Desk:
    """Where pages are laid. `tick` is told about each, with how many there will be (0: not known)."""

    root: Path
    tick: Callable[[int], None] = lambda total: None
    total: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def page(self, path: str, html: str, about: About) -> str:
        """Lay a page of HTML down; the path at which it lies now."""
        return self._lay(path, html, about)

    def markdown(self, path: str, text: str, about: About) -> str:
        """Lay a page of Markdown down (its path ends in `.md`); the path at which it lies now."""
        return self._lay(path, text, about)

    def _lay(self, path: str, text: str, about: About) -> str:
        said: dict[str, Any] = {
            "label": about.label,
            "author": about.author,
            "notes": about.notes[:MOST_NOTES],
            "original": about.original,
            "created": _moment(about.created),
            "changed": _moment(about.changed),
        }
        words = _front(about.title, said)
        if len(words) > MOST_FRONT:
            words = _front(about.title, {**said, "notes": []})
        place, kept = self._place(path)
        place.write_text(f"---\n{words}\n---\n{text}", encoding="utf-8", errors="replace")
        self.tick(self.total)
        return kept

    def file(self, path: str, source: Path | bytes, *, take: bool = False) -> str:
        """Lay a file down; the path at which it lies now. `take`: it is not needed where it came from."""
        place, kept = self._place(path)
        if isinstance(source, bytes):
            place.write_bytes(source)
        elif take:
            move(source, place)
        else:
            copyfile(source, place)
        return kept

    def leave_out(self, label: str, reason: str) -> None:
        """Say that something does not come in, and why."""
        self.left_out.append((label[:500], str(reason)))

    def _place(self, path: str) -> tuple[Path, str]:
        """A free place for a path, with the folders above it."""
        clean = PurePosixPath(*[plain(part) for part in PurePosixPath(path).parts])
        kept, number = str(clean), 1
        while kept.casefold() in self.taken:
            number += 1
            kept = str(clean.with_name(f"{clean.stem}-{number}{clean.suffix}"))
        self.taken.add(kept.casefold())
        place = self.root / kept
        place.parent.mkdir(parents=True, exist_ok=True)
        return place, kept


def _front(title: str, said: dict[str, Any]) -> str:
    front = {"title": title[:300] or "–", "kith": {name: each for name, each in said.items() if each}}
    return json.dumps(_printable(front), ensure_ascii=False)


def plain(name: str) -> str:
    """A name that a file may have anywhere: at most 150 bytes, no separators, no control or direction marks."""
    letters = "".join(each for each in name if unicodedata.category(each)[0] != "C" and each not in '/\\:*?"<>|')
    letters = re.sub(r"\s+", " ", unicodedata.normalize("NFC", letters)).strip(" .") or "page"
    stem, dot, ending = letters.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = letters, ""
    while len(stem.encode()) > 130:
        stem = stem[:-1]
    return f"{stem.strip()}{dot if ending else ''}{ending}"


def _moment(at: datetime | None) -> str:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat() if at else ""


def _printable(value: Any) -> Any:
    """A value without the characters that front matter may not hold."""
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return "".join(each if each.isprintable() else " " for each in value) if isinstance(value, str) else value
