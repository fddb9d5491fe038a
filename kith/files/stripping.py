"""Taking everything but the picture out of a PNG or JPEG file, without touching the picture.

Only the parts that draw are copied: what is not known to draw goes, and so does whatever lies behind the end.
"""

import struct
import zlib
from collections.abc import Iterator

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_DRAWS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"cHRM", b"sBIT", b"pHYs"}
EOI, SOS, APP0, ADOBE, COMMENT = 0xD9, 0xDA, 0xE0, 0xEE, 0xFE
STANDALONE = {0x00, 0x01, *range(0xD0, 0xD8)}  # markers without a length: stuffing and restarts
PLAIN_JFIF = 16  # bytes of an APP0 segment without a thumbnail


class Damaged(ValueError):
    """The file breaks off, or a part of it is not what it says."""


def png(data: bytes) -> bytes:
    """The PNG without text, times, profiles, EXIF, further frames and trailing bytes.

    Raises:
        Damaged: a part is cut off or its checksum is wrong.
    """
    return PNG_HEAD + b"".join(whole for kind, whole in _png_parts(data) if kind in PNG_DRAWS)


def png_exif(data: bytes) -> bytes:
    """What the PNG's EXIF part holds; empty where it has none. Raises Damaged, as `png`."""
    return next((whole[8:-4] for kind, whole in _png_parts(data) if kind == b"eXIf"), b"")


def _png_parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts up to the end of the picture: the kind of each, and the part as it stands in the file."""
    if not data.startswith(PNG_HEAD):
        raise Damaged(data[:8])
    kind, at = b"", len(PNG_HEAD)
    while kind != b"IEND":
        if at + 12 > len(data):
            raise Damaged(at)
        length, kind = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + length]
        if len(whole) != 12 + length or zlib.crc32(whole[4:-4]) != struct.unpack(">I", whole[-4:])[0]:
            raise Damaged(kind)
        yield kind, whole
        at += 12 + length


def jpeg(data: bytes) -> bytes:
    """The JPEG without EXIF, profiles, comments, thumbnails and trailing bytes.

    Raises:
        Damaged: it breaks off before its end.
    """
    if data[:2] != b"\xff\xd8":
        raise Damaged(data[:2])
    kept, at = [data[:2]], 2
    while True:
        kind, at = _marker(data, at)
        if kind == EOI:
            return b"".join([*kept, b"\xff\xd9"])
        end = at + _length(data, at)
        if _draws(kind, data, at, end):
            kept.append(data[at - 2 : end])
        at = end
        if kind == SOS:  # what follows is the picture, up to the next marker that is none of its own
            at = _end_of_scan(data, end)
            kept.append(data[end:at])


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker and the place behind it."""
    if data[at : at + 1] != b"\xff":
        raise Damaged(at)
    while data[at : at + 1] == b"\xff":  # any number of fill bytes
        at += 1
    if at >= len(data):
        raise Damaged(at)
    return data[at], at + 1


def _length(data: bytes, at: int) -> int:
    if at + 2 > len(data):
        raise Damaged(at)
    length: int = struct.unpack_from(">H", data, at)[0]
    if length < 2 or at + length > len(data):
        raise Damaged(at)
    return length


def _draws(kind: int, data: bytes, at: int, end: int) -> bool:
    """Whether a segment is needed to draw: tables, frames, scans; the JFIF head, and Adobe's note on its colours."""
    if kind == APP0:
        return data[at + 2 : at + 7] == b"JFIF\0" and end - at == PLAIN_JFIF
    if kind == ADOBE:
        return data[at + 2 : at + 7] == b"Adobe" and end - at <= PLAIN_JFIF
    return not (APP0 < kind <= 0xEF or kind == COMMENT)


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Damaged(at)
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] in STANDALONE:
            at += 2
        else:
            return at
