"""How it stands with backups."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from kith.backups import policy
from kith.backups.models import Backup, Trial
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen

EVERY = timedelta(days=1)
LATE = timedelta(days=2)  # one was missed
TRY_EVERY = timedelta(days=7)
PROVEN_FOR = timedelta(days=90)
SHOWN = 30
CUT_OFF = timedelta(hours=6)  # what runs longer than that is running no more


@dataclass(frozen=True)
class Standing:
    """How it stands now: the newest backup, the newest trial, and whether they are recent enough and held."""

    newest: Backup | None
    trial: Trial | None
    late: bool
    unproven: bool

    @property
    def holds(self) -> bool:
        """Whether there is a recent backup, and a recent trial that held."""
        return self.newest is not None and not self.late and not self.unproven


@dataclass(frozen=True)
class Page:
    """What the page of backups shows.

    Attributes:
        rows: the last runs with their trials; empty for those who only need to know that it is done.
    """

    standing: Standing
    rows: list[Backup]
    running: Backup | None
    runs: bool
    scheduled: bool
    within: int  # minutes


def standing() -> Standing:
    """How it stands with backups."""
    now = clock.now()
    newest = made().first()
    done = Trial.objects.filter(finished_at__isnull=False)
    trial = done.select_related("backup").order_by("-begun_at", "-pk").first()
    return Standing(
        newest,
        trial,
        late=newest is None or newest.begun_at < now - LATE,
        unproven=trial is None or not trial.held or trial.begun_at < now - PROVEN_FOR,
    )


def page(by: Actor) -> Page:
    """The page of backups.

    Raises:
        Unseen: it is not for her.
    """
    if not policy.reads(by):
        raise Unseen("Backup")
    runs = policy.runs(by)
    trials = Prefetch("trials", Trial.objects.filter(finished_at__isnull=False).order_by("-begun_at", "-pk"))
    rows = list(Backup.objects.order_by("-begun_at", "-pk").prefetch_related(trials)[:SHOWN]) if runs else []
    since = clock.now() - CUT_OFF
    return Page(
        standing(),
        [row for row in rows if row.finished_at],
        Backup.objects.filter(finished_at=None, begun_at__gte=since).order_by("-begun_at").first(),
        runs,
        bool(settings.KITH_BACKUPS),
        settings.KITH_RESTORE_WITHIN,
    )


def made() -> "QuerySet[Backup]":
    """Backups that are there, the newest first; where the clock makes them, only those."""
    rows = Backup.objects.filter(failed="", finished_at__isnull=False, gone_at=None).order_by("-begun_at", "-pk")
    return rows.filter(folder=str(Path(settings.KITH_BACKUPS).resolve())) if settings.KITH_BACKUPS else rows
