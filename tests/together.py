"""Somebody who writes in a shared document: the protocol of the browser's editor, spoken by hand over a real socket."""

import time
from typing import Any

from pycrdt import XmlElement, XmlText
from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from kith.collab import wire
from kith.collab.wire import Auth, Kind, Reader, Sync
from kith.prose import markdown, shared
from tests.serving import PATIENCE, Server


class Writing:
    """One open editor. `said` is what she sees; `unsaved` counts the changes that were not acknowledged yet."""

    def __init__(self, server: Server, session: str, document: str, *, origin: str | None = None) -> None:
        self.document = document
        self.shared = shared.empty()
        self.unsaved = 0
        self.allowed: bool | None = None
        self.closed = False
        self.present: dict[int, bytes] = {}
        self.mine: list[str] = []  # the paragraphs she wrote, in order
        self.heard = b""  # every byte that came
        headers = {"Cookie": f"sessionid={session}"} if session else {}
        self.socket = connect(
            f"ws://127.0.0.1:{server.port}/together",
            origin=Origin(origin or server.url),
            additional_headers=headers,
            compression=None,
            legacy=True,
        )
        self.send(wire.frame(document, Kind.AUTH, wire.number(Auth.TOKEN) + wire.words("") + wire.words("4.8.0")))

    def send(self, frame: bytes) -> None:
        """Send bytes, whatever they are."""
        self.socket.send(frame)

    def until(self, done: Any, seconds: float = PATIENCE) -> "Writing":
        """Read what comes until something holds."""
        end = time.monotonic() + seconds
        while not done(self):
            assert time.monotonic() < end, f"it did not come to that; {self.document} says {self.said!r}"
            self.read(0.05)
        return self

    def read(self, seconds: float = 0.0) -> None:
        """Take in the frames that have come."""
        try:
            while True:
                self._frame(self.socket.recv(timeout=seconds))
        except TimeoutError:
            return
        except ConnectionClosed:
            self.closed = True

    def enter(self) -> "Writing":
        """Wait to be let in, and for the text."""
        self.until(lambda me: me.allowed is not None)
        assert self.allowed
        self.send(wire.sync(self.document, Sync.HAVE, self.shared.get_state()))
        return self.until(lambda me: me.said)

    def write(self, words: str) -> None:
        """Add a paragraph at the end."""
        self.mine.append(words)
        before = self.shared.get_state()
        with self.shared.transaction():
            shared.body_of(self.shared).children.append(XmlElement("paragraph", contents=[XmlText(words)]))
        self.change(self.shared.get_update(before))

    def change(self, update: bytes) -> None:
        """Send a change."""
        self.unsaved += 1
        self.send(wire.sync(self.document, Sync.CHANGE, update))

    @property
    def said(self) -> str:
        """The text as Markdown."""
        return markdown.write(shared.body(self.shared)).strip()

    def leave(self) -> None:
        """Close the browser's tab."""
        self.socket.close()

    def _frame(self, data: str | bytes) -> None:
        assert isinstance(data, bytes)
        self.heard += data
        reader = Reader(data)
        assert reader.words() == self.document
        kind = reader.number()
        if kind == Kind.AUTH:
            self.allowed = reader.number() == Auth.ALLOWED
        elif kind == Kind.SYNC:
            step, payload = reader.number(), reader.blob()
            if step != Sync.HAVE:
                self.shared.apply_update(payload)
        elif kind == Kind.STATUS:
            self.unsaved -= 1
        elif kind == Kind.CLOSE:
            self.allowed = False
        elif kind == Kind.AWARENESS:
            for client, _count, state in wire.states(reader.blob()):
                self.present[client] = state
