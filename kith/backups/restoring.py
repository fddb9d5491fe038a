"""Restoring a backup into an empty place, and comparing what is there now with what was backed up."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext as _

from kith.audit import chain
from kith.audit.models import Link
from kith.backups import engines
from kith.backups.container import Opened, hash_of_file, opened
from kith.backups.making import FOLDERS
from kith.backups.models import Backup, Trial
from kith.core.errors import Refused
from kith.core.sealing import ring


@dataclass(frozen=True)
class Restored:
    """What came of it.

    Attributes:
        compared: how many parts were read again from their new place and compared with the manifest.
        seconds: from the first byte to the last comparison.
        events: how many rows the ledger has, all of them in one whole chain.
    """

    made_at: str
    compared: int
    seconds: int
    events: int


def restore(path: Path, migrate: Callable[[], None]) -> Restored:
    """Restore a backup into this installation, which must be empty.

    People who were signed in are not any more: their sessions lay in the backup, too.

    Args:
        migrate: brings the schema from that of the backup to that of this code.

    Raises:
        KeyMissing: the key with which it was sealed is not here.
        Refused: the place is not empty; it is no whole backup, or of another engine; or what is there afterwards is not
            what was backed up, which names the first difference.
    """
    began = time.monotonic()
    if not path.is_file():
        raise Refused(_("There is no file %(path)s.") % {"path": path})
    with opened(path) as backup:
        _refuse_unfit(backup)
        for folder in FOLDERS:
            for name in backup.below(f"{folder}/"):
                backup.take(name, _place(name))
        ring.note({*backup.manifest.keys, *(key.id for key in ring.held())})
        engine = engines.ours()
        engine.load(backup)
        compared = _compare(backup, engine.hashes(backup))
        migrate()
        _sign_everybody_out()
        _forget_itself()
        events = _ledger(backup)
        return Restored(backup.manifest.made_at, compared, round(time.monotonic() - began), events)


def _refuse_unfit(backup: Opened) -> None:
    if backup.manifest.engine != connection.vendor:
        names = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
        raise Refused(
            _("This backup is of a database on %(was)s, and this installation uses %(is)s. Set DATABASE_URL to fit.")
            % {"was": names[backup.manifest.engine], "is": names[connection.vendor]}
        )
    ring.require(backup.manifest.keys)
    if not engines.ours().is_empty() or any(_files_in(folder) for folder in FOLDERS):
        raise Refused(_("There is something here already. A backup needs an empty KITH_DATA and an empty database."))


def _files_in(folder: str) -> bool:
    return any(path.is_file() for path in (Path(settings.KITH_DATA) / folder).rglob("*"))


def _place(name: str) -> Path:
    """Where a part belongs.

    Raises:
        Refused: its name leads out of KITH_DATA.
    """
    root = Path(settings.KITH_DATA).resolve()
    place = (root / name).resolve()
    if not place.is_relative_to(root):
        raise Refused(_("This backup was cut off or changed since it was made. Take another one."))
    return place


def _compare(backup: Opened, database: dict[str, str]) -> int:
    """Read every part again from where it is now; how many.

    Raises:
        Refused: one is not what it was.
    """
    for name, part in backup.manifest.parts.items():
        found = database.get(name) if name in database else hash_of_file(_place(name))
        if found != part.sha256:
            raise Refused(
                _("%(part)s is not what was backed up. The disk may be faulty; try another one.") % {"part": name}
            )
    return len(backup.manifest.parts)


def _sign_everybody_out() -> None:
    Session.objects.all().delete()
    UserSession.objects.all().delete()


def _forget_itself() -> None:
    """Take away the run that was under way at that moment: it is the one that made this backup."""
    Trial.objects.filter(finished_at=None).delete()
    Backup.objects.filter(finished_at=None).delete()


def _ledger(backup: Opened) -> int:
    """How many rows the ledger has, if it is whole and the same as when it was backed up."""
    seq, digest = backup.manifest.ledger
    same = not seq or Link.objects.filter(seq=seq, hash=digest).exists()
    verdict = chain.check()
    if verdict.finding or not same:
        raise Refused(
            verdict.finding.sentence if verdict.finding else _("The ledger is not the one that was backed up.")
        )
    return verdict.events
