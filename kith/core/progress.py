"""How far a long deed is that happens in one transaction: said beside the database, which shows nothing before its end.

What is said here is for looking at, never for deciding: it may be lost at any time.
"""

import contextlib
from pathlib import Path

from django.conf import settings


def say(key: str, done: int) -> None:
    """So much is done of the deed that goes by that key (letters and digits). What cannot be said is left unsaid."""
    with contextlib.suppress(OSError):
        path = _path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(str(done))
        part.replace(path)  # a reader finds the old number or the new one, never half of it


def of(key: str) -> int:
    """How much is done; 0 when nothing was said."""
    try:
        return int(_path(key).read_text())
    except (OSError, ValueError):
        return 0


def end(key: str) -> None:
    """Forget about it."""
    with contextlib.suppress(OSError):
        _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    if not key.isalnum():
        raise ValueError(key)
    return Path(settings.KITH_DATA) / "progress" / key
