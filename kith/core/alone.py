"""One at a time on this disk, whatever process asks."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from kith.core.errors import Refused


@contextmanager
def alone(name: str, words: str) -> Iterator[int]:
    """One at a time, on this disk: two would only make each other slow. Gives the lock's number.

    Raises:
        Refused: somebody else is at it, which `words` say.
    """
    with (Path(settings.KITH_DATA) / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(words) from error
        yield file.fileno()
