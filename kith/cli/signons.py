"""`kith signons`: where an organisation lets its people in only through its provider, and nobody can come any more."""

import argparse
import logging

from kith.cli import schema
from kith.signons.actions import asking

log = logging.getLogger(__name__)


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("organisation", help="the organisation's id, or its whole name")
    parser.add_argument(
        "--not-required",
        action="store_true",
        required=True,
        help="let its people in by password and passkey too; be sure who asks you for it",
    )


def run(given: argparse.Namespace) -> int:
    """Lift it and say so."""
    schema.migrate()
    name = asking.lift_for_operator(given.organisation)
    log.warning("the operator let the people of organisation %s in by other ways too", given.organisation)
    print(f"{name} lets its people in by password and passkey too, from the next page on.")
    return 0
