"""A backup proves itself by being restored: into an empty place, by the very command that would do it in need."""

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from kith.audit import ledger
from kith.backups import events, making, told
from kith.backups.models import Backup, Trial
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.core.errors import Refused

log = logging.getLogger(__name__)
LONGEST = 6 * 3600  # seconds


def try_out(backup: Backup) -> Trial:
    """Restore a backup into an empty place, compare all of it, note the time, and take the place away again."""
    row = Trial(backup=backup, begun_at=clock.now(), within=settings.KITH_RESTORE_WITHIN * 60)
    began = clock.now()
    try:
        found = _restored(making.path_of(backup))
        row.compared = found["compared"]
    except (OSError, Refused, psycopg.Error) as error:
        row.failed = str(error)[:300]
        if not isinstance(error, Refused):
            row.failed = _("The trial could not be made. The server’s log says why.")
            log.exception("a backup could not be tried")
    row.seconds = round((clock.now() - began).total_seconds())
    with transaction.atomic():
        row.save()
        ledger.record(events.RestoreTried(by=SYSTEM, backup_id=backup.pk, trial_id=row.pk, held=row.held))
        if not row.held:
            told.did_not_hold(row)
    return row


def _restored(path: Path) -> dict[str, int]:
    if not path.is_file():
        raise Refused(_("The file is not where it was put: %(path)s") % {"path": path})
    _refuse_without_room()
    with tempfile.TemporaryDirectory(prefix="trial-", dir=settings.KITH_DATA) as place, _database() as database:
        environment = os.environ | database | {"KITH_DATA": place, "KITH_KEYS": str(settings.KITH_KEYS)}
        environment["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"
        done = subprocess.run(  # noqa: S603  (our own command, on a file whose name we gave)
            [sys.executable, "-m", "kith.cli.main", "restore", str(path), "--json"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [_("It ended without a word.")]
        raise Refused(said[-1].removeprefix("kith: "))
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _refuse_without_room() -> None:
    free, needed = shutil.disk_usage(settings.KITH_DATA).free, making.room_needed()
    if free < needed * 1.2:
        raise Refused(
            _("There is not enough room for a trial: %(needed)s MB are needed, %(free)s MB are free.")
            % {"needed": round(needed / 1e6), "free": round(free / 1e6)}
        )


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """What a trial's process is told of its database: a new one on the same server, or a file in its own folder."""
    if connection.vendor != "postgresql":
        yield {"DATABASE_URL": ""}
        return
    name = f"kith_trial_{secrets.token_hex(4)}"
    where = connection.get_connection_params()
    known = {key: where[key] for key in ("host", "port", "user", "password") if where.get(key)}
    with psycopg.connect(**known, dbname=where["dbname"], autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refused(
                _("Kith’s database user may not create databases, so that no backup can be tried. Allow it CREATEDB.")
            ) from error
        try:
            yield {"DATABASE_URL": os.environ.get("DATABASE_URL", "").rsplit("/", 1)[0] + f"/{name}"}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
