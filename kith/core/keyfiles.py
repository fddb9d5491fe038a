"""Files that hold keys: for their owner's eyes only, never half written, and there for good once they are named."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kith.core import disk


def keep_drawn(file: Path, drawn: bytes) -> None:
    """Keep a key that was drawn; if another thread or process was quicker, its one stays."""
    fresh = _written(file, drawn)
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    disk.settle(file.parent)


def replace(file: Path, content: bytes) -> None:
    """Put new content in the place of the old, at once and for good."""
    _written(file, content).replace(file)
    disk.settle(file.parent)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Within the block nobody else changes that file, who asks for the same."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _written(file: Path, content: bytes) -> Path:
    """The content in a file of its own beside the one it is for; others may be at the same."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # readable by its owner only
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)
