"""What the clock drives: it seals the ledger itself and hands everything else to the workers when it is due."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections, connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kith.agreements import tasks as agreements
from kith.assurance import tasks as assurance
from kith.audit import chain
from kith.audit import tasks as audit
from kith.backups import tasks as backups
from kith.commitments import tasks as commitments
from kith.committee import tasks as committee
from kith.core import clock
from kith.core.queues import LONG
from kith.deadlines import tasks as deadlines
from kith.exchange import tasks as exchange
from kith.exits import tasks as exits
from kith.exposures import tasks as exposures
from kith.files import tasks as files
from kith.finding import tasks as finding
from kith.identity import tasks as identity
from kith.knowledge import tasks as knowledge
from kith.notices import tasks as notices
from kith.privacy import tasks as privacy
from kith.scim import tasks as scim
from kith.speakup import actions as speakup
from kith.webhooks import tasks as webhooks

log = logging.getLogger(__name__)


@dataclass
class Wheel:
    """One piece of periodic work, and after how many ticks it is due again."""

    work: Callable[[], object]
    every: int
    left: int = 0


TICK = 0.5  # seconds
SECOND, MINUTE, HOUR, DAY = 2, 120, 7200, 172_800  # in ticks
KEPT = 7  # days for which an operator can look up what a task came to
LONGEST = timedelta(minutes=15)  # what a task may take; every task may be done twice
LONGEST_OF_ALL = timedelta(hours=12)  # what one of the long queue may take


def wheels() -> list[Wheel]:
    """The periodic work: twice a second, each second, each minute, each hour, each day."""
    return [
        Wheel(chain.seal, 1),
        Wheel(audit.hand_out, 1),
        Wheel(webhooks.hand_out, SECOND),
        Wheel(agreements.hand_out_receipts, MINUTE),
        Wheel(agreements.hand_out_papers, 5 * MINUTE),
        Wheel(agreements.hand_out_dates, HOUR),
        Wheel(agreements.hand_out_access, HOUR),
        Wheel(notices.hand_out_mails, MINUTE),
        Wheel(commitments.hand_out_reminders, HOUR),
        Wheel(deadlines.hand_out, HOUR),
        Wheel(committee.hand_out, MINUTE),
        Wheel(knowledge.hand_out_lapses, HOUR),
        Wheel(finding.hand_out, HOUR),
        Wheel(exposures.hand_out, HOUR),
        Wheel(assurance.hand_out, HOUR),
        Wheel(exits.hand_out, MINUTE),
        Wheel(speakup.hand_over, MINUTE),
        Wheel(files.hand_out, HOUR),
        Wheel(backups.hand_out, 10 * MINUTE),
        Wheel(take_back, MINUTE),
        Wheel(identity.issue_checkpoint.enqueue, DAY),
        Wheel(exchange.sweep.enqueue, DAY),
        Wheel(privacy.hand_out, DAY),
        Wheel(webhooks.sweep.enqueue, HOUR),
        Wheel(scim.warn.enqueue, DAY),
        Wheel(prune, DAY),
    ]


def take_back() -> int:
    """Put back what a worker began and, having died, will not finish; how many tasks."""
    now, running = clock.now(), DBTaskResult.objects.running()
    lost = running.filter(started_at__lt=now - LONGEST).exclude(queue_name=LONG)
    late = running.filter(started_at__lt=now - LONGEST_OF_ALL, queue_name=LONG)
    return lost.update(status=TaskResultStatus.READY) + late.update(status=TaskResultStatus.READY)


def prune() -> None:
    """Take away what became of tasks some days ago, and sessions that are over."""
    call_command("prune_db_task_results", min_age_days=KEPT, verbosity=0)
    call_command("clearsessions", verbosity=0)


def run(stop: threading.Event) -> None:
    """Turn until told to stop. An error is logged and the work tried again at its next turn."""
    turning = wheels()
    while not stop.wait(TICK):
        close_old_connections()
        for wheel in turning:
            wheel.left -= 1
            if wheel.left > 0:
                continue
            wheel.left = wheel.every
            try:
                wheel.work()
            except Exception:
                log.exception("%s failed; it will be tried again", getattr(wheel.work, "__name__", "a wheel"))
    connections.close_all()
