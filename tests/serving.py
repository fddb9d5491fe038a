"""The real server as a process of its own, on a free port, with a folder of its own."""

import atexit
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds: a slow machine is no fault of the server's; one that has ended is told at once
SETUP_LINK = re.compile(r"http\S+/setup/\S+")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_database(name: str, like: str = "") -> dict[str, str]:
    """On PostgreSQL, a database of this server's own in the cluster of the tests, empty or a copy of another one."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return {}
    fresh = "kith_" + re.sub(r"\W", "_", name).lower()[-30:] + secrets.token_hex(4)
    with psycopg.connect(url, autocommit=True) as connection:
        template = f' TEMPLATE "{like}"' if like else ""
        connection.execute(f'CREATE DATABASE "{fresh}"{template}')
    return {"DATABASE_URL": url.rsplit("/", 1)[0] + f"/{fresh}"}


@cache
def begun(command: str) -> tuple[Path, str]:
    """What `kith migrate` or `kith demo` makes of an empty folder, made once: the folder, and the database's name."""
    folder = Path(tempfile.mkdtemp(prefix="kith-begun-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = _environment(folder) | own_database(f"begun_{command}")
    subprocess.run(
        [sys.executable, "-m", "kith.cli.main", command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder, environment.get("DATABASE_URL", "").rsplit("/", 1)[-1]


def _environment(folder: Path) -> dict[str, str]:
    """What a server of the tests is told: its folders, and no models, which take two cores for seconds."""
    ours = {
        "KITH_DATA": str(folder / "data"),
        "KITH_KEYS": str(folder / "keys"),
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
        "KITH_MEANING": os.environ.get("KITH_MEANING", "off"),
    }
    return {name: value for name, value in os.environ.items() if name != "KITH_URL"} | ours


@dataclass
class Server:
    """A running Kith: its address, its folder, and how to run the command beside it."""

    url: str
    data: Path
    environment: dict[str, str] = field(repr=False)
    process: subprocess.Popen[bytes]
    log: Path
    words: tuple[str, ...] = ()

    def kill(self) -> None:
        """Pull the plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def serve(self) -> None:
        """Start it again, on the same data and port."""
        self.process = _serve(self.port, self.words, self.environment, self.log)
        _wait(self)

    @contextmanager
    def beside(self, folder: Path, *words: str) -> "Iterator[Server]":
        """A second server on the same database, with a folder of its own for files."""
        port = free_port()
        environment = {**self.environment, "KITH_DATA": str(folder / "data")}
        log = folder / "log"
        second = Server(
            f"http://127.0.0.1:{port}", folder, environment, _serve(port, words, environment, log), log, words
        )
        try:
            _wait(second)
            yield second
        finally:
            second.process.send_signal(signal.SIGTERM)
            second.process.wait(PATIENCE)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rsplit(":", 1)[1])

    @property
    def setup(self) -> str:
        """The set-up link that it printed."""
        found = SETUP_LINK.search(self.log.read_text())
        assert found, self.log.read_text()
        return str(found[0])

    def kith(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command `kith` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "kith.cli.main", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the command `kith` on the same data and leave it running."""
        return subprocess.Popen([sys.executable, "-m", "kith.cli.main", *words], cwd=ROOT, env=self.environment)

    def python(self, code: str) -> list[str]:
        """The words that a piece of Python prints which runs on the same data, with Django set up."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        asked = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return asked.stdout.splitlines()

    def mail_code(self, to: str) -> str:
        """The code to sign with in the newest mail to an address that begins so."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in sorted((self.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
                found = re.search(r"^Subject: Your code to sign: (\d+)$", mail.read_text(), re.MULTILINE)
                if found and f"To: {to}" in mail.read_text():
                    return found[1]
            time.sleep(0.1)
        raise AssertionError(f"no code to {to}")

    def mail_link(self, address: str) -> str:
        """The invitation's link in the newest mail to that address, which goes out a moment after the deed."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in sorted((self.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
                links = re.findall(r"http\S+/invitations/\S+", mail.read_text())
                if links and f"To: {address}" in mail.read_text():
                    return str(links[-1])
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address}")


@contextmanager
def running(folder: Path, *words: str, fresh: bool = False) -> Iterator[Server]:
    """A server for the block. It is told to stop at the end, unless it is gone by then.

    It begins with a copy of what an earlier one began with; with `fresh`, on an empty folder.
    """
    port, like = free_port(), ""
    if not fresh:
        begin, like = begun("demo" if "--demo" in words else "migrate")
        for part in ("data", "keys"):
            shutil.copytree(begin / part, folder / part, dirs_exist_ok=True)
    environment = _environment(folder) | own_database(folder.name, like)
    log = folder / "log"
    process = _serve(port, words, environment, log)
    server = Server(f"http://127.0.0.1:{port}", folder / "data", environment, process, log, words)
    try:
        _wait(server)
        yield server
    finally:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(PATIENCE)


def _serve(port: int, words: tuple[str, ...], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "kith.cli.main", "serve", "--port", str(port), *words],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def _wait(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{server.url}/sign-in", timeout=5)
            return
        except OSError:
            assert server.process.poll() is None, server.log.read_text()
            time.sleep(0.1)
    raise AssertionError(server.log.read_text())
