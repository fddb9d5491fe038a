"""`kith restore FILE`: a backup into an empty installation, compared part by part with what was backed up."""

import argparse
import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kith.backups import restoring
from kith.cli import rendering, schema
from kith.core.errors import Refused
from kith.privacy import erased


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, help="the backup; KITH_DATA and the database must be empty")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


@contextmanager
def _said() -> Iterator[None]:
    """A disk that is full or cannot be written becomes a sentence.

    Raises:
        Refused: it is.
    """
    try:
        yield
    except OSError as error:
        words = (
            "The disk is full or cannot be written (%s). Nothing is served from here: empty KITH_DATA, then try again."
        )
        raise Refused(words % error.strerror) from error


def run(given: argparse.Namespace) -> int:
    """Restore; the process ends with 1 when something is not what it was."""
    with rendering.alone(), _said():
        done = restoring.restore(given.file, schema.migrate)
        again, known, left = erased.again(), len(erased.listed()), erased.still_here()
    print(
        f"Restored as of {done.made_at}: {done.compared} parts compared, all unchanged; "
        f"{done.events} rows of the ledger in one whole chain; {done.seconds} s. Everybody signs in anew."
    )
    print(f"People who were erased since that backup, and are again: {again}; the list in KITH_KEYS knows {known}.")
    if left:
        print(f"Still here, because an organisation would be without an owner: {left}. Make others owners; it follows.")
    if given.json:
        print(json.dumps(dataclasses.asdict(done)))
    return 0
