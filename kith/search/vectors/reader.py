"""What runs in the process that reads texts for their vectors. It loads nothing of Django's models and no database."""

import os
import signal
from multiprocessing.connection import Connection

from kith.core import later

Made = tuple[bytes, bytes, bytes, bytes]  # signs of English and many; numbers of English and many


def serve(line: Connection) -> None:
    """Read what comes, until nobody is at the other end: one core at most, and only what nobody else wants of it."""
    os.nice(15)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    reading = later.module("kith.search.vectors.reading")
    while True:
        try:
            texts: list[tuple[str, str, str]] = line.recv()
        except EOFError:
            return
        line.send(reading.read(texts))
