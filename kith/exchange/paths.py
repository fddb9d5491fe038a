"""Where pages and files lie in an export: folders as the tree, names that every system takes."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from kith.knowledge.models import Attachment, Item

LONGEST = 60  # letters of a name, so that deep trees stay below what systems take
_NOT_IN_NAMES = re.compile(r"[^\w\-]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)), "files"}


class Layout:
    """The path of each page of an export."""

    def __init__(self, items: Iterable[Item], suffix: str) -> None:
        self.suffix = suffix
        self._folders: dict[int, PurePosixPath] = {}
        self._pages: dict[str, PurePosixPath] = {}
        self._taken: set[str] = set()
        for item in items:  # in the order of the tree: what is above comes first
            above = next((self._folders[pk] for pk in reversed(item.ancestor_ids[:-1]) if pk in self._folders), None)
            folder = self._free((above or PurePosixPath()) / safe(item.title))
            self._folders[item.pk] = folder
            self._pages[item.uid] = folder.with_name(folder.name + suffix)

    def _free(self, wanted: PurePosixPath) -> PurePosixPath:
        path, number = wanted, 2
        while str(path).casefold() in self._taken:  # some systems do not tell small letters from capitals
            path, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
        self._taken.add(str(path).casefold())
        return path

    def page(self, uid: str) -> PurePosixPath | None:
        """Where a page lies; None for one that is not in the export."""
        return self._pages.get(uid)

    def file(self, file: Attachment) -> PurePosixPath:
        """Where a file lies: beside all others, under its id, with its own name."""
        stem, dot, ending = file.name.rpartition(".")
        name = f"{safe(stem)}.{safe(ending)}" if dot and stem else safe(file.name)
        return PurePosixPath("files") / file.uid / name


def safe(title: str) -> str:
    """A name that every file system takes, made from a title."""
    plain = unicodedata.normalize("NFC", title).lower()
    name = _NOT_IN_NAMES.sub("-", plain).strip("-")[:LONGEST].strip("-") or "page"
    return f"{name}-page" if name in _RESERVED else name


def between(start: PurePosixPath, end: PurePosixPath) -> str:
    """The way from one path of an export to another."""
    return posixpath.relpath(str(end), str(start.parent))
