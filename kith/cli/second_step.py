"""`kith second-step`: what somebody has for her second step, and its end when she lost all of it."""

import argparse

from kith.cli import schema
from kith.identity.actions import recovering
from kith.identity.actions.recovering import Held

WAYS = {"totp": "an app that shows codes", "webauthn": "a passkey"}


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("address", help="the mail address with which she signs in")
    parser.add_argument(
        "--end",
        action="store_true",
        help="take all of it away, recovery codes too, and sign her out everywhere; be sure who asks you for it",
    )


def run(given: argparse.Namespace) -> int:
    """Say what she has, or take it away and say what went."""
    schema.migrate()
    if not given.end:
        print(_said(recovering.held(given.address), "has"))
        return 0
    gone, ended = recovering.end_second_step(given.address)
    print(_said(gone, "no longer has"))
    print(f"Sessions ended: {ended}. Her password lets her in now; she is told by mail.")
    return 0


def _said(held: Held, has: str) -> str:
    what = [WAYS[way] for way in held.ways] + ["recovery codes"] * held.codes
    return f"{held.address} {has}: {', '.join(what)}." if what else f"{held.address} has no second step."
