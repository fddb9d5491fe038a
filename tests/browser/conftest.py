"""The real server as a process of its own, and Debian's Chromium to go through it. axe looks at every page."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "artefacts"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" not in str(item.path):
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
        if not CHROMIUM and not os.environ.get("KITH_REQUIRE_ALL"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_database(name):
    """On PostgreSQL, a database of this server's own in the cluster of the tests."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return {}
    fresh = "kith_" + re.sub(r"\W", "_", name).lower()[-30:] + secrets.token_hex(4)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{fresh}"')
    return {"DATABASE_URL": url.rsplit("/", 1)[0] + f"/{fresh}"}


@dataclass
class Server:
    """A running Kith, its address, its set-up link and its folder."""

    url: str
    setup: str
    data: Path
    environment: dict[str, str] = field(repr=False)

    def mail_link(self, address):
        """The invitation's link in the newest mail to that address."""
        mails = sorted((self.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for mail in mails:
            text = mail.read_text()
            if f"To: {address}" in text:
                return re.search(r"http\S+/invitations/\S+", text)[0]
        raise AssertionError(f"no mail to {address}")


@pytest.fixture
def server(tmp_path):
    port = free_port()
    environment = {
        **os.environ,
        "KITH_DATA": str(tmp_path / "data"),
        "KITH_KEYS": str(tmp_path / "keys"),
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
    }
    environment.pop("KITH_URL", None)
    environment |= own_database(tmp_path.name)
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "kith.cli.main", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/sign-in", timeout=5)
                break
            except OSError:
                assert process.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.1)
        said = (tmp_path / "log").read_text()
        yield Server(url, re.search(r"http\S+/setup/\S+", said)[0], tmp_path / "data", environment)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)
        log.close()


@pytest.fixture(params=["desktop", "phone"])
def size(request):
    return request.param


@pytest.fixture
def someone(browser, size):
    """Opens a browser of its own for somebody, at the size; fails on errors in the page, and looks with axe."""
    contexts = []

    def open_for(name):
        view = {"width": 1440, "height": 1000} if size == "desktop" else {"width": 390, "height": 844}
        context = browser.new_context(viewport=view)
        contexts.append(context)
        return Someone(context.new_page(), name, size)

    yield open_for
    for context in contexts:
        context.close()


class Someone:
    """Somebody at her browser."""

    def __init__(self, page, name, size):
        self.page, self.name, self.size, self.errors, self.shot = page, name, size, [], 0
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    def photograph(self, what):
        """Keep a picture of the whole page."""
        SHOTS.mkdir(exist_ok=True)
        self.shot += 1
        self.page.screenshot(path=SHOTS / f"{self.size}-{self.name}-{self.shot:02}-{what}.png", full_page=True)

    def look(self, what):
        """Photograph the page, and find no error and nothing that shuts anybody out."""
        self.photograph(what)
        assert not [text for text in self.errors if "404" not in text and "422" not in text], self.errors
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("options => axe.run(document, options)", {"runOnly": RULES})
        faults = [(rule["id"], [node["html"][:300] for node in rule["nodes"]]) for rule in found["violations"]]
        assert not faults, (what, faults)
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{what} scrolls sideways"
