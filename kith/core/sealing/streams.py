"""Files under a seal, of any size, written and read piece by piece, from any place in them.

A header names the key and holds a salt; from both the file's own key is derived. Then come pieces of 64 KiB, each
sealed (AES-256-GCM) with its number and whether it is the last as nonce, so that pieces can be neither changed, moved
nor left out, and the end cannot be cut off. It is the construction STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015).
"""

import io
import os
import secrets
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kith.core.sealing import ring

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"KITH SEALED 1\n\x00\x00"
SALT = 16
HEADER = len(MAGIC) + ring.ID_SIZE + SALT
PIECE = 64 * 1024
TAG = 16
WHOLE = PIECE + TAG


class Broken(OSError):
    """The file was changed or cut off since it was sealed."""


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Writer:
    """Seals what is written to it. Only `close` makes it whole; what is left without it cannot be read."""

    def __init__(self, out: BinaryIO, purpose: bytes = b"kith file") -> None:
        key, salt = ring.current(), secrets.token_bytes(SALT)
        self._head = MAGIC + bytes.fromhex(key.id) + salt
        self._box = AESGCM(key.derived(salt, purpose))
        self.key_id = key.id
        self._out, self._number, self._held = out, 0, bytearray()
        out.write(self._head)

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._held += data
        while len(self._held) > PIECE:  # not at PIECE: the last one must be known as such
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._box.encrypt(_nonce(self._number, last), piece, self._head))
        self._number += 1

    def close(self) -> None:
        """Seal the last piece.

        Raises:
            KeyMissing: the key was dropped meanwhile, so that nobody could ever read it.
        """
        ring.require([self.key_id])
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is None:
            self.close()


class _Reader(io.RawIOBase):
    """The bytes of a sealed file, from any place in it."""

    def __init__(self, source: BinaryIO, purpose: bytes) -> None:
        self._source = source
        self._head = source.read(HEADER)
        key_id, salt = self._head[len(MAGIC) : len(MAGIC) + ring.ID_SIZE], self._head[-SALT:]
        if len(self._head) < HEADER:
            raise Broken("the file was cut off")
        self._box = AESGCM(ring.by_id(key_id.hex()).derived(salt, purpose))
        sealed = source.seek(0, os.SEEK_END) - HEADER
        self._pieces = max(-(-sealed // WHOLE), 1)
        self._size = sealed - self._pieces * TAG
        if self._size < 0:
            raise Broken("the file was cut off")
        self._at, self._number, self._piece = 0, -1, b""
        self._load(self._pieces - 1)  # an end that was cut off is told before anything is read

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._source.seek(HEADER + number * WHOLE)
            box = self._source.read(WHOLE)
            try:
                self._piece = self._box.decrypt(_nonce(number, number == self._pieces - 1), box, self._head)
            except InvalidTag as error:
                raise Broken("the file was changed since it was sealed") from error
            self._number = number
        return self._piece

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(start + offset, 0)
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PIECE)
        view = memoryview(buffer).cast("B")
        part = self._load(number)[within : within + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._source.close()
        super().close()


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is sealed."""
    return head.startswith(MAGIC)


def key_of(head: bytes) -> str:
    """The id of the key that a sealed file's first bytes name; empty when it is not sealed."""
    return head[len(MAGIC) : len(MAGIC) + ring.ID_SIZE].hex() if is_sealed(head) else ""


def count(paths: Iterable[Path]) -> dict[str, int]:
    """How many of some files each key seals, by its id; those in the clear by an empty one."""
    found: Counter[str] = Counter()
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                found[key_of(file.read(HEADER))] += 1
    return dict(found)


def reader(source: BinaryIO, purpose: bytes = b"kith file", *, clear: bool = True) -> BinaryIO:
    """The bytes behind the seal; closing it closes `source`.

    Args:
        clear: what is not sealed, because it was kept before there were seals, is read as it is.

    Raises:
        KeyMissing: the key is not here.
        Broken: the end was cut off or changed; a change elsewhere is told by the read that meets it.
    """
    head = source.read(len(MAGIC))
    source.seek(0)
    if not is_sealed(head):
        if not clear:
            source.close()
            raise Broken("the file lies in the clear, where everything is sealed")
        return source
    try:
        return io.BufferedReader(_Reader(source, purpose), PIECE)
    except BaseException:
        source.close()
        raise


def pour(chunks: Iterable[bytes], out: BinaryIO, purpose: bytes = b"kith file") -> None:
    """Seal all of it."""
    with Writer(out, purpose) as writer:
        for chunk in chunks:
            writer.write(chunk)
