"""Unpacking a zip file from outside: nothing leaves its folder, nothing is larger than it said."""

import errno
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from kith.exchange.reading.desk import DEEPEST
from kith.files import archive

LIMITS = archive.Limits(members=50_000, unpacked=8 * 1024**3, part=512 * 1024**2)
CHUNK = 1024 * 1024
LINK, OUTSIDE, DEEP, BROKEN, LOCKED = (
    "a link instead of a file",
    "its name leads out of the folder",
    "it lies more than 30 folders deep",
    "it is damaged",
    "it is protected by a password",
)


class Unreadable(Exception):
    """A file cannot be read; its words say why."""


def refuse(path: Path) -> None:
    """Refuse a zip file that must not be unpacked.

    Raises:
        Unreadable: damaged, locked, too many parts, or larger than it should be.
    """
    reason = archive.refusal(path, LIMITS)
    if reason is not None:
        raise Unreadable(str(reason))


def unpack(path: Path, to: Path, leave_out: Callable[[str, str], None]) -> None:
    """Unpack a zip file into a folder; what does not come is said to `leave_out`.

    Raises:
        Unreadable: the whole file must not be unpacked.
    """
    refuse(path)
    with zipfile.ZipFile(path) as source:
        for part in source.infolist():
            if part.filename.endswith("/"):
                continue
            name = _name(part)
            reason = _refusal(part, name)
            if reason:
                leave_out(name, reason)
                continue
            try:
                _write(source, part, to / name)
            except FileExistsError:
                leave_out(name, "there are two of that name")
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    raise
                leave_out(name, "its name is too long, or stands for a folder too")
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
                (to / name).unlink(missing_ok=True)
                leave_out(name, BROKEN)


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a part; one in another alphabet that does not say which is read as UTF-8 where it is that.

    Some programs part folders by backslashes.
    """
    name = part.filename.replace("\\", "/")
    if part.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _refusal(part: zipfile.ZipInfo, name: str) -> str:
    path = PurePosixPath(name)
    if stat.S_ISLNK(part.external_attr >> 16):
        return LINK
    if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\x00" in name:
        return OUTSIDE
    return DEEP if len(path.parts) > DEEPEST else ""


def _write(source: zipfile.ZipFile, part: zipfile.ZipInfo, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with source.open(part) as coming, to.open("xb") as file:
        left = part.file_size
        while block := coming.read(CHUNK):
            left -= len(block)
            if left < 0:
                raise zipfile.BadZipFile("larger than it said")
            file.write(block)
