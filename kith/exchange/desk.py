"""The desk on which a process of its own lays what was sent, page by page; what it says of it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from kith.core.errors import Refused
from kith.knowledge.importing.report import Report

PAGES = "pages"  # the folder of pages and files, beside the answer
ANSWER = "answer.json"
KEPT = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LANG", "LC_ALL", "TMPDIR", "HOME")  # settings hold secrets
LONGEST = 600  # seconds: a task that takes a quarter of an hour is begun again


@dataclass(frozen=True)
class Answer:
    """What was read: of which form it is, and what was left out, each with the reason."""

    form: str
    left_out: list[tuple[str, str]]

    def add_to(self, report: Report) -> None:
        """Say in a report what was left out before it began."""
        for label, reason in self.left_out:
            report.add(label, "left out", reason)


def lay(sent: Path, name: str, work: Path, documents: str = "", *, tick: Callable[[int, int], None]) -> Answer:
    """Let a process of its own read what was sent; its pages lie in `work` then.

    Args:
        documents: what becomes of documents in a folder: `page`, `file`, or empty for what fits.
        tick: told how many pages there are so far, and how many there will be (0: not known).

    Raises:
        Refused: it cannot be read; says why.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    words = [str(sent), name, str(work / PAGES), str(work / ANSWER), documents]
    process = subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-m", "kith.exchange.reading", *words],
        stdout=subprocess.PIPE,
        text=True,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
    )
    until = time.monotonic() + LONGEST
    assert process.stdout is not None
    try:
        for line in process.stdout:
            done, _sign, total = line.partition(" ")
            tick(int(done), int(total))
            if time.monotonic() > until:
                raise Refused(_("It takes more than ten minutes to read. Send it in parts."))
        process.wait(timeout=max(until - time.monotonic(), 1))
    except subprocess.TimeoutExpired as error:
        raise Refused(_("It takes more than ten minutes to read. Send it in parts.")) from error
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    return answer(work)


def answer(work: Path) -> Answer:
    """What was said of what lies on a desk.

    Raises:
        Refused: it could not be read; says why.
    """
    try:
        found = json.loads((work / ANSWER).read_text("utf-8"))
    except FileNotFoundError as error:
        raise Refused(_("It needs more memory or time than an import may take.")) from error
    if found["failed"]:
        raise Refused(found["failed"])
    return Answer(str(found["form"]), [(str(label), str(reason)) for label, reason in found["left_out"]])
