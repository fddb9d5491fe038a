"""`kith demo`: fill an empty installation with the demo network, and say who can sign in."""

import argparse
import dataclasses
import json

from kith.cli import schema
from kith.demo import making
from kith.demo.network import PASSWORD, Account
from kith.identity.models import Organisation


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(given: argparse.Namespace) -> int:
    """Make the demo."""
    schema.migrate()
    accounts = making.make()
    say(accounts)
    if given.json:
        print(json.dumps({"accounts": [dataclasses.asdict(account) for account in accounts]}))
    return 0


def begin_if_empty() -> None:
    """Make the demo where nobody is yet, and say who can sign in."""
    if not Organisation.objects.exists():
        say(making.make())


def say(accounts: list[Account]) -> None:
    """Who can sign in, with what."""
    print(f"DEMO. Nothing here is real. Everybody's password: {PASSWORD}")
    for account in accounts:
        print(f"  {account.mail:26} {account.name}, {account.role} at {account.organisation}", flush=True)
