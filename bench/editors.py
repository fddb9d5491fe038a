"""Editors at work, for `bench collab`: a process of its own that types into shared documents and measures.

Each editor sends small changes that carry the moment they were sent. Every other editor of the document measures how
long it was on its way; the sender measures how long until it was acknowledged. Both servers speak this protocol.
"""

import asyncio
import json
import random
import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop
import websockets
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from bench.rig import percentile
from kith.collab import wire
from kith.collab.wire import Auth, Kind, Reader, Sync

STAMP = re.compile(rb"@(\d+\.\d{6})@")


@dataclass
class Load:
    """Where, who, how many and how fast."""

    url: str
    documents: list[str]
    editors: int
    rate: float  # changes a second of each editor
    seconds: float
    cookie: str = ""
    origin: str = ""
    log: str = ""  # a file that takes the mark of each acknowledged change: its document and its words
    turn: int = 0  # distinguishes the marks of several runs
    relay: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    sent: int = 0
    failed: int = 0


class Editor:
    """One editor in one document."""

    def __init__(self, load: Load, number: int) -> None:
        self.load = load
        self.document = load.documents[number % len(load.documents)]
        self.number = number
        self.waiting: list[tuple[float, str]] = []
        self.shared: Doc[Any] = Doc()
        self.shared["body"] = XmlFragment()
        self.text = XmlText("")
        self.inside = asyncio.Event()  # she has been let in and has the text

    async def work(self, begin: asyncio.Event) -> None:
        """Open the document, wait for the others, type."""
        headers = {"Cookie": self.load.cookie} if self.load.cookie else {}
        origin: Any = self.load.origin or None
        async with websockets.connect(
            self.load.url,
            origin=origin,
            additional_headers=headers,
            max_size=None,
            compression=None,
            ping_interval=None,
        ) as socket:
            token = wire.number(Auth.TOKEN) + wire.words("session") + wire.words("4.8.0")
            await socket.send(wire.frame(self.document, Kind.AUTH, token))
            await socket.send(wire.sync(self.document, Sync.HAVE, self.shared.get_state()))
            listening = asyncio.create_task(self._listen(socket))
            await begin.wait()
            await self._type(socket)
            await asyncio.sleep(2)
            listening.cancel()

    async def _type(self, socket: Any) -> None:
        body = self.shared.get("body", type=XmlFragment)
        body.children.append(XmlElement("paragraph", contents=[self.text]))
        before = b"\x00"
        end = time.perf_counter() + self.load.seconds
        await asyncio.sleep(random.random() / self.load.rate)
        while time.perf_counter() < end:
            began = time.perf_counter()
            mark = f"<{self.load.turn}.{self.number}.{self.load.sent}>"
            self.text.insert(len(self.text), f"@{began:.6f}@{mark if self.load.log else ''}")
            update, before = self.shared.get_update(before), self.shared.get_state()
            self.waiting.append((began, mark))
            self.load.sent += 1
            await socket.send(wire.sync(self.document, Sync.CHANGE, update))
            await asyncio.sleep(max(0.0, 1 / self.load.rate - (time.perf_counter() - began)))

    async def _listen(self, socket: Any) -> None:
        with suppress(websockets.ConnectionClosed):  # the server may be killed
            await self._take_in(socket)

    async def _take_in(self, socket: Any) -> None:
        async for frame in socket:
            now = time.perf_counter()
            reader = Reader(frame)
            reader.words()
            kind = reader.number()
            if kind == Kind.STATUS and self.waiting:
                began, mark = self.waiting.pop(0)
                self.load.acknowledged.append(now - began)
                if self.load.log:
                    with Path(self.load.log).open("a") as log:
                        log.write(f"{self.document} {mark}\n")
            elif kind == Kind.SYNC and reader.number() != Sync.CHANGE:
                self.inside.set()
            elif kind == Kind.SYNC:
                for stamp in STAMP.findall(frame):
                    self.load.relay.append(now - float(stamp))


async def run(load: Load) -> dict[str, Any]:
    """All editors at once; what they measured, in ms."""
    begin = asyncio.Event()
    editors = [Editor(load, number) for number in range(load.editors)]
    working = []
    for editor in editors:
        working.append(asyncio.create_task(editor.work(begin)))
        await asyncio.sleep(0.004)
    async with asyncio.timeout(120):
        for editor in editors:
            await editor.inside.wait()
    await asyncio.sleep(1)
    begin.set()
    ended = await asyncio.gather(*working, return_exceptions=True)
    return {
        "editors": load.editors,
        "documents": len(load.documents),
        "sent": load.sent,
        "acknowledged": len(load.acknowledged),
        "failed": sum(isinstance(each, BaseException) for each in ended),
        "relay_p50_ms": _ms(load.relay, 0.5),
        "relay_p95_ms": _ms(load.relay, 0.95),
        "acknowledged_p50_ms": _ms(load.acknowledged, 0.5),
        "acknowledged_p95_ms": _ms(load.acknowledged, 0.95),
    }


def _ms(values: list[float], share: float) -> float | None:
    return round(percentile(values, share) * 1000, 1) if values else None


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(Load(**json.loads(sys.argv[1]))))))
