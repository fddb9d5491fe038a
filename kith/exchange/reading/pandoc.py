"""Pandoc, run as a program of its own: in its sandbox, with a limit of time and memory."""

import subprocess
from functools import cache
from pathlib import Path

from kith.exchange.reading.unpacking import Unreadable

SECONDS = 120
MEMORY = "1500M"


@cache
def program() -> str | None:
    """Where Pandoc lies; None where its wheel is not there (yet)."""
    try:
        import pypandoc  # noqa: PLC0415  (it is fetched behind the first page)
    except ImportError:
        return None
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError:
        return None


def to_html(form: str, source: Path | bytes, *options: str, cwd: Path | None = None) -> str:
    """A document as HTML.

    Args:
        form: Pandoc's name for the format that it is in.

    Raises:
        Unreadable: it is damaged, takes too long or too much memory, or Pandoc is not installed.
    """
    path = program()
    if path is None:
        raise Unreadable("What reads documents of this kind is still being fetched; try again in a few minutes")
    command = [path, "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", "-f", form, "-t", "html5", "--wrap=none", *options]
    given = source if isinstance(source, bytes) else None
    if isinstance(source, Path):
        command.append(str(source))
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, cwd=cwd, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unreadable("it takes more than two minutes to read") from error
    except OSError as error:
        raise Unreadable("Pandoc could not be started") from error
    if done.returncode:
        raise Unreadable("it is damaged, locked, or not what its name says")
    return done.stdout.decode("utf-8", "replace")
