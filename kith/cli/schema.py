"""Bringing the database's schema to the code's: once at a time, and never backwards."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kith.cli import rendering
from kith.core.errors import Refused
from kith.core.sealing import ring

LOCK = 4_711_2026  # the advisory lock's number on PostgreSQL; any will do


def migrate() -> None:
    """Apply what is missing, while nobody else does.

    Raises:
        Refused: the schema is newer than the code, or a key that this data needs is not here.
    """
    ring.require(ring.needed())
    with _alone():
        refuse_newer()
        with rendering.alone():
            call_command("migrate", verbosity=0, interactive=False)


def refuse_newer() -> None:
    """Stop when the database knows migrations that this code does not."""
    loader = MigrationLoader(connection)
    ours = {app for app, _name in loader.disk_migrations}
    newer = sorted(
        f"{app} {name}" for app, name in set(loader.applied_migrations) - set(loader.disk_migrations) if app in ours
    )
    if newer:
        raise Refused(
            f"This database was made by a newer Kith ({newer[0]} is not known here). Nothing was changed. "
            "Start the newer version, or restore the backup you took before it."
        )


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    with (Path(settings.KITH_DATA) / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
