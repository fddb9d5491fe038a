"""Making vectors, behind everything else: in a process of its own that yields to all others.

A thread of the worker takes what is pending, a few items at a time; the process reads them. It ends when there has
been nothing to do for a while, and its memory with it.
"""

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from django.db import close_old_connections, connections

from kith.search.models import Vector
from kith.search.vectors import reader, recall, store
from kith.search.vectors.reader import Made

log = logging.getLogger(__name__)
SOME = 16  # items that are taken at once: a few seconds of work
PAUSE = 2.0  # seconds between two looks when nothing is pending
IDLE = 30  # looks without anything pending after which the process is let go
LOOK = 30.0  # seconds between two looks whether the models are there
STEP = 0.5  # seconds between two looks whether it is to stop
LONGEST = 110  # seconds that some items may take: less than they are leased for
MANY = 600  # items that only moved are put in their places at once

Texts = Sequence[tuple[str, str, str]]  # title, body, language


class Stopped(Exception):
    """It did not finish: it was told to stop, took too long, or died."""


class Desk:
    """The process that reads. It is begun when it is first needed, and ended at once when it must."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def read(self, texts: Texts) -> list[Made]:
        """What is kept of titles, bodies and languages.

        Raises:
            Stopped: it is not there in time.
        """
        line = self._line or self._begin()
        line.send(list(texts))
        until = time.monotonic() + LONGEST
        try:
            while not line.poll(STEP):
                if self._stop.is_set() or time.monotonic() > until:
                    raise Stopped(f"{len(texts)} texts")
            made: list[Made] = line.recv()
        except (OSError, EOFError, Stopped) as error:
            self.let_go()
            raise Stopped(str(error)) from error
        return made

    def let_go(self) -> None:
        """End the process."""
        if self._process is not None and self._line is not None:
            self._process.kill()
            self._process.join()
            self._line.close()
        self._process = self._line = None

    def _begin(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=reader.serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self._line


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
    desk, idle = Desk(stop), 0
    while not stop.is_set():
        close_old_connections()
        try:
            if not recall.installed():
                stop.wait(LOOK)
                continue
            idle = 0 if make_some(desk.read) else idle + 1
        except Exception:
            if not stop.is_set():
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
