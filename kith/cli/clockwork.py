"""What the clock drives: sealing the ledger, reactions, receipts of what has closed, checkpoints."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connections

from kith.agreements import tasks
from kith.audit import chain, outbox
from kith.identity import checkpoints

log = logging.getLogger(__name__)


@dataclass
class Wheel:
    """One piece of periodic work, and after how many ticks it is due again."""

    work: Callable[[], object]
    every: int
    left: int = 0


TICK = 0.5  # seconds


def wheels() -> list[Wheel]:
    """The periodic work: twice a second, each minute, each day."""
    return [
        Wheel(chain.seal, 1),
        Wheel(outbox.dispatch, 1),
        Wheel(tasks.issue_due, 120),
        Wheel(checkpoints.issue, 172_800),
    ]


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
                log.exception("%s failed; it will be tried again", wheel.work.__name__)
    connections.close_all()


class Clockwork:
    """The clock in a thread of its own, inside the server."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=run, args=(self._stop,), name="clockwork", daemon=True)

    def start(self) -> None:
        """Begin to turn."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the turn that is running, and end."""
        self._stop.set()
        self._thread.join(timeout=10)
