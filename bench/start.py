"""How long a start takes and how much memory it holds: the server as a process of its own, on an empty folder."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.rig import Figures, free_port

MEGABYTE = 1024


def run(full: bool) -> Figures:
    """The first start (migrations) and the next one, to the first page, in seconds; resident memory in MB."""
    with tempfile.TemporaryDirectory(prefix="kith-start-") as folder:
        first, _memory = _start(folder)
        warm, memory = _start(folder)
    figures = {"first_s": first, "warm_s": warm, "resident_mb": memory}
    print(figures)
    return figures


def _start(folder: str) -> tuple[float, int]:
    port = free_port()
    environment = {**os.environ, "KITH_DATA": f"{folder}/data", "KITH_KEYS": f"{folder}/keys"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "kith.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5)
                break
            except OSError:
                time.sleep(0.02)
        took = round(time.perf_counter() - began, 2)
        status = Path(f"/proc/{process.pid}/status").read_text()
    finally:
        process.terminate()
        process.wait(15)
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return took, int(found[1]) // MEGABYTE if found else 0
