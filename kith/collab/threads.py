"""Asking the database from the event loop: a few threads that live on, with their connections."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """A fixed number of threads."""

    def __init__(self, number: int) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="collab")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something with the database in one of them."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: _clean(work, *args, **kwargs))

    def stop(self) -> None:
        """Finish what is being done, and end."""
        self._pool.shutdown()


LASTS = 60.0  # seconds for which a thread that lives on keeps its connections
_since = threading.local()


def freshen() -> None:
    """Let go of this thread's connections when they are old or have failed: to open one costs more than most work."""
    failed = any(each.errors_occurred for each in connections.all(initialized_only=True))
    now = time.monotonic()
    if failed or now - getattr(_since, "at", -LASTS) >= LASTS:
        _since.at = now
        close_old_connections()


def _clean(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something with the database in a thread that lives on."""
    freshen()
    try:
        return work(*args, **kwargs)
    except Exception:
        connections.close_all()
        raise
