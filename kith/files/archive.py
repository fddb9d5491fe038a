"""Zip files from outside: looked at before anything unpacks them."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kith.prose.sentence import Sentence
from kith.prose.sentence import marked as _

MAX_MEMBERS = 5_000  # parts of one Office file
MAX_UNPACKED = 300_000_000  # bytes of all parts together
MAX_PART = 100_000_000  # bytes of one part
MAX_RATIO = 400  # unpacked to packed; Office's XML reaches some tens
SMALL = 5_000_000  # bytes; a part smaller than this may be packed as tightly as it likes


@dataclass(frozen=True)
class Limits:
    """What a zip file may hold before it is not unpacked."""

    members: int
    unpacked: int  # bytes of all parts together
    part: int  # bytes of one part


OFFICE = Limits(MAX_MEMBERS, MAX_UNPACKED, MAX_PART)
DAMAGED = Sentence(_("The file is damaged and could not be read."))
LOCKED = Sentence(_("The file is protected by a password and was not read."))
TOO_LARGE = Sentence(_("The file is too large when unpacked and was not read."))


def refusal(source: Path | IO[bytes], limits: Limits = OFFICE) -> Sentence | None:
    """Why the zip file in `source` must not be unpacked, as a sentence; None when it may be."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return DAMAGED
    if len(parts) > limits.members:
        return Sentence(_("The file has more than %(count)s parts and was not read."), count=f"{limits.members:,}")
    if any(part.flag_bits & 1 for part in parts):
        return LOCKED
    if sum(part.file_size for part in parts) > limits.unpacked or any(_is_bomb(part, limits) for part in parts):
        return TOO_LARGE
    return None


def _is_bomb(part: zipfile.ZipInfo, limits: Limits) -> bool:
    tight = part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
    return part.file_size > limits.part or tight
