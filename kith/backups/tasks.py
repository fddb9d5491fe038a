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

log = logging.getLogger(__name__)
AGAIN = timedelta(hours=1)  # after one that failed


@task()
def make() -> str:
    """Make a backup where the operator wants them, and clear old ones away; its id, or empty when there is none."""
    try:
        row = making.make(Path(settings.KITH_BACKUPS))
    except Refused as refused:
        log.warning("no backup was made: %s", refused)
        return ""
    making.clear(settings.KITH_BACKUPS_KEPT)
    return row.uid


@task()
def try_newest() -> bool:
    """Restore the newest backup into an empty place and compare; whether it held."""
    row = made().first()
    return row is not None and trying.try_out(row).held


def hand_out() -> None:
    """Have a backup made each day, and one tried each week, where the operator said where they belong."""
    if not settings.KITH_BACKUPS:
        return
    now = clock.now()
    last = Backup.objects.order_by("-begun_at").first()
    wait = AGAIN if last is None or last.failed else EVERY
    if last is None or last.begun_at < now - wait:
        make.enqueue()
    elif made().exists() and not Trial.objects.filter(begun_at__gt=now - TRY_EVERY).exists():
        try_newest.enqueue()
