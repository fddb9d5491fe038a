"""The files of a folder that is to be imported. Nothing outside of it is read, whatever it links to."""

import hashlib
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from kith.prose import hypertext

LARGEST = 512 * 1024 * 1024
PAGES = frozenset({".md", ".markdown"})
READ = PAGES | {hypertext.PAGE}  # of a folder in which pages were laid that were read from other forms


@dataclass(frozen=True)
class File:
    """One file: where it stands in the folder, and the SHA-256 of its bytes."""

    path: PurePosixPath
    place: Path
    sha256: str
    is_page: bool  # whether it becomes a page; otherwise it is an attachment

    def bytes(self) -> bytes:
        """What is in it."""
        return self.place.read_bytes()


@dataclass(frozen=True)
class LeftOut:
    """A file that does not come in, and why."""

    path: str
    reason: str


def scan(
    root: Path, leave_out: tuple[str, ...] = (), pages: frozenset[str] = PAGES
) -> tuple[list[File], list[LeftOut]]:
    """All files below `root`, by path, and those that stay out. `pages` are the endings of files that become pages.

    Raises:
        NotADirectoryError: there is no such folder.
    """
    if not root.is_dir():
        raise NotADirectoryError(root)
    inside = root.resolve()
    files, left = [], []
    for place in sorted(root.rglob("*")):
        if place.is_dir() and not place.is_symlink():
            continue
        path = PurePosixPath(place.relative_to(root).as_posix())
        reason = _reason(place, path, inside, leave_out)
        if reason:
            left.append(LeftOut(str(path), reason))
        else:
            files.append(File(path, place, _hash(place), path.suffix.lower() in pages))
    return files, left


def _hash(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(place: Path, path: PurePosixPath, inside: Path, leave_out: tuple[str, ...]) -> str:
    if any(part.startswith(".") for part in path.parts):
        return _("a hidden file")
    if place.is_symlink() and not place.resolve().is_relative_to(inside):
        return _("a link out of the folder")
    if not place.is_file():
        return _("not a file")
    if any(fnmatch(str(path), pattern) or fnmatch(path.name, pattern) for pattern in leave_out):
        return _("the profile leaves it out")
    size = place.stat().st_size
    if size == 0 and path.suffix.lower() not in PAGES:
        return _("an empty file")
    return _("larger than 512 MB") if size > LARGEST else ""
