"""A document that is open here, and the connections in it. Lives in the event loop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from kith.collab import wire
from kith.collab.doors import Shared
from kith.collab.store import Change, Kept
from kith.collab.wire import Sync

OUTBOX = 2000  # frames that wait for a slow reader before she is let go
NOTHING = b"\x00\x00"  # an update that changes nothing
COMPACT_AFTER = 300
CLIENTS = 4  # that one connection may speak for: a browser that came back is two for a while


class Connection:
    """One browser's socket. Frames wait in a bounded outbox, so that one slow reader does not hold up a room."""

    def __init__(self, session_key: str, opened_at: float) -> None:
        self.session_key = session_key
        self.person_id: int | None = None
        self.asked_at = opened_at  # when it was last asked whether she may be where she is, by the loop's clock
        self.rooms: dict[str, Room] = {}
        self.outbox: asyncio.Queue[bytes] = asyncio.Queue(OUTBOX)
        self.gone = asyncio.Event()

    def push(self, frame: bytes) -> None:
        """Send a frame when its turn comes."""
        if self.gone.is_set():
            return
        try:
            self.outbox.put_nowait(frame)
        except asyncio.QueueFull:
            self.gone.set()


Write = Callable[[Change, Callable[[int | None], None]], None]


@dataclass(eq=False)
class Room:
    """A document with all that its rows hold up to `last`, and what is on its way to them."""

    document: str
    shared: Shared
    last: int
    write: Write
    connections: set[Connection] = field(default_factory=set)
    present: dict[int, tuple[int, bytes, Connection]] = field(default_factory=dict)  # client: counter, state, whose
    own: set[int] = field(default_factory=set)  # rows written from here: read already
    uncompacted: int = 0
    changed_by: int | None = None
    changed: bool = False

    @classmethod
    def of(cls, document: str, kept: Kept, write: Write) -> "Room":
        """The room of a document as its rows have it."""
        return cls(document, kept.shared, kept.last, write)

    def greet(self, connection: Connection, state: bytes) -> None:
        """Answer what a client has: what she lacks, what we have, who is here."""
        connection.push(wire.sync(self.document, Sync.LACK, self.shared.get_update(state)))
        connection.push(wire.sync(self.document, Sync.HAVE, self.shared.get_state()))
        self.say_who_is_here(connection)

    def take(self, connection: Connection, step: Sync, data: bytes, *, failed: Callable[[], None]) -> None:
        """Take in a change: apply it, pass it on, keep it, and acknowledge it once it is kept.

        Raises:
            ValueError: the bytes are no update.
        """
        if data == NOTHING or (step == Sync.LACK and not self._is_news(data)):
            connection.push(wire.saved(self.document))  # a client that comes back tells what we know already
            return
        if step == Sync.CHANGE:
            self._apply(data)
        self.pass_on(wire.sync(self.document, Sync.CHANGE, data), but=connection)
        self.uncompacted += 1
        self.changed, self.changed_by = True, connection.person_id

        def kept(row: int | None) -> None:
            if row is None:
                failed()
                return
            self.own.add(row)
            connection.push(wire.saved(self.document))

        self.write(Change(self.document, data, connection.person_id), kept)

    def _apply(self, data: bytes) -> None:
        """Apply an update."""
        try:
            self.shared.apply_update(data)
        except Exception as error:
            raise ValueError("these bytes are no update") from error

    def _is_news(self, data: bytes) -> bool:
        """Apply an update; whether it changed anything."""
        changes: list[object] = []
        watching = self.shared.observe(changes.append)
        try:
            self._apply(data)
        finally:
            self.shared.unobserve(watching)
        return bool(changes)

    def follow(self, rows: list[tuple[int, bytes]]) -> None:
        """Take in what was written elsewhere: another process, a restored version, an import."""
        for row, data in rows:
            self.last = max(self.last, row)
            if row in self.own:
                self.own.discard(row)
                continue
            if self._is_news(data):
                self.pass_on(wire.sync(self.document, Sync.CHANGE, data))
        self.own = {row for row in self.own if row > self.last}

    def hear(self, connection: Connection, payload: bytes) -> None:
        """Take in who is there and where her caret stands, and pass it on; nothing of it is kept."""
        mine = {client for client, (_count, _state, owner) in self.present.items() if owner is connection}
        for client, count, state in wire.states(payload):
            if client not in mine and (client in self.present or len(mine) >= CLIENTS):
                continue  # nobody speaks for another
            mine.add(client)
            if state == b"null":
                self.present.pop(client, None)
            else:
                self.present[client] = (count, state, connection)
            self.pass_on(wire.awareness(self.document, [(client, count, state)]), but=connection)

    def say_who_is_here(self, connection: Connection) -> None:
        """Tell a connection who is there."""
        states = [(client, count, state) for client, (count, state, _owner) in self.present.items()]
        if states:
            connection.push(wire.awareness(self.document, states))

    def enter(self, connection: Connection) -> None:
        """Let a connection in."""
        self.connections.add(connection)
        connection.rooms[self.document] = self

    def leave(self, connection: Connection) -> None:
        """Take a connection out, and tell the others that she is gone."""
        self.connections.discard(connection)
        connection.rooms.pop(self.document, None)
        mine = [(client, count) for client, (count, _state, owner) in self.present.items() if owner is connection]
        for client, _count in mine:
            del self.present[client]
        if mine:
            self.pass_on(wire.awareness(self.document, [(client, count + 1, b"null") for client, count in mine]))

    def pass_on(self, frame: bytes, but: Connection | None = None) -> None:
        for connection in self.connections:
            if connection is not but:
                connection.push(frame)
