"""What runs in the process that reads texts for their vectors. It loads nothing of Django's models and no database."""

import os
from collections.abc import Sequence

from kith.core import later

Made = tuple[bytes, bytes, bytes, bytes]  # signs of English and many; numbers of English and many


def begin() -> None:
    """Before numpy is loaded: one core at most, and only what nobody else wants of it."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.nice(15)


def read(texts: Sequence[tuple[str, str, str]]) -> list[Made]:
    """What is kept of items' titles, bodies and languages."""
    made: list[Made] = later.module("kith.search.vectors.reading").read(texts)
    return made
