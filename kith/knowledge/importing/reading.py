"""Reading the pages of an import ahead, in a process of its own: while some are written the next are read.

Reading Markdown is a good third of an import's work and all of it Python, so a second thread would only wait for the
first. The process knows `kith.prose` and nothing of the database.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import PurePosixPath

from kith.prose import pages
from kith.prose.canonical import TooLarge
from kith.prose.catalogue import Catalogue
from kith.prose.profile import Profile

FEW = 50  # pages: fewer are read sooner than a process has started
AHEAD = 4  # batches that are read before they are asked for: what is held in memory

Batch = dict[str, pages.Source]
Read = dict[str, pages.Page | TooLarge]
Asked = Future[Read] | None


class Reader:
    """Reads the pages of one folder. `profile` and `catalogue` say what their tags and links mean."""

    def __init__(self, profile: Profile, catalogue: Catalogue) -> None:
        self.profile = profile
        self.catalogue = catalogue

    def read(self, batch: Batch) -> Read:
        """The pages written in some sources, by the path of each; in the place of one that is too large its error."""
        return {path: self._page(path, source) for path, source in batch.items()}

    def _page(self, path: str, source: pages.Source) -> pages.Page | TooLarge:
        try:
            return pages.read_source(PurePosixPath(path), source, self.profile, self.catalogue.lookup)
        except TooLarge as error:
            return error


@contextmanager
def ahead(reader: Reader, batches: Sequence[Batch]) -> Iterator[Iterator[Read]]:
    """Within the block, the pages of each batch, in order; read ahead by another process where that saves time.

    A process that cannot be started or dies is no reason to stop: what it owed is read here.
    """
    if sum(map(len, batches)) < FEW or _processors() < 2:
        yield map(reader.read, batches)
        return
    with ProcessPoolExecutor(1, get_context("spawn"), _equip, (reader,)) as process:
        coming = iter(batches)
        asked: deque[tuple[Batch, Asked]] = deque((batch, None) for batch in islice(coming, 1))  # while it starts
        asked.extend((batch, _ask(process, batch)) for batch in islice(coming, AHEAD))
        try:
            yield _in_turn(reader, process, coming, asked)
        finally:
            process.shutdown(wait=False, cancel_futures=True)


def _in_turn(
    reader: Reader, process: ProcessPoolExecutor, coming: Iterator[Batch], asked: deque[tuple[Batch, Asked]]
) -> Iterator[Read]:
    while asked:
        owed, answer = asked.popleft()
        asked.extend((batch, _ask(process, batch)) for batch in islice(coming, 1))
        yield _answer(reader, owed, answer)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ask(process: ProcessPoolExecutor, batch: Batch) -> Asked:
    try:
        return process.submit(_read, batch)
    except (BrokenProcessPool, OSError):
        return None


def _answer(reader: Reader, batch: Batch, asked: Asked) -> Read:
    try:
        return asked.result() if asked else reader.read(batch)
    except BrokenProcessPool:
        return reader.read(batch)


_equipment: dict[str, Reader] = {}  # in the process that reads: whom it reads for


def _equip(reader: Reader) -> None:
    _equipment["reader"] = reader


def _read(batch: Batch) -> Read:
    return _equipment["reader"].read(batch)
