"""The real server as a process of its own, and Debian's Chromium to go through it. axe looks at every page."""

import os
import shutil

import pytest
from playwright.sync_api import Error, expect

from tests import serving

ROOT = serving.ROOT
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
expect.set_options(timeout=30_000)  # a machine three times slower is no fault of the page's


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" not in str(item.path):
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(item.path.stem))  # what shares a server stays with one worker
        if not CHROMIUM and not os.environ.get("KITH_REQUIRE_ALL"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def server(tmp_path):
    with serving.running(tmp_path, fresh=True) as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo network, for tests that only look or that do not mind each other."""
    with serving.running(tmp_path_factory.mktemp("demo"), "--demo") as running:
        yield running


@pytest.fixture(params=["desktop", "phone"])
def size(request):
    return request.param


@pytest.fixture
def someone(browser, size):
    """Opens a browser of its own for somebody, at the size; fails on errors in the page, and looks with axe."""
    contexts = []

    def open_for(name, **how):
        view = {"width": 1440, "height": 1000} if size == "desktop" else {"width": 390, "height": 844}
        context = browser.new_context(viewport=view, **how)
        contexts.append(context)
        return Someone(context.new_page(), name, size)

    yield open_for
    for context in contexts:
        context.close()


# A label that fades is judged as it stands, not half-way: what moves for ever cannot be finished and is left alone.
SETTLE = "document.getAnimations().forEach(each => { try { each.finish() } catch { } })"


# What comes next stands side by side, on a phone too: no button there lies on another one.
COVERED = """() => {
    const bar = [...document.querySelectorAll(".band > .next .btn")].map(each => [each, each.getBoundingClientRect()])
    const seen = bar.filter(([, box]) => box.width && box.height)
    return seen.filter(([, a], at) => seen.some(([, b], other) => other > at && a.left < b.right - 1 &&
        b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).map(([each]) => each.innerText)
}"""


class Someone:
    """Somebody at her browser."""

    def __init__(self, page, name, size):
        self.page, self.name, self.size, self.errors, self.shot = page, name, size, [], 0
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    def sign_in(self, server, address, password):
        """Sign in as people do."""
        self.page.goto(f"{server.url}/sign-in")
        self.page.locator("input[name=login]").fill(address)
        self.page.locator("input[type=password]").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def photograph(self, what):
        """Keep a picture of the whole page."""
        SHOTS.mkdir(exist_ok=True)
        self.shot += 1
        path = SHOTS / f"{self.size}-{self.name}-{self.shot:02}-{what}.png"
        try:
            self.page.screenshot(path=path, full_page=True)
        except Error:  # a machine under load now and then has no frame of a tall page at hand
            self.page.screenshot(path=path, full_page=True)

    def look(self, what):
        """Photograph the page, and find no error and nothing that shuts anybody out."""
        self.photograph(what)
        assert not [text for text in self.errors if "404" not in text and "422" not in text], self.errors
        self.page.evaluate(SETTLE)
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("options => axe.run(document, options)", {"runOnly": RULES})
        faults = [(rule["id"], [node["html"][:300] for node in rule["nodes"]]) for rule in found["violations"]]
        assert not faults, (what, faults)
        twice = self.page.evaluate(
            "[...document.querySelectorAll('[id]')].map(each => each.id).filter((id, at, all) => all.indexOf(id) < at)"
        )
        assert not twice, f"{what} has two elements of one id: {twice}"
        self.fits(what)

    def fits(self, what):
        """Whether nothing makes the page wider than the screen."""
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{what} scrolls sideways"
        covered = self.page.evaluate(COVERED)
        assert not covered, f"{what} has buttons in its bar that lie on each other: {covered}"
