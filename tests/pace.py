"""What a piece of work costs, counted in a fixed piece of work that the same machine does in the same minute.

A bound in seconds fails on a slow machine, and a bound wide enough for the slowest finds nothing on a fast one.
And what comes true by itself is waited for (`becomes`), never read once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ROUNDS = 200_000


def _once() -> float:
    """Seconds of this process for counting and sorting some words: about a tenth where this was written."""
    began = time.process_time()
    counted: dict[str, int] = {}
    for n in range(ROUNDS):
        word = str(n * 7919 % 100_003)
        counted[word] = counted.get(word, 0) + 1
    assert len(sorted(counted)) == len(counted)
    return time.process_time() - began


@contextmanager
def at_most(times: int) -> Iterator[None]:
    """The block costs this process at most so many times the fixed work, measured before and after it."""
    before = _once()
    began = time.process_time()
    yield
    spent = time.process_time() - began
    unit = (before + _once()) / 2
    assert spent < times * unit, f"{spent / unit:.0f} times the fixed work, {times} allowed"


def becomes(wanted: object, read: Callable[[], object], within: float = 30) -> None:
    """Ask until it is so: what a page or a server does by itself has no moment at which it must be done."""
    until = time.monotonic() + within
    while (seen := read()) != wanted:
        assert time.monotonic() < until, f"{seen!r} did not become {wanted!r} within {within} seconds"
        time.sleep(0.1)
