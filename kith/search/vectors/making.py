"""Making vectors, behind everything else: in a process of its own that yields to all others.

A thread of the worker takes what is pending, a few items at a time; the process reads them. It ends when there has
been nothing to do for a while, and its memory with it.
"""

import logging
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from django.db import close_old_connections, connections

from kith.search.models import Vector
from kith.search.vectors import reader, recall, store
from kith.search.vectors.reader import Made

log = logging.getLogger(__name__)
SOME = 24  # items that are taken at once: a few seconds of work
PAUSE = 2.0  # seconds between two looks when nothing is pending
IDLE = 30  # looks without anything pending after which the process is let go
LOOK = 30.0  # seconds between two looks whether the models are there
LONGEST = 110  # seconds that some items may take: less than they are leased for
MANY = 600  # items that only moved are put in their places at once

Texts = Sequence[tuple[str, str, str]]  # title, body, language


class Desk:
    """The process that reads. It is begun when it is first needed."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def read(self, texts: Texts) -> list[Made]:
        """What is kept of titles, bodies and languages."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=reader.begin)
        try:
            return self._pool.submit(reader.read, texts).result(timeout=LONGEST)
        except (BrokenProcessPool, TimeoutError):
            self.let_go()
            raise

    def let_go(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def make_some(read: Callable[[Texts], list[Made]]) -> int:
    """Make vectors of some of what is pending; how many items were taken."""
    tasks = store.take(SOME)
    while tasks and len(tasks) < MANY and all(task.made for task in tasks):  # these only moved
        more = store.take(SOME)
        if not more:
            break
        tasks += more
    fresh = [task for task in tasks if task.made is None]
    made = read([(task.row.title, task.row.body, task.row.language) for task in fresh]) if fresh else []
    moved = [(task, task.made) for task in tasks if task.made is not None]
    store.keep([*moved, *zip(fresh, map(_vector, made), strict=True)])
    return len(tasks)


def run(stop: threading.Event) -> None:
    """Make vectors until told to stop. What fails is logged, left for two minutes and tried again."""
    desk, idle = Desk(), 0
    while not stop.is_set():
        close_old_connections()
        try:
            if not recall.installed():
                stop.wait(LOOK)
                continue
            idle = 0 if make_some(desk.read) else idle + 1
        except Exception:
            log.exception("vectors could not be made; it is tried again")
            stop.wait(LOOK)
        if idle:
            stop.wait(PAUSE)
        if idle == IDLE:
            desk.let_go()
    desk.let_go()
    connections.close_all()


def _vector(made: Made) -> Vector:
    english_signs, many_signs, english, many = made
    return Vector(english_signs=english_signs, many_signs=many_signs, english=english, many=many)
