"""Background work in threads: the clock, a worker of the task library, and what makes vectors."""

import logging
import threading
from collections.abc import Callable
from functools import partial

from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from kith.cli import clockwork
from kith.core.queues import LONG
from kith.search.vectors import making

log = logging.getLogger(__name__)
INTERVAL = 0.5  # seconds between two looks at an empty queue
PAUSE = 5.0  # seconds after the database could not be asked


def worker(queue: str = "*", *, batch: bool = False) -> Worker:
    """A worker for a queue, or for all; with `batch` it ends when nothing is left to do."""
    return Worker(
        queue_names=[queue],
        excluded_queue_names=[],
        interval=INTERVAL,
        batch=batch,
        backend_name="default",
        startup_delay=not batch,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


class Background:
    """The clock, two workers, one of them for what takes long, and a maker of vectors, each in a thread of its own."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._workers = {"worker": worker("default"), "long": worker(LONG)}
        self._threads = [
            threading.Thread(target=target, name=name, daemon=True) for name, target in self._parts().items()
        ]

    def _parts(self) -> dict[str, Callable[[], None]]:
        return {
            "clock": lambda: clockwork.run(self._stop),
            **{name: partial(self._work, each) for name, each in self._workers.items()},
            "vectors": lambda: making.run(self._stop),
        }

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the task and the turn that are running, and end."""
        self._stop.set()
        for each in self._workers.values():
            each.running = False
        for thread in self._threads:
            thread.join(timeout=10)

    def _work(self, worker: Worker) -> None:
        """Work until told to stop. The library's worker ends when the database is gone; it is begun again."""
        while not self._stop.is_set():
            try:
                worker.run()
            except Exception:
                log.exception("the worker stopped; it begins again in %s seconds", PAUSE)
                connections.close_all()
                self._stop.wait(PAUSE)
        connections.close_all()
