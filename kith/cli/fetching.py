"""What is large and for rare work is fetched behind the first page: Pandoc, the maker of PDFs, models of meaning.

Until it is there, what needs it says so. A machine that reaches no package index works on without it; the next start
tries again.
"""

import atexit
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from importlib import invalidate_caches
from pathlib import Path

READY = Path(__file__).resolve().parents[2] / "bin" / "ready"
PATIENCE = 120  # seconds for which the first page is waited for


def begin(port: int) -> None:
    """Fetch it in the background, once the server that is being started answers."""
    if READY.exists():
        threading.Thread(target=_fetch, args=(port,), name="fetching", daemon=True).start()


def _fetch(port: int) -> None:
    if not _answers(port):
        return
    process = subprocess.Popen(  # noqa: S603
        ["/usr/bin/env", "nice", "-n", "10", str(READY), "later"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(_stop, process)
    if process.wait():
        print(
            "What reads documents, makes PDFs and finds by meaning could not be fetched. Kith works without it and"
            " tries again at the next start; `bin/ready later` says what is wrong.",
            flush=True,
        )
    invalidate_caches()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing running that was begun here."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)


def _answers(port: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False
