"""The parts of an archive of Kith's, read as what they should be: nothing in one is believed before it is looked at."""

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kith.core import clock
from kith.core.errors import Refused

FORMAT, EDITION = "kith-archive", 1
MANIFEST = "manifest.json"
LARGEST = 64 * 1024 * 1024  # bytes of one page's document


class NoArchive(Refused):
    """The file is no archive of Kith's, or a damaged one."""


def is_archive(path: Path) -> bool:
    """Whether a file is one of Kith's archives, as far as its list of parts says."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as source:
        return MANIFEST in source.namelist()


def document(source: zipfile.ZipFile, name: str) -> dict[str, Any]:
    """A part as the document that it holds.

    Raises:
        NoArchive: it is missing, too large or damaged.
    """
    try:
        info = source.getinfo(name)
        if info.file_size > LARGEST:
            raise NoArchive(_("%(name)s is too large.") % {"name": name})
        found = json.loads(source.read(info))
    except (KeyError, ValueError, RecursionError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NoArchive(_("%(name)s is missing or damaged.") % {"name": name}) from error
    if not isinstance(found, dict):
        raise NoArchive(_("%(name)s is missing or damaged.") % {"name": name})
    return found


def texts(value: object) -> list[str]:
    """The texts in a list; none of what is no list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def rows(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows that a document has under a name; none where it has something else."""
    value = document.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def whole(value: object) -> int:
    """A whole number; 0 for what is none."""
    return value if isinstance(value, int) else 0


def moment(value: object) -> datetime:
    """A moment from an archive; the present one for what is none, and for one that is still to come."""
    found = parse_datetime(value) if isinstance(value, str) else None
    now = clock.now()
    return min(found, now) if found is not None and found.tzinfo is not None else now
