"""The one writer of a process: all that came in while it wrote goes into the next transaction, then it says "saved"."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, connections, transaction

from kith.collab import store
from kith.collab.store import Change
from kith.collab.threads import freshen

log = logging.getLogger(__name__)
MOST = 2000  # changes in one transaction

Done = Callable[[int | None], None]


@dataclass(frozen=True)
class Piece:
    """Something to write, and whom to tell: the id of the row, 0 where there is none, None when it failed."""

    change: Change | None
    done: Done
    compact: str = ""


class Writer(threading.Thread):
    """Takes pieces from a queue. `done` is called in this thread, after the COMMIT."""

    def __init__(self) -> None:
        super().__init__(name="collab-writer", daemon=True)
        self._queue: queue.SimpleQueue[Piece | None] = queue.SimpleQueue()
        self._flushing: object = None  # the connection that flushes already

    def write(self, change: Change, done: Done) -> None:
        """Keep a change."""
        self._queue.put(Piece(change, done))

    def flush(self, done: Done) -> None:
        """Say when all that was given so far is written."""
        self._queue.put(Piece(None, done))

    def compact(self, document: str) -> None:
        """Put a document's updates into its snapshot, after all that was given so far."""
        self._queue.put(Piece(None, _nobody, compact=document))

    def stop(self) -> None:
        """End after all that was given so far."""
        self._queue.put(None)

    def run(self) -> None:
        """Write until told to stop."""
        going = True
        while going:
            pieces, going = self._next()
            freshen()
            self._write(pieces)
        connections.close_all()

    def _next(self) -> tuple[list[Piece], bool]:
        taken = [self._queue.get()]
        while len(taken) < MOST:
            try:
                taken.append(self._queue.get_nowait())
            except queue.Empty:
                break
        pieces = [piece for piece in taken if piece is not None]
        return pieces, len(pieces) == len(taken)

    def _write(self, pieces: list[Piece]) -> None:
        changes = [piece.change for piece in pieces if piece.change is not None]
        ids = self._append(changes)
        given = iter(ids or [])
        for piece in pieces:
            piece.done(None if ids is None else next(given) if piece.change is not None else 0)
        for document in {piece.compact for piece in pieces if piece.compact}:
            self._compact(document)

    def _append(self, changes: list[Change]) -> list[int] | None:
        """Keep changes; the ids of their rows, None when they could not be kept.

        A connection that has grown stale fails once, so it is tried twice. If the first COMMIT did reach the disk, the
        changes stand there twice, which changes no text: to apply an update again does nothing.
        """
        for last in (False, True):
            try:
                if changes:
                    self._flush_to_disk()
                    with transaction.atomic():
                        return store.append(changes)
                return []
            except Exception:
                if last:
                    log.exception("%s changes were not saved; their writers are told", len(changes))
                connections.close_all()
        return None

    def _flush_to_disk(self) -> None:
        """On SQLite, let a COMMIT of this thread reach the disk: what is said to be saved survives a power cut."""
        connection.ensure_connection()
        if connection.vendor == "sqlite" and connection.connection is not self._flushing:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")
            self._flushing = connection.connection

    def _compact(self, document: str) -> None:
        try:
            store.compact(document)
        except Exception:
            log.exception("%s was not compacted; its updates stay", document)


def _nobody(_id: int | None) -> None:
    """Nobody waits for it."""
