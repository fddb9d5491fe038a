"""The one file that a backup is: a zip file of database and files under the seal, with a manifest of what is in it.

Every part stands in the manifest with the SHA-256 of its bytes, so that a restored copy can be compared part by part.
"""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from kith.core.errors import Refused
from kith.core.sealing import ring, streams

PURPOSE = b"kith backup"
FORMAT, EDITION = "kith backup", 1
MANIFEST = "manifest.json"
AT_ONCE = 1024 * 1024


@dataclass
class Part:
    """One part of a backup: SHA-256 of its bytes, and how many there are."""

    sha256: str
    size: int


@dataclass
class Manifest:
    """What a backup holds, and from what.

    Attributes:
        migrations: the schema's state, as (app, name).
        ledger: number and hash of the last sealed row.
        keys: the ids of the keys that are needed to read what was sealed in it.
        settings: the installation's settings, without passwords.
        tables: on PostgreSQL, each table's columns in the order in which its rows are kept.
        sequences: on PostgreSQL, each sequence's last value and whether it was used.
    """

    engine: str
    made_at: str
    migrations: list[tuple[str, str]]
    ledger: tuple[int, str]
    keys: list[str]
    settings: dict[str, str]
    tables: dict[str, list[str]] = field(default_factory=dict)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)


class Packing:
    """A backup that is being written."""

    def __init__(self, target: zipfile.ZipFile, manifest: Manifest, key_id: str) -> None:
        self._target, self.manifest, self.key_id = target, manifest, key_id

    @contextmanager
    def part(self, name: str, *, packed: bool = True) -> Iterator["_Hashing"]:
        """Write a part within the block; what is sealed cannot be packed and need not be tried."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._target.open(info, "w", force_zip64=True) as out:
            hashing = _Hashing(out)
            yield hashing
        self.manifest.parts[name] = Part(hashing.digest.hexdigest(), hashing.size)

    def file(self, name: str, path: Path) -> None:
        """Take in a file as it lies on the disk."""
        with path.open("rb") as source, self.part(name, packed=False) as out:  # where it is gone, nothing is begun
            shutil.copyfileobj(source, out, AT_ONCE)


class _Hashing:
    """Passes on what is written to it and knows its hash and length."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self.digest, self.size = out, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self.digest.update(data)
        self.size += len(data)
        return self._out.write(data)


class _Outward:
    """What a zip file is written to that can only go forward."""

    def __init__(self, writer: streams.Writer) -> None:
        self._writer = writer

    def write(self, data: bytes) -> int:
        return self._writer.write(bytes(data))

    def flush(self) -> None:
        """Nothing: the file is flushed when it is whole."""


@contextmanager
def packing(out: BinaryIO, manifest: Manifest) -> Iterator[Packing]:
    """Write a backup to `out` within the block. Its manifest is written last; without it, it is none."""
    with streams.Writer(out, PURPOSE) as writer, zipfile.ZipFile(_Outward(writer), "w") as target:  # type: ignore[call-overload]
        yield Packing(target, manifest, writer.key_id)
        whole = {"format": FORMAT, "edition": EDITION} | asdict(manifest)
        target.writestr(MANIFEST, json.dumps(whole, indent=1, sort_keys=True), zipfile.ZIP_DEFLATED)


class Opened:
    """A backup that is being read."""

    def __init__(self, source: zipfile.ZipFile, manifest: Manifest) -> None:
        self._source, self.manifest = source, manifest

    def part(self, name: str) -> IO[bytes]:
        """The bytes of a part."""
        return self._source.open(name)

    def take(self, name: str, path: Path) -> None:
        """Write a part to a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.part(name) as source, path.open("wb") as out:
            shutil.copyfileobj(source, out, AT_ONCE)
            out.flush()
            os.fsync(out.fileno())

    def below(self, folder: str) -> list[str]:
        """The names of the parts in a folder."""
        return sorted(name for name in self.manifest.parts if name.startswith(folder))


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """A backup, for reading.

    Raises:
        KeyMissing: the key with which it was sealed is not here.
        Refused: it is none, was cut off or changed, or is of a later edition.
    """
    with path.open("rb") as head:
        key_id = streams.key_of(head.read(streams.HEADER))
    if not key_id:
        raise Refused(_("This file is no backup of Kith’s."))
    ring.require([key_id])  # said before a new key is drawn
    try:
        with streams.reader(path.open("rb"), PURPOSE) as source, zipfile.ZipFile(source) as target:
            yield Opened(target, _manifest(target))
    except (streams.Broken, zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
        raise Refused(_("This backup was cut off or changed since it was made. Take another one.")) from error


def _manifest(source: zipfile.ZipFile) -> Manifest:
    found = json.loads(source.read(MANIFEST))
    if found.pop("format", "") != FORMAT or found.pop("edition", 0) != EDITION:
        raise Refused(_("This backup was made by a later Kith. Restore it with that one."))
    found["parts"] = {name: Part(**part) for name, part in found["parts"].items()}
    found["migrations"] = [(app, name) for app, name in found["migrations"]]
    return Manifest(**found)


def hash_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 of some bytes, in hex."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def hash_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes as they lie on the disk, in hex; empty when there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
