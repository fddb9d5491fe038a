"""SQLite: its own online backup, which copies every page as it stood at one moment while others write on."""

import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from kith.backups.container import Opened, Packing, hash_of_file
from kith.core import disk

NAME = "database.sqlite3"
WORK = ".kith-copy-"  # how the folder begins in KITH_DATA where the copy lies for a moment


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def dump(packing: Packing) -> None:
    """Write the database as it is at one moment."""
    with tempfile.TemporaryDirectory(dir=settings.KITH_DATA, prefix=WORK) as place:
        copy = Path(place) / NAME
        source = sqlite3.connect(f"{_file().resolve().as_uri()}?mode=ro", uri=True)
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        finally:
            target.close()
            source.close()
        with packing.part(NAME) as out, copy.open("rb") as read:
            while data := read.read(1 << 20):
                out.write(data)


def is_empty() -> bool:
    """Whether there is no database yet, and no log of one, which SQLite would take for the new one's."""
    return not list(_file().parent.glob(f"{_file().name}*"))


def load(opened: Opened) -> None:
    """Put the database's file where it belongs."""
    connections.close_all()
    fresh = _file().with_suffix(".restored")
    opened.take(NAME, fresh)
    fresh.replace(_file())
    disk.settle(_file().parent)


def hashes(_opened: Opened) -> dict[str, str]:
    """The hash of the file. Asked before anything opens it: SQLite writes to it then."""
    return {NAME: hash_of_file(_file())}
