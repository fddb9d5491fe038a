"""One thread of a server process that holds models and vectors ready, so that no request waits for either.

This module loads without numpy. Until the thread has loaded what it needs, and for ever where that is not installed,
words alone are looked for.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings
from django.db import close_old_connections, connections

from kith.core import later
from kith.search.engines import Engine, Match, Only

log = logging.getLogger(__name__)
PAUSE = 3.0  # seconds between two looks at what was written
LOOK = 20.0  # seconds between two looks whether models and vectors are there
SWEEP = 200  # refreshes, ten minutes of searching, between two looks for what is gone


@dataclass(frozen=True)
class Near:
    """An item near to a question: how near, as a cosine, and by which of its pieces of so many words."""

    item_id: int
    similarity: float
    enough: bool  # to show it even where it holds none of the words
    words: int
    piece: int


@dataclass(frozen=True)
class Close:
    """The items near to a question: for each model a weight and its list, and where each item stands."""

    lists: list[tuple[float, list[Near]]] = field(default_factory=list)
    matches: dict[int, Match] = field(default_factory=dict)

    @property
    def nearest(self) -> float:
        """How near the nearest item is; 0 where there is none."""
        return max((near.similarity for _, each in self.lists for near in each), default=0.0)

    def by_item(self, item_ids: Sequence[int]) -> dict[int, Near]:
        """How each of these items was found, by the model that tells most."""
        found = {near.item_id: near for _, each in reversed(self.lists) for near in each}
        return {pk: found[pk] for pk in item_ids}


class Asks(Protocol):
    """What answers by meaning."""

    def ask(self, query: str, tokens: Sequence[str], only: Only, engine: Engine, held: bool) -> Close:
        """The items near to a question, of those that carry one of the tokens."""


class Recall:
    """What one process holds ready, and the thread that keeps it fresh while somebody searches."""

    def __init__(self) -> None:
        self.answers: Asks | None = None
        self._stop, self._wanted = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._refreshed = 0

    def close(self, query: str, tokens: Sequence[str], only: Only, engine: Engine, *, held: bool) -> Close:
        """What is near to a question; nothing while nothing is held. What was written since is taken in after it.

        Args:
            held: whether some item holds all words of the question.
        """
        self._wanted.set()
        if self.answers is None or not tokens:
            return Close()
        return self.answers.ask(query, tokens, only, engine, held)

    def start(self) -> None:
        """Begin to hold."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="recall", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go of everything."""
        self._stop.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
        self.answers = None

    def load(self) -> bool:
        """Read models and vectors now; whether they are there."""
        if not installed():
            return False
        nearest = later.module("kith.search.vectors.nearest")
        memory = later.module("kith.search.vectors.memory").Memory()
        if not memory.refresh():
            return False
        later.module("kith.search.vectors.encoders").warm()
        self.answers = nearest.Nearest(memory)
        return True

    def refresh(self) -> None:
        """Take in what was written since; now and then, let go of what is gone."""
        memory = getattr(self.answers, "memory", None)
        if memory is None:
            return
        memory.refresh()
        self._refreshed += 1
        if self._refreshed % SWEEP == 0:
            memory.sweep()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                close_old_connections()
                if self.answers is None:
                    if not self.load():
                        self._stop.wait(LOOK)
                else:
                    self._wanted.wait()
                    self._wanted.clear()
                    self.refresh()
                    self._stop.wait(PAUSE)
            except Exception:
                log.exception("vectors could not be read; it is tried again")
                self._stop.wait(LOOK)
        connections.close_all()


def installed() -> bool:
    """Whether what finds by meaning is there, and is wanted."""
    if not settings.KITH_MEANING:
        return False
    try:
        return bool(later.module("kith.search.vectors.encoders").installed())
    except ImportError:
        return False


here = Recall()
