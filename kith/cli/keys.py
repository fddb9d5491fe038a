"""`kith keys`: which keys seal what lies on the disk, a new one, and the end of an old one."""

import argparse

from kith.cli import schema
from kith.core.errors import Refused
from kith.core.sealing import resealing, ring


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--new", action="store_true", help="draw a new key and seal everything with it")
    what.add_argument("--reseal", action="store_true", help="seal with the newest key what is under an older one")
    what.add_argument("--drop", metavar="ID", help="take an old key away, and with it the backups it opens")


def run(given: argparse.Namespace) -> int:
    """Say what is sealed with which key, after doing what was asked."""
    schema.migrate()
    if given.new:
        print(f"The new key is {ring.draw().id}. Back up {ring.file()} now, apart from the data.")
    if given.new or given.reseal:
        _reseal()
    if given.drop:
        _drop(given.drop)
    _tell()
    return 0


def _reseal() -> None:
    for name, done in resealing.everything().items():
        print(f"{name}: {done} sealed anew")


def _drop(key_id: str) -> None:
    for part in resealing.parts():
        left = part.sealed_with().get(key_id, 0)
        if left:
            way = "Run `kith keys --reseal` first." if part.reseal else "They go by themselves within a week."
            raise Refused(f"{part.name}: {left} are sealed with this key. {way}")
    ring.drop(key_id)
    print(f"The key {key_id} is gone.")


def _tell() -> None:
    kept = {part.name: part.sealed_with() for part in resealing.parts()}
    for key in ring.held():
        here = ", ".join(f"{name} {found[key.id]}" for name, found in kept.items() if found.get(key.id))
        mark = " (seals what is new)" if key == ring.current() else ""
        print(f"{key.id}{mark}: {here or 'nothing'}")
    clear = ", ".join(f"{name} {found['']}" for name, found in kept.items() if found.get(""))
    if clear:
        print(f"Not sealed: {clear}. `kith keys --reseal` seals them.")
