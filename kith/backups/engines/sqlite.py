"""SQLite: its own online backup, which copies every page as it stood at one moment while others write on."""

import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from kith.backups.container import Opened, Packing, hash_of_file

NAME = "database.sqlite3"


def _file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def dump(packing: Packing) -> None:
    """Write the database as it is at one moment."""
    with tempfile.TemporaryDirectory(dir=settings.KITH_DATA) as place:
        copy = Path(place) / NAME
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
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
    """Whether there is no database yet."""
    return not _file().exists()


def load(opened: Opened) -> None:
    """Put the database's file where it belongs."""
    connections.close_all()
    fresh = _file().with_suffix(".restored")
    opened.take(NAME, fresh)
    fresh.replace(_file())


def hashes(_opened: Opened) -> dict[str, str]:
    """The hash of the file. Asked before anything opens it: SQLite writes to it then."""
    return {NAME: hash_of_file(_file())}
