"""`kith setup-link`: a fresh link for the first person, while there is nobody."""

import argparse

from kith.cli import schema
from kith.identity.actions import setting_up


def add(parser: argparse.ArgumentParser) -> None:
    """It takes nothing."""


def run(given: argparse.Namespace) -> int:
    """Print the link; 1 when somebody is here already."""
    schema.migrate()
    link = setting_up.fresh_link()
    print(link or "An organisation is here already; its owners invite people.")
    return 0 if link else 1
