"""Writing together under load, beside Hocuspocus under the same load in the same run.

200 editors in 40 documents, two changes a second each, from a process of its own; then 1,000 editors in 500, here
alone. With `--full` the server is killed twenty times in mid-sentence, and every acknowledged change is looked for in
the rows.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from pycrdt import XmlFragment

from bench.rig import Figures, free_port, serving
from bench.signed_in import session
from kith.collab import store
from kith.core.actor import Actor, Role
from kith.identity.actions import joining
from kith.knowledge.actions import spaces, writing
from kith.ui import frontend

HOCUSPOCUS = Path(__file__).parent / "hocuspocus"
RATE = 2.0
SECONDS = 15.0
KILLS = 20


def run(full: bool) -> Figures:
    """Relay and acknowledgement of both servers in ms, and what was lost."""
    cookie, documents = _desk(500)
    figures: Figures = {"engine": connection.vendor, "rate_of_each_per_s": RATE}
    with serving() as (port, _process):
        figures["kith_200"] = _load(_ours(port, cookie, documents[:40], 200))
        figures["kith_1000"] = _load(_ours(port, cookie, documents, 1000))
    with _hocuspocus() as port:
        figures["hocuspocus_200"] = _load(
            {"url": f"ws://127.0.0.1:{port}", "documents": documents[:40], "editors": 200}
        )
    for what in ("relay_p95_ms", "acknowledged_p95_ms"):
        ours, theirs = figures["kith_200"][what], figures["hocuspocus_200"][what]
        figures[f"{what}_to_hocuspocus"] = round(ours / theirs, 2) if ours and theirs else None
    if full:
        figures["kills"], figures["acknowledged"], figures["lost"] = KILLS, *_kill(cookie, documents[:2])
    print(json.dumps(figures, indent=2))
    return figures


def _desk(count: int) -> tuple[str, list[str]]:
    """A session that may write, and the documents of so many fresh items."""
    person = joining.create_person(email="bench@example.org", name="Bench", password=None)
    firm = joining.found("Bench", founder=person)
    actor = Actor(person.pk, firm.pk, Role.OWNER, person.memberships.get().pk)
    space = spaces.open_space("Bench", by=actor)
    items = [writing.begin(space.uid, writing.Words(f"Text {n}", ""), by=actor) for n in range(count)]
    return session(person), [f"item:{item.uid}" for item in items]


def _ours(port: int, cookie: str, documents: list[str], editors: int) -> dict[str, Any]:
    return {
        "url": f"ws://127.0.0.1:{port}/together",
        "origin": f"http://127.0.0.1:{port}",
        "cookie": cookie,
        "documents": documents,
        "editors": editors,
    }


def _load(given: dict[str, Any]) -> dict[str, Any]:
    words = json.dumps({"rate": RATE, "seconds": SECONDS, **given})
    command = [sys.executable, "-m", "bench.editors", words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(given["editors"], "editors:", figures)
    return figures


@contextmanager
def _hocuspocus() -> Iterator[int]:
    """Hocuspocus, installed by its own lock file, with its documents in SQLite."""
    port = free_port()
    node, npm = frontend.node_and_npm()
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    install = [str(node), str(npm), "ci", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(install, cwd=HOCUSPOCUS, env=environment, check=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [str(node), "serve.mjs", str(port), f"{folder}/documents.sqlite3"]
        process = subprocess.Popen(
            command, cwd=HOCUSPOCUS, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert process.stdout is not None
            while "ready" not in process.stdout.readline():
                assert process.poll() is None, "Hocuspocus did not start"
            yield port
        finally:
            process.terminate()
            process.wait(15)


def _kill(cookie: str, documents: list[str]) -> tuple[int, int]:
    """Kill the server again and again while eight editors type; how much was acknowledged, and how much of it lost."""
    acknowledged: dict[str, set[str]] = {document: set() for document in documents}
    for turn in range(KILLS):
        with serving() as (port, process), tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "acknowledged"
            log.touch()
            given = _ours(port, cookie, documents, 8) | {"rate": 200.0, "seconds": 30.0, "log": str(log), "turn": turn}
            command = [sys.executable, "-m", "bench.editors", json.dumps(given)]
            typing = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            time.sleep(5 + random.random())
            process.send_signal(signal.SIGKILL)
            typing.wait(60)
            for line in log.read_text().splitlines():
                document, mark = line.split(" ", 1)
                acknowledged[document].add(mark)
    lost = 0
    for document, marks in acknowledged.items():
        kept = set(re.findall(r"<[\d.]+>", str(store.load(document).shared.get("body", type=XmlFragment))))
        lost += len(marks - kept)
    return sum(len(marks) for marks in acknowledged.values()), lost
