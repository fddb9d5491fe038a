"""Telling other processes on the same database, the moment a transaction is committed. On SQLite there is one process.

What is told is a hint and never the truth: whoever hears it reads the rows, and reads them from time to time anyway.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterable

from django.db import connection

from kith.core import later

log = logging.getLogger(__name__)
CHANNEL = "kith"
MISSED = "missed"  # heard when the line is there, for what was told before
OURSELVES = secrets.token_hex(8)  # this process, so that it does not hear itself
PAUSE = 5.0  # seconds after the line was lost

Hearer = Callable[[str], None]


def tell(words: Iterable[str]) -> None:
    """Let other processes hear those words when the caller's transaction is committed."""
    if connection.vendor == "postgresql":
        said = [f"{OURSELVES} {each}" for each in words]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, word) FROM unnest(%s::text[]) AS word", [CHANNEL, said])


class Listener:
    """Hears what other processes tell, in a thread of its own, on a connection of its own."""

    def __init__(self, hear: Hearer) -> None:
        self._hear = hear
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._with = connection.get_connection_params() if connection.vendor == "postgresql" else None

    def start(self) -> None:
        """Begin to listen, where there may be others."""
        if self._with is not None:
            self._thread.start()

    def stop(self) -> None:
        """Listen no longer."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except later.module("psycopg").Error:
                log.warning("the database is gone; nothing is heard for %s seconds", PAUSE)
                self._stop.wait(PAUSE)

    def _listen(self) -> None:
        given = {name: value for name, value in (self._with or {}).items() if name in LINE}
        with later.module("psycopg").connect(autocommit=True, **given) as line:
            line.execute(f"LISTEN {CHANNEL}")
            self._hear(MISSED)
            while not self._stop.is_set():
                for notice in line.notifies(timeout=0.5):
                    who, _space, words = notice.payload.partition(" ")
                    if who != OURSELVES:
                        self._hear(words)


LINE = {"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "service"}
