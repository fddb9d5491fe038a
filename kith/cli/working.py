"""`kith worker`: background work in a process of its own; as many beside one database as there is work for."""

import argparse
import signal
import threading

from kith.cli import schema
from kith.cli.background import Background


def add(parser: argparse.ArgumentParser) -> None:
    """It takes nothing."""


def run(given: argparse.Namespace) -> int:
    """Work until told to stop."""
    schema.migrate()
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    background = Background()
    background.start()
    print("Working.", flush=True)
    told.wait()
    background.stop()
    return 0
