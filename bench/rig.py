"""A database for one bench, never the user's, and the arithmetic of timings."""

import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

Figures = dict[str, Any]


def in_fresh_database(run: Callable[[bool], Figures], full: bool) -> Figures:
    """Run a bench in a database made for it: a file on SQLite, a database of its own on PostgreSQL."""
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
        return run(full)
    old = setup_databases(verbosity=0, interactive=False)
    try:
        return run(full)
    finally:
        teardown_databases(old, verbosity=0)


def timed(deed: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
