"""What workers do for backups, and when the clock asks for it."""

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django_tasks import task

from kith.backups import making, trying
from kith.backups.models import Backup, Trial
from kith.backups.queries import EVERY, TRY_EVERY, made
from kith.core import clock
from kith.core.errors import Refused
from kith.core.queues import LONG

log = logging.getLogger(__name__)
AGAIN = timedelta(hours=1)  # after one that failed


@task(queue_name=LONG)
def make(*, by_clock: bool = False) -> str:
    """Make a backup where the operator wants them, and clear old ones away; its id, or empty when there is none."""
    if by_clock and not backup_is_due():  # asked twice while the worker was busy
        return ""
    folder = Path(settings.KITH_BACKUPS)
    try:
        row = making.make(folder, new=False)
    except Refused as refused:
        log.warning("no backup was made: %s", refused)
        return ""
    making.clear(folder, settings.KITH_BACKUPS_KEPT)
    return row.uid


@task(queue_name=LONG)
def try_newest(*, by_clock: bool = False) -> bool:
    """Restore the newest backup into an empty place and compare; whether it held."""
    row = made().first()
    if row is None or (by_clock and not trial_is_due()):
        return False
    try:
        return trying.try_out(row).held
    except Refused as refused:
        log.warning("no backup was tried: %s", refused)
        return False


def backup_is_due() -> bool:
    """Whether a day is over since the last one, or an hour since one that failed."""
    last = Backup.objects.order_by("-begun_at", "-pk").first()
    if last is None:
        return True
    return last.begun_at < clock.now() - (AGAIN if last.failed else EVERY)


def trial_is_due() -> bool:
    """Whether a week is over since the last trial, and there is something to try."""
    return made().exists() and not Trial.objects.filter(begun_at__gt=clock.now() - TRY_EVERY).exists()


def hand_out() -> None:
    """Have a backup made each day, and one tried each week, where the operator said where they belong."""
    if not settings.KITH_BACKUPS:
        return
    if backup_is_due():
        make.enqueue(by_clock=True)
    elif trial_is_due():
        try_newest.enqueue(by_clock=True)
