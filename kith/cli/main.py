"""The command `kith`: one module for each word, loaded only when it is asked for and Django has been set up."""

import argparse
import os
import sys
from importlib import import_module

import django

from kith.core.errors import Refused

COMMANDS = {
    "serve": "Serve Kith on this machine.",
    "migrate": "Bring the database's schema up to date.",
    "demo": "Fill an empty installation with a network to look around in.",
    "import": "Import a folder of Markdown pages, images and documents into a space.",
    "reindex": "Write the search index anew.",
    "check": "Check the ledger's chain and its signed checkpoints.",
    "verify": "Check a receipt, or the signed copy of an agreement, without the installation it comes from.",
    "backup": "Make a backup: database and files in one sealed file.",
    "restore": "Restore a backup into an empty installation.",
    "keys": "Show, renew or drop the keys that seal what lies on the disk.",
    "second-step": "Show what somebody has for her second step, or end it when she lost it.",
    "signons": "Let an organisation's people in again by other ways than its own provider.",
    "worker": "Do the background work in a process of its own.",
    "setup-link": "Print a one-time link with which the first organisation is made.",
}
MODULES = {
    "serve": "serving",
    "migrate": "migrating",
    "demo": "demo",
    "import": "importing",
    "reindex": "reindexing",
    "check": "checking",
    "verify": "verifying",
    "backup": "backup",
    "restore": "restore",
    "keys": "keys",
    "second-step": "second_step",
    "signons": "signons",
    "worker": "working",
    "setup-link": "setup_link",
}


def main(words: list[str] | None = None) -> int:
    """Run one command; 0 only when the thing was done."""
    given = sys.argv[1:] if words is None else words
    parser = argparse.ArgumentParser(
        prog="kith",
        description="Knowledge, shared under the agreement.",
        epilog="\n".join(f"{word:12}{what}" for word, what in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("words", nargs=argparse.REMAINDER, help="`kith COMMAND --help` says more")
    asked = parser.parse_args(given)
    return run(asked.command, asked.words)


def run(command: str, words: list[str]) -> int:
    """Set Django up, then run the command's module."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    if command == "serve":
        _address(words)
    try:
        django.setup()
        module = import_module(f"kith.cli.{MODULES[command]}")
        parser = argparse.ArgumentParser(prog=f"kith {command}", description=COMMANDS[command])
        module.add(parser)
        return int(module.run(parser.parse_args(words)))
    except Refused as refused:
        print(f"kith: {refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _address(words: list[str]) -> None:
    """The address people open follows the port, unless the operator set it; settings read it when they load."""
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--port", type=int, default=8000)
    port = early.parse_known_args(words)[0].port
    os.environ.setdefault("KITH_URL", f"http://127.0.0.1:{port}")


if __name__ == "__main__":
    sys.exit(main())
