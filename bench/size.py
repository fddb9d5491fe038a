"""What people meet at 100,000 pages: tree, item page, search, space page and move. The aim is p95 below 300 ms.

A server of its own answers one request after the other, on connections that stay open, for a steward, a member, and
somebody of a partner's firm to whom one of the spaces is lent. What a worker does follows: a move of 10,001 pages.
"""

import os
import time
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import cycle
from urllib.parse import quote, urlencode

os.environ["KITH_MEANING"] = "off"  # vectors are another bench's; those of 100,000 pages would keep a core for hours

from django.db import connection

from bench import evaluation, forest, texts
from bench.forest import Forest
from bench.rig import Figures, percentile, serving, timed
from bench.signed_in import session
from kith.demo import making
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.knowledge.actions import arrangements
from kith.knowledge.actions.arrangements import Deed
from kith.knowledge.models import Item
from kith.knowledge.tree import Target

SIZE = 100_000
TIMES = 40
READERS = ("Asha", "Marek", "Tom")
PART = {"HX-Request": "true"}
Addresses = dict[str, list[str]]


def run(full: bool) -> Figures:
    """p50 and p95 of each page in milliseconds, over all readers who may open it."""
    making.make()
    grown = timed(lambda: _grown.append(forest.grow(SIZE)))
    wood = _grown.pop()
    figures: Figures = {"engine": connection.vendor, "items": SIZE, "seconds_to_fill": round(grown), "ms": {}}
    with serving("kith.config.settings") as (port, _process):
        for name, asked in _pages(wood).items():
            figures["ms"][name] = _figures(_times(port, asked, PART if name.startswith("a branch") else {}))
            print(name, figures["ms"][name])
        figures["ms"]["move: what happens"] = _figures(_posts(port, wood))
        print("move: what happens", figures["ms"]["move: what happens"])
        figures["ms"]["move of one page"] = _figures(_moves(port, wood))
        print("move of one page", figures["ms"]["move of one page"])
        figures["ms"]["a new page"] = _figures(_writes(port, wood))
        print("a new page", figures["ms"]["a new page"])
    figures["seconds"] = _large(wood)
    print(figures["seconds"])
    return figures


_grown: list[Forest] = []


def _pages(wood: Forest) -> Addresses:
    """What is asked for, and by whom: each address begins with the reader's name."""
    items = Item.objects.order_by("?")
    mine = list(items.filter(space=wood.works, classification__lte=2).values_list("uid", flat=True)[:20])
    lent = list(items.filter(space=wood.lent, classification__lte=2).values_list("uid", flat=True)[:20])
    questions = [quote(each) for each in texts.questions(evaluation.sets(), 40)]
    wide, deep, moved = (wood.items[key].uid for key in ("wide", "deep", "moved"))
    spaces = [f"{who} /spaces/{wood.lent.uid}" for who in READERS]
    spaces += [f"{who} /spaces/{space.uid}" for who in READERS[:2] for space in (wood.works, wood.log)]
    return {
        "space page": spaces,
        "a branch of the tree": [f"{who} /items/{uid}/below" for who in READERS[:2] for uid in (wide, moved)]
        + [f"Tom /items/{uid}/below" for uid in lent[:4]],
        "item page": [f"{who} /items/{uid}" for who in READERS[:2] for uid in (wide, deep, moved, *mine)]
        + [f"Tom /items/{uid}" for uid in lent],
        "search page": [f"{who} /search?q={question}" for who, question in zip(cycle(READERS), questions)],
        "search page, in a space": [
            f"{who} /search?q={question}&space={wood.lent.uid}" for who, question in zip(cycle(READERS), questions)
        ],
        "knowledge area": [f"{who} /knowledge" for who in READERS],
        "home": [f"{who} /" for who in READERS],
        "move: where to": [f"Asha /items/{uid}/place" for uid in (moved, *mine[:5])]
        + [f"Asha /items/{moved}/place?title=machine+7"],
        "the bin of a space": [f"Asha /spaces/{wood.works.uid}/bin"],
        "what can be trusted in a space": [f"Asha /spaces/{wood.works.uid}/trust"],
    }


def _figures(times: list[float]) -> dict[str, float]:
    return {"p50": round(percentile(times, 0.5) * 1000, 1), "p95": round(percentile(times, 0.95) * 1000, 1)}


def _times(port: int, asked: list[str], headers: dict[str, str]) -> list[float]:
    """The seconds that each of at least 40 requests took; the first of each reader are not counted."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    cookies = {who: session(Person.objects.get(name=who)) for who in READERS}
    taken = []
    for number, each in zip(range(TIMES + len(READERS)), cycle(asked)):
        who, _space, address = each.partition(" ")
        began = time.perf_counter()
        line.request("GET", address, headers={"Cookie": cookies[who], **headers})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{each} answered {answer.status}")
        if number >= len(READERS):
            taken.append(time.perf_counter() - began)
    return taken


def _posts(port: int, wood: Forest) -> list[float]:
    """What a move of 10,001 pages would open and close, asked before it is confirmed."""
    address, place = f"/items/{wood.items['moved'].uid}/place", f"{wood.lent.uid}/"
    send = _sender(port)
    return [timed(lambda: send(address, {"place": place}, 200)) for _ in range(TIMES // 2)]


def _moves(port: int, wood: Forest) -> list[float]:
    """Moves of one page, there and back."""
    uid = Item.objects.filter(space=wood.log).values_list("uid", flat=True)[10]
    places = [f"{wood.works.uid}/{wood.items['wide'].uid}", f"{wood.log.uid}/"]
    send, taken = _sender(port), []
    for _number, place in zip(range(TIMES), cycle(places)):
        taken.append(timed(lambda: send(f"/items/{uid}/place", {"place": place, "confirmed": place}, 302)))  # noqa: B023
    return taken


def _writes(port: int, wood: Forest) -> list[float]:
    """Begin a page at the root of a space of 20,000."""
    send = _sender(port)
    fields = {"space": wood.log.uid, "kind": "article", "classification": "1", "title": "Entry", "markdown": "New."}
    return [timed(lambda: send("/items/new", fields, 302)) for _ in range(TIMES // 2)]


def _sender(port: int) -> Callable[[str, dict[str, str], int], None]:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    token = "bench" * 6 + "xx"
    cookie = f"{session(Person.objects.get(name='Asha'))}; csrftoken={token}"

    def send(address: str, fields: dict[str, str], status: int) -> None:
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", address, body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != status:
            raise RuntimeError(f"{address} answered {answer.status}")

    return send


def _large(wood: Forest) -> dict[str, float]:
    """Seconds in which a worker moves, bins and takes back 10,001 pages, each in one transaction."""
    by = identity.actor_for(Person.objects.get(name="Asha"))
    assert by is not None
    uid, seconds = wood.items["moved"].uid, {}
    deeds = {
        "move of 10,001": (Deed.MOVE, Target(wood.log)),
        "bin": (Deed.BIN, None),
        "taken back": (Deed.TAKE_BACK, None),
    }
    for name, (deed, to) in deeds.items():
        asked = arrangements.ask(deed, uid, by=by, to=to)
        assert asked is not None
        seconds[name] = round(timed(lambda: arrangements.work(asked.pk)), 2)  # noqa: B023
    return seconds
