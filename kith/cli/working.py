"""`kith worker`: the clock's work in a process of its own, beside several servers on PostgreSQL."""

import argparse
import signal
import threading

from kith.cli import clockwork, schema


def add(parser: argparse.ArgumentParser) -> None:
    """It takes nothing."""


def run(given: argparse.Namespace) -> int:
    """Work until told to stop."""
    schema.migrate()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("Working.", flush=True)
    clockwork.run(stop)
    return 0
