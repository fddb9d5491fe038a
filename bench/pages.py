"""Pages a second under 16 connections, beside a bare signed-in view of the same server in the same run.

The server is a process of its own on the demo network. Asha reads her own firm's pages; Tom of the foundry reads the
same ones from outside, so that each of his pages writes what it shows into the ledger first.
"""

import statistics
import threading
import time
from http.client import HTTPConnection

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.rig import Figures, percentile, serving
from bench.signed_in import session
from kith.demo import making
from kith.identity.edges import BACKEND
from kith.identity.models import Person
from kith.knowledge.models import Item

CONNECTIONS = 16
SECONDS = 3.0
ROUNDS = 3
READERS = {"inside": "Asha", "outside, with exposures": "Tom"}


def run(full: bool) -> Figures:
    """Requests a second, their ratio to the bare view's, and the questions each page asks of the database."""
    making.make()
    item = Item.objects.get(title__startswith="Pour the volute")
    pages = {"item": f"/items/{item.uid}", "list": "/knowledge", "search": "/search?q=vent+the+core"}
    cookies = {reader: session(Person.objects.get(name=name)) for reader, name in READERS.items()}
    queries = {f"{page}, {reader}": _queries(READERS[reader], pages[page]) for page in pages for reader in READERS}
    asked = {"bare": ("/bench/bare", "inside")} | {
        f"{page}, {reader}": (address, reader) for page, address in pages.items() for reader in READERS
    }
    rates: dict[str, list[float]] = {name: [] for name in asked}
    slowest: dict[str, list[float]] = {name: [] for name in asked}
    with serving("bench.bare") as (port, _process):
        for _round in range(ROUNDS):
            for name, (address, reader) in asked.items():
                times = _load(port, address, cookies[reader], SECONDS * (3 if full else 1))
                rates[name].append(len(times) / (SECONDS * (3 if full else 1)))
                slowest[name].append(percentile(times, 0.95) * 1000)
    rate = {name: round(statistics.median(row), 1) for name, row in rates.items()}
    figures: Figures = {
        "engine": connection.vendor,
        "connections": CONNECTIONS,
        "requests_per_second": rate,
        "ratio_to_bare": {name: round(value / rate["bare"], 2) for name, value in rate.items() if name != "bare"},
        "p95_ms": {name: round(statistics.median(row), 1) for name, row in slowest.items()},
        "queries": queries,
    }
    for name in asked:
        print(name, rate[name], "a second,", figures["ratio_to_bare"].get(name, 1), queries.get(name, ""), "queries")
    return figures


def _queries(name: str, address: str) -> int:
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(Person.objects.get(name=name), backend=BACKEND)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def _load(port: int, address: str, cookie: str, seconds: float) -> list[float]:
    """The seconds each request took that was answered in time, over 16 connections."""
    until = time.perf_counter() + seconds
    taken: list[float] = []
    workers = [threading.Thread(target=_ask, args=(port, address, cookie, until, taken)) for _ in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return taken


def _ask(port: int, address: str, cookie: str, until: float, taken: list[float]) -> None:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    while True:
        began = time.perf_counter()
        line.request("GET", address, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        ended = time.perf_counter()
        if ended > until:
            line.close()
            return
        taken.append(ended - began)
