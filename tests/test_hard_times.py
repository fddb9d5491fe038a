"""The server under hard conditions: killed while it writes, slow clients, two starts at once, a newer schema."""

import http.client
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import pytest

from tests import serving

PASSWORD = "one sheet torn in halves"


class Browser:
    """A plain client with cookies: fetches forms and sends them back."""

    def __init__(self, server):
        self.url = server.url
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path):
        with self.opener.open(self.url + path, timeout=serving.PATIENCE) as answer:
            return answer.read().decode()

    def post(self, path, **fields):
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self.send(path, token, fields)

    def send(self, path, token, fields):
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self.opener.open(self.url + path, data, timeout=serving.PATIENCE) as answer:
            return answer.geturl(), answer.read().decode()


def signed_in(server, mail="asha@tarnside.example"):
    browser = Browser(server)
    address, _page = browser.post("/sign-in", login=mail, password=PASSWORD)
    assert address == server.url + "/"
    return browser


def test_killed_during_200_writes_nothing_acknowledged_is_lost_and_the_ledger_is_whole(tmp_path):
    acknowledged = []
    with serving.running(tmp_path, "--demo") as server:
        browser = signed_in(server)
        page = browser.get("/items/new")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        space = re.search(r'<option value="(\w{12})"[^>]*>Volute castings', page)[1]

        def write():
            for number in range(200):
                fields = {"space": space, "kind": "article", "classification": "1", "title": f"Survivor {number}"}
                try:
                    browser.send("/items/new", token, {**fields, "markdown": "x", "publish": "1"})
                except (OSError, http.client.HTTPException):
                    return
                acknowledged.append(number)

        writer = threading.Thread(target=write)
        writer.start()
        while len(acknowledged) < 40:
            time.sleep(0.01)
        server.process.send_signal(signal.SIGKILL)
        writer.join(30)
    assert 40 <= len(acknowledged) < 200
    checked = server.kith("check", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    verdict = json.loads(checked.stdout.splitlines()[-1])
    assert verdict["finding"] is None
    assert verdict["waiting"] == 0
    assert titles(server) >= {f"Survivor {number}" for number in acknowledged}


def titles(server):
    """The titles in the database, asked for by a process of its own."""
    return set(
        server.python(
            "from kith.knowledge.models import Item\n"
            "print('\\n'.join(Item.objects.filter(current__isnull=False).values_list('title', flat=True)))"
        )
    )


def test_slow_uploads_do_not_stop_anybody_else_and_a_cut_off_one_is_not_kept(tmp_path):
    with serving.running(tmp_path, "--demo", fresh=True) as server:
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(8)]
        for each in slow:
            each.sendall(
                b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
            )
        browser = signed_in(server)
        for _ in range(5):
            for each in slow:
                each.sendall(b"x")
            assert "Hello, Asha" in browser.get("/")
        for each in slow:
            each.close()
        assert "Hello, Asha" in browser.get("/")


def test_two_migrations_at_once_both_end_well(tmp_path):
    environment = {
        **os.environ,
        "KITH_DATA": str(tmp_path / "data"),
        "KITH_KEYS": str(tmp_path / "keys"),
        **serving.own_database(tmp_path.name),
    }
    command = [sys.executable, "-m", "kith.cli.main", "migrate"]
    both = [
        subprocess.Popen(command, cwd=serving.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    for each in both:
        said, _nothing = each.communicate(timeout=serving.PATIENCE)
        assert each.returncode == 0, said.decode()


def test_a_schema_newer_than_the_code_is_refused_with_a_sentence(tmp_path):
    environment = {
        **os.environ,
        "KITH_DATA": str(tmp_path / "data"),
        "KITH_KEYS": str(tmp_path / "keys"),
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
        **serving.own_database(tmp_path.name),
    }

    def run(*words):
        return subprocess.run(
            [sys.executable, *words], cwd=serving.ROOT, env=environment, capture_output=True, text=True, check=False
        )

    assert run("-m", "kith.cli.main", "migrate").returncode == 0
    newer = "from django.db.migrations.recorder import MigrationRecorder as R\nfrom django.db import connection\n"
    assert (
        run(
            "-c", f"import django; django.setup()\n{newer}R(connection).record_applied('audit', '0999_later')"
        ).returncode
        == 0
    )
    refused = run("-m", "kith.cli.main", "migrate")
    assert refused.returncode == 1
    assert "made by a newer Kith" in refused.stderr
    assert "Nothing was changed" in refused.stderr


@pytest.mark.parametrize(
    "words", [["reindex", "--nonsense"], ["import", "/nowhere", "--space", "X"], ["check", "--nonsense"], ["fly"]]
)
def test_the_command_ends_with_1_or_2_when_the_thing_was_not_done(tmp_path, words):
    environment = {**os.environ, "KITH_DATA": str(tmp_path / "data"), "KITH_KEYS": str(tmp_path / "keys")}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "kith.cli.main", *words],
        cwd=serving.ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode in {1, 2}
