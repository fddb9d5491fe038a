"""Making a backup, and clearing old ones away."""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.audit.models import Head
from kith.backups import engines, events, told
from kith.backups.container import Manifest, Packing, hash_of_file, packing
from kith.backups.engines import sqlite
from kith.backups.models import Backup
from kith.core import clock, disk
from kith.core.actor import SYSTEM
from kith.core.alone import alone
from kith.core.errors import Refused
from kith.core.sealing import resealing, ring
from kith.files import store
from kith.ui import times

log = logging.getLogger(__name__)
SETTINGS = ("KITH_URL", "DEFAULT_FROM_EMAIL", "LANGUAGE_CODE")
IMPORTS = "imports"
FOLDERS = ("files", IMPORTS)  # of KITH_DATA: exports, spool and progress go by themselves
PROVEN = 1  # of the backups that were restored for a trial the newest is never cleared away


def make(folder: Path, *, new: bool = True) -> Backup:
    """Make a backup in `folder`: database and files as they are at this moment, in one sealed file.

    While it is made files are only added (`files.letting_go` waits for the same lock), so that those of the database's
    moment are all there when they are read after it.
    What was sent for an import may go meanwhile: that import is over.

    Args:
        new: the folder may be a new one. Where the clock asks it must be there: a disk that is not mounted leaves none.

    Raises:
        Refused: another one is being made, or this one could not be; what stopped it is kept, and its owners are told.
    """
    with alone("backup", _("A backup is being made already.")):
        for lost in Backup.objects.filter(finished_at=None):  # nobody else is at it: its process has died
            _fail(lost, _("It was cut off before it was done."))
        row = Backup.objects.create(begun_at=clock.now(), folder=str(folder.resolve()))
        try:
            _sweep(folder)
            _write(row, folder.resolve(), new=new)
        except Refused as refused:
            _fail(row, str(refused))
            raise
        except Exception as error:  # whatever it was: it is kept, told, and tried again
            log.exception("no backup was made")
            full = isinstance(error, OSError)
            words = _("The folder cannot be written, or its disk is full.") if full else _("The server’s log says why.")
            _fail(row, words)
            raise Refused(words) from error
        return row


def _sweep(folder: Path) -> None:
    """Take away what runs left behind whose process died: by names that nobody else gives."""
    for path in folder.glob("kith-*.backup.part"):
        path.unlink(missing_ok=True)
    for path in Path(settings.KITH_DATA).glob(f"{sqlite.WORK}*"):
        shutil.rmtree(path, ignore_errors=True)


def _write(row: Backup, folder: Path, *, new: bool) -> None:
    if not new and not folder.is_dir():
        raise Refused(_("The folder %(folder)s is not there. Is its disk mounted?") % {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"kith-{row.begun_at:%Y-%m-%d-%H%M%S}-{row.uid}.backup"
    part = folder / f"{name}.part"
    try:
        with part.open("wb") as out:
            part.chmod(0o600)
            manifest = _manifest(row)
            with packing(out, manifest) as target:
                engines.ours().dump(target)
                for each in FOLDERS:
                    for path in _files(Path(settings.KITH_DATA) / each):
                        _take(target, path)
                row.key_id = target.key_id
            out.flush()
            os.fsync(out.fileno())
        row.sha256, row.size = hash_of_file(part), part.stat().st_size
        part.rename(folder / name)
        disk.settle(folder)
    finally:
        part.unlink(missing_ok=True)
    row.name, row.finished_at = name, clock.now()
    row.files = len([each for each in manifest.parts if each.startswith("files/")])
    row.ledger_seq = manifest.ledger[0]
    with transaction.atomic():
        row.save()
        ledger.record(events.BackupMade(by=SYSTEM, backup_id=row.pk, sha256=row.sha256))


def _take(target: Packing, path: Path) -> None:
    """Take in a file. What was sent for an import goes when that is over; files stay."""
    name = path.relative_to(settings.KITH_DATA)
    try:
        target.file(str(name), path)
    except FileNotFoundError:
        if name.parts[0] != IMPORTS:
            raise


def _manifest(row: Backup) -> Manifest:
    head = Head.objects.filter(pk=1).first()
    return Manifest(
        engine=connection.vendor,
        made_at=times.stamp(row.begun_at),
        migrations=sorted(MigrationRecorder(connection).applied_migrations()),
        ledger=(head.seq, head.hash) if head else (0, ""),
        keys=sorted({ring.current().id, *_needed()}),
        settings={name: str(getattr(settings, name)) for name in SETTINGS},
    )


def _needed() -> set[str]:
    """The ids of the keys with which something is sealed that goes into the backup."""
    return {key_id for part in resealing.parts() if part.reseal for key_id in part.sealed_with()} - {""}


def _files(folder: Path) -> Iterator[Path]:
    """What lies in a folder for good, in a fixed order; what is just coming in is not there yet."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] != "incoming":
            yield path


def _fail(row: Backup, words: str) -> None:
    row.failed, row.finished_at, row.sha256 = words[:300], clock.now(), ""
    with transaction.atomic():
        row.save()
        ledger.record(events.BackupFailed(by=SYSTEM, backup_id=row.pk))
        told.failed(row)


def clear(folder: Path, keep: int) -> int:
    """Clear away all but the newest backups of a folder, but never the newest that was proven; how many.

    What somebody put elsewhere by hand is hers.
    """
    done = Backup.objects.filter(failed="", gone_at=None, finished_at__isnull=False, folder=str(folder.resolve()))
    rows = list(done.order_by("-begun_at", "-pk"))
    proven = [row for row in rows if row.trials.filter(failed="", finished_at__isnull=False).exists()][:PROVEN]
    old = [row for row in rows[keep:] if row not in proven]
    for row in old:
        (Path(row.folder) / row.name).unlink(missing_ok=True)
        row.gone_at = clock.now()
        with transaction.atomic():
            row.save(update_fields=["gone_at"])
            ledger.record(events.BackupCleared(by=SYSTEM, backup_id=row.pk))
    return len(old)


def path_of(row: Backup) -> Path:
    """Where a backup lies."""
    return Path(row.folder) / row.name


def room_needed() -> int:
    """Bytes that a trial needs beside what is there: as much as the store and the database take."""
    files = sum(path.stat().st_size for path in store.folder().rglob("*") if path.is_file())
    name = Path(str(connection.settings_dict["NAME"]))
    return files + (name.stat().st_size if connection.vendor == "sqlite" and name.exists() else 0)
