"""A backup proves itself by being restored: into an empty place, by the very command that would do it in need."""

import hashlib
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
from kith.core.alone import alone
from kith.core.errors import Refused

log = logging.getLogger(__name__)
LONGEST = 6 * 3600  # seconds
WORK = ".kith-trial-"  # how the folders begin in KITH_DATA into which a backup is restored
OURS = "kith: "  # how a sentence of the command begins that is meant for people


def try_out(backup: Backup) -> Trial:
    """Restore a backup into an empty place, compare all of it, note the time, and take the place away again.

    Raises:
        Refused: another trial is under way.
    """
    with alone("trial", _("A trial is under way already.")) as lock:
        for lost in Trial.objects.filter(finished_at=None):  # nobody else is at it: its process has died
            _finish(lost, _("It was cut off before it was done."))
        row = Trial.objects.create(backup=backup, begun_at=clock.now(), within=settings.KITH_RESTORE_WITHIN * 60)
        failed = ""
        try:
            row.compared = _restored(making.path_of(backup), lock)
        except Refused as refused:
            failed = str(refused)
        except Exception:  # whatever it was: a trial that nobody hears of proves nothing
            log.exception("a backup could not be tried")
            failed = _("The trial could not be made. The server’s log says why.")
        return _finish(row, failed)


def _finish(row: Trial, failed: str) -> Trial:
    row.failed, row.finished_at = failed[:300], clock.now()
    row.seconds = round((row.finished_at - row.begun_at).total_seconds())
    with transaction.atomic():
        row.save()
        ledger.record(events.RestoreTried(by=SYSTEM, backup_id=row.backup_id, trial_id=row.pk, held=row.held))
        if not row.held:
            told.did_not_hold(row)
    return row


def _restored(path: Path, lock: int) -> int:
    """How many parts were compared. The process that restores keeps the lock, should this one die."""
    if not path.is_file():
        raise Refused(_("The file is not where it was put: %(path)s") % {"path": path})
    _sweep()
    _refuse_without_room()
    with tempfile.TemporaryDirectory(prefix=WORK, dir=settings.KITH_DATA) as place, _database() as database:
        environment = os.environ | database | {"KITH_DATA": place, "KITH_KEYS": str(settings.KITH_KEYS)}
        environment["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"
        done = subprocess.run(  # noqa: S603  (our own command, on a file whose name we gave)
            [sys.executable, "-m", "kith.cli.main", "restore", str(path), "--json"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
            pass_fds=(lock,),
        )
    if done.returncode:
        log.error("a backup could not be restored: %s", done.stderr)
        *_before, last = ["", *done.stderr.strip().splitlines()]
        if last.startswith(OURS):
            raise Refused(last.removeprefix(OURS))
        raise Refused(_("The restore ended with an error. The server’s log says which."))  # its words may name people
    return int(json.loads(done.stdout.splitlines()[-1])["compared"])


def _sweep() -> None:
    """Take away the places of trials whose process died."""
    for path in Path(settings.KITH_DATA).glob(f"{WORK}*"):
        shutil.rmtree(path, ignore_errors=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_prefix()}%"])
            lost = [name for (name,) in cursor.fetchall()]
        with _server() as server:
            for name in lost:
                _drop(server, name)


def _refuse_without_room() -> None:
    free, needed = shutil.disk_usage(settings.KITH_DATA).free, making.room_needed()
    if free < needed * 1.2:
        raise Refused(
            _("There is not enough room for a trial: %(needed)s MB are needed, %(free)s MB are free.")
            % {"needed": round(needed / 1e6), "free": round(free / 1e6)}
        )


def _prefix() -> str:
    """How this installation's databases for trials begin: others may stand on the same server."""
    return f"kith_trial_{hashlib.sha256(str(settings.KITH_DATA).encode()).hexdigest()[:8]}_"


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    where = connection.get_connection_params()
    known = {key: where[key] for key in ("host", "port", "user", "password", "dbname") if where.get(key)}
    with psycopg.connect(**known, autocommit=True) as server:
        yield server


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """What a trial's process is told of its database: a new one on the same server, or a file in its own folder."""
    if connection.vendor != "postgresql":
        yield {"DATABASE_URL": ""}
        return
    name = _prefix() + secrets.token_hex(4)
    with _server() as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refused(
                _("Kith’s database user may not create databases, so that no backup can be tried. Allow it CREATEDB.")
            ) from error
        try:
            yield {"DATABASE_URL": os.environ.get("DATABASE_URL", "").rsplit("/", 1)[0] + f"/{name}"}
        finally:
            _drop(server, name)
