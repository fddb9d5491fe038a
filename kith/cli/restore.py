"""`kith restore FILE`: a backup into an empty installation, compared part by part with what was backed up."""

import argparse
import dataclasses
import json
from pathlib import Path

from kith.backups import restoring
from kith.cli import rendering, schema
from kith.privacy import erased


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, help="the backup; KITH_DATA and the database must be empty")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(given: argparse.Namespace) -> int:
    """Restore; the process ends with 1 when something is not what it was."""
    with rendering.alone():
        done = restoring.restore(given.file, schema.migrate)
        again = erased.again()
    print(
        f"Restored as of {done.made_at}: {done.compared} parts compared, all unchanged; "
        f"{done.events} rows of the ledger in one whole chain; {done.seconds} s. Everybody signs in anew."
    )
    if again:
        print(f"People who had asked to be forgotten since that backup, and are again: {again}.")
    if given.json:
        print(json.dumps(dataclasses.asdict(done)))
    return 0
