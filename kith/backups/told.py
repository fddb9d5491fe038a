"""Who is told that no backup was made, or that one did not hold: the owners of the founding organisation."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.backups import policy
from kith.backups.models import Backup, Trial
from kith.core.actor import SYSTEM, Actor
from kith.identity import queries as identity
from kith.notices import actions as notices
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice

FAILED = "backup_failed"  # about a backup
DID_NOT_HOLD = "restore_failed"  # about a trial


def listen() -> None:
    """Let these notices be told."""
    kinds.register(FAILED, lambda by, rows: _lines(by, rows, _("No backup was made. See why.")))
    kinds.register(DID_NOT_HOLD, lambda by, rows: _lines(by, rows, _("A backup was tried and did not hold. See why.")))


def _lines(by: Actor, notices_: list[Notice], words: str) -> dict[int, Line]:
    if not policy.runs(by):
        return {}
    return {notice.pk: Line(words, reverse("backups")) for notice in notices_}


def failed(row: Backup) -> None:
    """Tell that no backup was made."""
    notices.tell(FAILED, row.pk, _owners(), by=SYSTEM)


def did_not_hold(row: Trial) -> None:
    """Tell that one could not be restored, or not in time."""
    notices.tell(DID_NOT_HOLD, row.pk, _owners(), by=SYSTEM)


def _owners() -> list[tuple[int, int]]:
    founder = identity.founder()
    return [] if founder is None else [(person, founder) for person in identity.owners(founder)]
