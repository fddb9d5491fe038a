"""Files that hold keys: for their owner's eyes only, and never half written."""

import os
from pathlib import Path


def keep_drawn(file: Path, drawn: bytes) -> None:
    """Keep a key that was drawn; if another process was quicker, its one stays."""
    fresh = _written(file, drawn)
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def replace(file: Path, content: bytes) -> None:
    """Put new content in the place of the old, at once and for good."""
    _written(file, content).replace(file)
    place = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _written(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    with fresh.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return fresh
