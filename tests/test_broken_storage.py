"""The disk is full, the database is locked or gone in the middle of a save: nothing is lost and nothing lies."""

import html
import json
import os
import re
import resource
import sqlite3
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg
import pytest

from tests import serving
from tests.test_hard_times import signed_in

WORDS = "Cut the vent before the core is dry.\nIt closes otherwise."


@contextmanager
def without_disk(server):
    """Let the server write no byte to any file."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def without_database(server):
    """Take the database away: another process locks it (SQLite), or it closes its door (PostgreSQL)."""
    url = server.environment.get("DATABASE_URL")
    if not url:
        with sqlite3.connect(server.data / "kith.sqlite3", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                other.execute("ROLLBACK")
        return
    base, name = url.rsplit("/", 1)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def answer(browser, path, data, headers=None):
    """What the server says to what was sent, whether it could do it or not."""
    try:
        with browser.opener.open(
            urllib.request.Request(browser.url + path, data, headers or {}), timeout=serving.PATIENCE
        ) as said:
            return said.status, said.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def writing(browser):
    """A fresh draft's address, and the fields of a save."""
    page = browser.get("/items/new")
    space = re.search(r'<option value="(\w{12})"[^>]*>Volute castings', page)[1]
    fields = {"space": space, "kind": "article", "classification": "1", "title": "Vents", "markdown": "First."}
    address, draft = browser.send("/items/new", token_of(page), fields)
    saves = re.search(r'name="saves" value="(\d+)"', draft)[1]
    path = address.removeprefix(browser.url)
    return path, {"csrfmiddlewaretoken": token_of(draft), "saves": saves, "title": "Vents", "markdown": WORDS}


def held(page):
    return html.unescape(page).replace("\r\n", "\n")


def test_a_save_without_a_database_says_so_and_hands_the_words_back(tmp_path):
    with serving.running(tmp_path, "--demo") as server:
        browser = signed_in(server)
        path, fields = writing(browser)
        with without_database(server):
            status, page = answer(browser, path, urlencode(fields).encode())
        assert status == 503
        assert "Not saved" in page
        assert WORDS in held(page)
        assert "First." in browser.get(path)
        again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        again = {name: held(value) for name, value in again.items()}
        assert again.items() >= {"title": "Vents", "markdown": WORDS}.items()
        _address, page = browser.send(path, token_of(page), again)
        assert "Saved." in page
        assert WORDS in held(page)


def test_a_save_on_a_full_disk_says_so_and_the_ledger_stays_whole(tmp_path):
    if os.environ.get("DATABASE_URL"):
        pytest.skip("PostgreSQL's disk is not the server's; a file on it is tried below.")
    with serving.running(tmp_path, "--demo") as server:
        browser = signed_in(server)
        path, fields = writing(browser)
        with without_disk(server):
            status, page = answer(browser, path, urlencode(fields).encode())
        assert (status, "Not saved" in page, WORDS in held(page)) == (503, True, True)
        assert "First." in browser.get(path)
        _address, page = browser.send(path, token_of(browser.get(path)), fields)
        assert WORDS in held(page)
        assert server.kith("check").returncode == 0


@pytest.mark.parametrize(("size", "status"), [(1000, 200), (400_000, 507)])
def test_a_file_on_a_full_disk_is_refused_in_a_sentence(tmp_path, size, status):
    with serving.running(tmp_path, "--demo") as server:
        browser = signed_in(server)
        path, _fields = writing(browser)
        page = browser.get(path)
        body = (
            f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token_of(page)}\r\n'
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{'x' * size}\r\n--x--\r\n"
        ).encode()
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        address = path.removesuffix("/draft") + "/attachments"
        with without_disk(server):
            said, page = answer(browser, address, body, kind)
        assert said == status
        assert "not saved" in page.lower()
        assert "disk is full" in html.unescape(page)


def a_token(server):
    """A token of Asha's and the space it may write to, made by a process of its own."""
    return server.python(
        "from kith.identity.models import Person\n"
        "from kith.identity import queries\n"
        "from kith.identity.actions import tokens\n"
        "from kith.knowledge.models import Space\n"
        "by = queries.actor_for(Person.objects.get(name='Asha'))\n"
        "print(tokens.make('test', {'read', 'write'}, 30, by=by).secret)\n"
        "print(Space.objects.get(name='Volute castings').uid)"
    )


def test_the_api_says_it_too(tmp_path):
    with serving.running(tmp_path, "--demo") as server:
        secret, space = a_token(server)
        body = json.dumps({"space": space, "title": "Vents", "markdown": WORDS}).encode()
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{server.url}/api/v1/items", body, headers)
        with without_database(server), pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=serving.PATIENCE)
        assert caught.value.code == 503
        assert caught.value.headers["Content-Type"] == "application/problem+json"
        assert json.loads(caught.value.read())["title"] == "The database did not answer"
        with urllib.request.urlopen(request, timeout=serving.PATIENCE) as made:
            assert made.status == 201
