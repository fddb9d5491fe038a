"""A database for one bench, never the user's, and the arithmetic of timings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlparse

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


@contextmanager
def serving(module: str = "kith.config.settings") -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Kith as a process of its own on the bench's database: the port where it listens, and the process."""
    port = free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": module}
    if connection.vendor == "postgresql":
        address = urlparse(os.environ["DATABASE_URL"])
        environment["DATABASE_URL"] = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "-m", "kith.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/sign-in")
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The server did not start.")
