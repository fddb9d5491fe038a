"""Where files lie: by the hash of their bytes, outside the web root, written whole or not at all.

The same bytes are kept once. That neither grants nor reveals anything: who may fetch them is decided by the
attachment that she asks for, never by the hash, and a store answers alike whether the bytes were known or new.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused

LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """A file in the store: SHA-256 of its bytes, and how many there are."""

    sha256: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return path_of(self.sha256)


def folder() -> Path:
    """The store's folder."""
    return Path(settings.KITH_DATA) / "files"


def path_of(sha256: str) -> Path:
    """Where the file with that hash lies."""
    return folder() / sha256[:2] / sha256


def keep(chunks: Iterable[bytes], rework: Callable[[Path, Path], bool] | None = None) -> Stored:
    """Take a file in. When this returns, its bytes are on the disk under their hash.

    Args:
        rework: is handed what came in and where it may write what is to be kept in its stead, and says whether it did.
            What came in is not kept then.

    Raises:
        Refused: it is empty, too large, or the disk is full; nothing is kept then.
    """
    incoming = folder() / "incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=incoming) as place:
            came, reworked = Path(place) / "came", Path(place) / "reworked"
            stored = _write(chunks, came)
            if rework and rework(came, reworked):
                came = reworked
                stored = _settle(came)
            stored.path.parent.mkdir(parents=True, exist_ok=True)
            came.replace(stored.path)
    except OSError as error:
        raise Refused(_("The file was not saved: the server's disk is full or cannot be written."), "file") from error
    return stored


def _write(chunks: Iterable[bytes], path: Path) -> Stored:
    with path.open("wb") as out:
        digest, size = _pour(chunks, out.write)
        out.flush()
        os.fsync(out.fileno())
    if size == 0:
        raise Refused(_("This file is empty."), "file")
    return Stored(digest, size)


def _settle(path: Path) -> Stored:
    """A file that somebody else wrote: its hash and size, once its bytes are on the disk."""
    with path.open("r+b") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return Stored(digest, path.stat().st_size)


def _pour(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise Refused(_("This file is larger than 512 MB."), "file")
        digest.update(chunk)
        write(chunk)
    return digest.hexdigest(), size
