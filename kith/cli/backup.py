"""`kith backup`: everything in one sealed file, now; and whether it can be restored."""

import argparse
from pathlib import Path

from django.conf import settings

from kith.backups import making, trying
from kith.cli import schema
from kith.core.errors import Refused


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--to", metavar="FOLDER", help="where it belongs; KITH_BACKUPS if that is set")
    parser.add_argument("--try", dest="trial", action="store_true", help="restore it into an empty place and compare")


def run(given: argparse.Namespace) -> int:
    """Make one; 1 when it was tried and did not hold."""
    schema.migrate()
    folder = given.to or settings.KITH_BACKUPS
    if not folder:
        raise Refused("Say where it belongs: `kith backup --to FOLDER`, or set KITH_BACKUPS.")
    row = making.make(Path(folder))
    print(f"{making.path_of(row)}\n{row.size} bytes, SHA-256 {row.sha256}, sealed with the key {row.key_id}")
    if not given.trial:
        return 0
    trial = trying.try_out(row)
    said = trial.failed or f"{trial.compared} parts compared, all unchanged"
    print(f"Tried: {said}; {trial.seconds} s of {trial.within} s allowed.")
    return 0 if trial.held else 1
