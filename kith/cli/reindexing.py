"""`kith reindex`: write the search index anew, after a change of how words are read or when it is in doubt."""

import argparse
import json

from kith.cli import schema
from kith.knowledge import indexing


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(given: argparse.Namespace) -> int:
    """Write every row anew; Kith may go on serving meanwhile."""
    schema.migrate()
    done = 0
    for done, whole in indexing.put_everything():
        print(f"{done} of {whole} items", flush=True)
    print("The search index is written anew.")
    if given.json:
        print(json.dumps({"items": done}))
    return 0
