"""`kith check`: read the whole ledger and name the first broken or missing row."""

import argparse
import dataclasses
import json

from kith.audit import chain
from kith.cli import schema


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(given: argparse.Namespace) -> int:
    """Check; 1 when something is wrong."""
    schema.migrate()
    chain.seal()
    verdict = chain.check()
    if verdict.finding:
        print(verdict.finding.sentence)
    else:
        print(f"The ledger is whole: {verdict.events} events, {verdict.checkpoints} signed checkpoints.")
    if given.json:
        print(json.dumps(dataclasses.asdict(verdict)))
    return 1 if verdict.finding else 0
