"""The frames on the wire: the protocol of the Hocuspocus client, as bytes.

Each frame: the document's key as a string, a kind, a payload. Numbers are variable-length; strings and byte strings
carry their length in bytes before them.
"""

from collections.abc import Iterator
from enum import IntEnum

LARGEST_NUMBER = 1 << 53  # what a browser counts up to


class Kind(IntEnum):
    """What a frame is about."""

    SYNC = 0
    AWARENESS = 1
    AUTH = 2
    QUERY_AWARENESS = 3
    SYNC_REPLY = 4
    STATELESS = 5
    CLOSE = 7
    STATUS = 8
    PING = 9
    PONG = 10


class Sync(IntEnum):
    """The steps of bringing two sides together: what I have; what you lack; what I just changed."""

    HAVE = 0
    LACK = 1
    CHANGE = 2


class Auth(IntEnum):
    """What a frame of kind AUTH says."""

    TOKEN = 0
    DENIED = 1
    ALLOWED = 2


class Malformed(ValueError):
    """The bytes are no frame."""


def number(value: int) -> bytes:
    """A number, seven bits a byte."""
    out = bytearray()
    while value > 127:
        out.append(128 | (value & 127))
        value >>= 7
    out.append(value)
    return bytes(out)


def blob(value: bytes) -> bytes:
    """Bytes with their length."""
    return number(len(value)) + value


def words(value: str) -> bytes:
    """A string with its length in bytes."""
    return blob(value.encode())


def frame(document: str, kind: Kind, payload: bytes = b"") -> bytes:
    """A whole frame."""
    return words(document) + number(kind) + payload


def sync(document: str, step: Sync, data: bytes) -> bytes:
    """A frame of kind SYNC."""
    return frame(document, Kind.SYNC, number(step) + blob(data))


def saved(document: str) -> bytes:
    """The acknowledgement of one change: it is on disk."""
    return frame(document, Kind.STATUS, number(1))


def awareness(document: str, states: list[tuple[int, int, bytes]]) -> bytes:
    """Who is there: for each client its number, a counter, and its state as JSON (`null`: gone)."""
    inner = number(len(states)) + b"".join(number(who) + number(count) + blob(state) for who, count, state in states)
    return frame(document, Kind.AWARENESS, blob(inner))


class Reader:
    """Reads one frame from its beginning on."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self) -> int:
        """The next number.

        Raises:
            Malformed: there is none, or it is too large.
        """
        value = shift = 0
        while True:
            if self.at >= len(self.data):
                raise Malformed("the frame ends in a number")
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
            if shift > 56:
                raise Malformed("a number is too long")
        if value > LARGEST_NUMBER:
            raise Malformed("a number is too large")
        return value

    def blob(self) -> bytes:
        """The next byte string.

        Raises:
            Malformed: it is shorter than it says.
        """
        size = self.number()
        end = self.at + size
        if end > len(self.data):
            raise Malformed("a string is shorter than it says")
        value = self.data[self.at : end]
        self.at = end
        return value

    def words(self) -> str:
        """The next string.

        Raises:
            Malformed: it is not UTF-8.
        """
        try:
            return self.blob().decode()
        except UnicodeDecodeError as error:
            raise Malformed("a string is not UTF-8") from error


def states(payload: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The states in an awareness payload.

    Raises:
        Malformed: it holds none.
    """
    reader = Reader(payload)
    for _ in range(reader.number()):
        yield reader.number(), reader.number(), reader.blob()
