"""Where files lie: sealed, by the hash of their bytes, outside the web root, written whole or not at all.

The same bytes are kept once. That neither grants nor reveals anything: who may fetch them is decided by the
attachment that she asks for, never by the hash, and a store answers alike whether the bytes were known or new.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kith.core import disk
from kith.core.errors import Refused
from kith.core.sealing import resealing, ring, streams

LARGEST = 512 * 1024 * 1024
AT_ONCE = 1024 * 1024  # bytes read at a time


@dataclass(frozen=True)
class Stored:
    """A file in the store: SHA-256 of its bytes, and how many there are."""

    sha256: str
    size: int

    def open(self, _mode: Literal["rb"] = "rb", /) -> BinaryIO:
        """Its bytes, from the beginning; any place in them can be sought."""
        return opened(self.sha256)


def folder() -> Path:
    """The store's folder."""
    return Path(settings.KITH_DATA) / "files"


def path_of(sha256: str) -> Path:
    """Where the file with that hash lies, under its seal."""
    return folder() / sha256[:2] / sha256


def opened(sha256: str) -> BinaryIO:
    """The bytes of the file with that hash.

    Raises:
        KeyMissing: the key with which it was sealed is not here.
        OSError: it is not there, was changed on the disk, or lies there in the clear where everything is sealed.
    """
    return streams.reader(path_of(sha256).open("rb"), clear=resealing.is_due())


def read(sha256: str) -> bytes:
    """All bytes of the file with that hash."""
    with opened(sha256) as file:
        return file.read()


def keep(chunks: Iterable[bytes], rework: Callable[[Path, Path], bool] | None = None) -> Stored:
    """Take a file in. When this returns, its bytes are on the disk under their hash, sealed.

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
            return _settle(chunks, Path(place), rework)
    except OSError as error:
        raise Refused(_("The file was not saved: the server's disk is full or cannot be written."), "file") from error


def _settle(chunks: Iterable[bytes], place: Path, rework: Callable[[Path, Path], bool] | None) -> Stored:
    sealed = place / "sealed"
    if rework is None:
        stored = _seal(chunks, sealed)
    else:  # what reworks a file wants it in the clear; both go with the folder
        came, reworked = place / "came", place / "reworked"
        with came.open("wb") as out:
            for chunk in _measured(chunks):
                out.write(chunk)
        stored = _seal(_chunks(reworked if rework(came, reworked) else came), sealed)
    _name(sealed, path_of(stored.sha256))
    return stored


def _name(sealed: Path, path: Path) -> None:
    """Give a file that is on the disk its name there, for good."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.settle(folder())
    sealed.replace(path)
    disk.settle(path.parent)


def _seal(chunks: Iterable[bytes], path: Path) -> Stored:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        with streams.Writer(out) as writer:
            for chunk in _measured(chunks):
                digest.update(chunk)
                size += writer.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Stored(digest.hexdigest(), size)


def _measured(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same, refused when it is nothing or too much."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise Refused(_("This file is larger than 512 MB."), "file")
        yield chunk
    if size == 0:
        raise Refused(_("This file is empty."), "file")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(AT_ONCE), b"")


def reseal() -> int:
    """Seal with the current key what lies in the store under an older one, or under none; how many files.

    Raises:
        Broken: some were changed on the disk; they are left as they are, and all others are sealed.
    """
    done, faults = 0, []
    for path in folder().glob("??/*"):
        with path.open("rb") as file:
            fresh = streams.key_of(file.read(streams.HEADER)) == ring.current().id
        if fresh:
            continue
        try:
            _reseal(path)
            done += 1
        except (OSError, ring.KeyMissing) as error:
            faults.append(f"{path.name}: {error}")
    if faults:
        raise streams.Broken("; ".join(faults[:20]))
    return done


def _reseal(path: Path) -> None:
    incoming = folder() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=incoming) as place, opened(path.name) as old:
        stored = _seal(iter(lambda: old.read(AT_ONCE), b""), Path(place) / "sealed")
        if stored.sha256 != path.name:
            raise streams.Broken(f"{path.name} does not hold what its name says")
        _name(Path(place) / "sealed", path)


def sweep(before: float) -> int:
    """Take away what was coming in when its process died, last touched before that time stamp; how many."""
    lost = [path for path in (folder() / "incoming").glob("*") if path.stat().st_mtime < before]
    for path in lost:
        shutil.rmtree(path, ignore_errors=True)
    return len(lost)


def sealed_with() -> dict[str, int]:
    """How many files of the store each key seals, by the key's id; those under none by an empty one."""
    return streams.count(folder().glob("??/*"))
