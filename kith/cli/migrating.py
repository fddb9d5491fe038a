"""`kith migrate`: bring the database's schema to the code's."""

import argparse

from kith.cli import schema


def add(parser: argparse.ArgumentParser) -> None:
    """It takes nothing."""


def run(given: argparse.Namespace) -> int:
    """Migrate."""
    schema.migrate()
    print("The schema is up to date.")
    return 0
