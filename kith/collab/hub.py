"""All rooms of a process: opening and closing them, asking again who may be in them, and following the rows."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from django.db import transaction

from kith.audit import announcing
from kith.collab import doors, store, wire
from kith.collab.guard import Guard
from kith.collab.rooms import COMPACT_AFTER, Connection, Room
from kith.collab.store import Change
from kith.collab.threads import Threads
from kith.collab.wire import Auth, Kind, Sync
from kith.collab.writer import Writer
from kith.core import telling
from kith.core.telling import Listener

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
SETTLE = 2.0  # seconds without a change after which a text has settled

TALK = "talk "  # before a document's key, among what processes tell each other
RUNNING: list["Hub"] = []  # of this process: one in a server, none in a command


def changed(document: str) -> None:
    """After the caller's commit, let the room of a document take in what was written to its rows."""
    for hub in RUNNING:
        transaction.on_commit(partial(hub.call_soon, hub.follow_soon, document))


def talked(document: str) -> None:
    """After the caller's commit, let all who have a document open know that something was said about it."""
    telling.tell([TALK + document])
    for hub in RUNNING:
        transaction.on_commit(partial(hub.call_soon, hub.say, document))


class Hub:
    """Lives in the event loop; the database is asked in two threads of its own, and written by one more."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.connections: set[Connection] = set()
        self._opening: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._threads = Threads(2)
        self._writer = Writer()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._settling: dict[str, asyncio.TimerHandle] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: Listener | None = None
        self._guard = Guard(self)

    async def start(self) -> None:
        """Begin."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        RUNNING.append(self)
        announcing.listen(self._access_moved)
        self._listener = Listener(self._heard)
        self._listener.start()
        self.spawn(self._guard.watch())

    async def stop(self) -> None:
        """Write what is left and end."""
        announcing.unlisten(self._access_moved)
        if self._listener is not None:
            await asyncio.to_thread(self._listener.stop)
        RUNNING.remove(self)
        for connection in self.connections:
            connection.gone.set()
        for room in list(self.rooms.values()):
            await self._settle(room)
        for task in self._tasks:
            task.cancel()
        self._writer.stop()
        await asyncio.to_thread(self._writer.join, 10)
        self._threads.stop()

    def call_soon(self, work: Callable[..., object], *given: object) -> None:
        """Do something in the event loop, from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work, *given)

    # entering and leaving

    async def enter(self, connection: Connection, document: str) -> None:
        """Let a connection into a document, or tell it that there is nothing for it."""
        stirs = -1
        while stirs != self._guard.stirs:  # whoever is shut out while she comes in must not slip through
            stirs = self._guard.stirs
            person_id, allowed = await self._guard.may(connection.session_key, document)
            if person_id is None:
                connection.gone.set()  # her session is over: she comes back when she has signed in again
                return
            if not allowed:
                connection.push(wire.frame(document, Kind.AUTH, wire.number(Auth.DENIED) + wire.words("not open")))
                return
            room = await self._room(document)
        connection.person_id = person_id
        connection.asked_at = asyncio.get_running_loop().time()
        room.enter(connection)
        connection.push(wire.frame(document, Kind.AUTH, wire.number(Auth.ALLOWED) + wire.words("read-write")))

    async def _room(self, document: str) -> Room:
        async with self._lock(document):
            if document not in self.rooms:
                await self._flushed()  # else rows that are still on their way would be missing from it
                kept = await self.in_thread(store.load, document)
                self.rooms[document] = Room.of(document, kept, self._write)
            return self.rooms[document]

    def _lock(self, document: str) -> asyncio.Lock:
        """One for each document, for as long as somebody holds it or waits for it."""
        lock = self._opening.get(document) or asyncio.Lock()
        return self._opening.setdefault(document, lock)

    def leave(self, connection: Connection, room: Room) -> None:
        """Take a connection out of a room; the last one closes it."""
        room.leave(connection)
        if not room.connections and self.rooms.get(room.document) is room:
            self.spawn(self._close(room))

    async def _close(self, room: Room) -> None:
        async with self._lock(room.document):
            if room.connections or self.rooms.get(room.document) is not room:
                return
            await self._settle(room)
            if not room.connections:
                del self.rooms[room.document]
                self._writer.compact(room.document)

    # changes

    async def take(self, connection: Connection, room: Room, step: Sync, data: bytes) -> None:
        """Take in a change, unless its writer was shut out in between."""
        await self._guard.open.wait()
        if connection.rooms.get(room.document) is not room:
            return
        room.take(connection, step, data, failed=lambda: self._drop(room))
        self._settle_later(room)
        if room.uncompacted >= COMPACT_AFTER:
            room.uncompacted = 0
            self.spawn(self._compact(room))

    def _write(self, change: Change, done: Callable[[int | None], None]) -> None:
        self._writer.write(change, lambda row: self.call_soon(done, row))

    async def _compact(self, room: Room) -> None:
        await self._flushed()
        await self.follow(room.document)
        self._writer.compact(room.document)

    def _drop(self, room: Room) -> None:
        """Close a room whose rows could not be written: what it holds is not what is kept.

        Its writers come back with all that was not acknowledged, to a room that is read anew.
        """
        self.rooms.pop(room.document, None)
        for connection in list(room.connections):
            connection.gone.set()

    def follow_soon(self, document: str) -> None:
        """Take in what was written to a document's rows, if it is open here."""
        if document in self.rooms:
            self.spawn(self.follow(document))

    def _follow_all(self) -> None:
        for document in self.rooms:
            self.follow_soon(document)

    async def follow(self, document: str) -> None:
        """Take in what was written to a document's rows."""
        room = self.rooms.get(document)
        if room is not None:
            room.follow(await self.in_thread(store.since, document, room.last))

    def say(self, document: str) -> None:
        """Tell all who have a document open that something was said about it; what it is, they ask by themselves."""
        room = self.rooms.get(document)
        if room is not None:
            room.pass_on(wire.frame(document, Kind.STATELESS, wire.words("talk")))

    # what the text comes to

    def _settle_later(self, room: Room) -> None:
        waiting = self._settling.pop(room.document, None)
        if waiting is not None:
            waiting.cancel()
        loop = asyncio.get_running_loop()
        self._settling[room.document] = loop.call_later(SETTLE, lambda: self.spawn(self._settle(room)))

    async def _settle(self, room: Room) -> None:
        waiting = self._settling.pop(room.document, None)
        if waiting is not None:
            waiting.cancel()
        if room.changed:
            room.changed = False
            await self._flushed()
            await self.in_thread(_settled, room.document, room.changed_by)

    # what is heard

    def _access_moved(self) -> None:
        self.call_soon(self._guard.stir)

    def _heard(self, words: str) -> None:
        """Another process says that access moved or a document was changed, or that such words may have been missed."""
        if words == announcing.ACCESS:
            self.call_soon(self._guard.stir)
        elif words == telling.MISSED:
            self.call_soon(self._follow_all)
            self.call_soon(self._guard.stir)
        elif words.startswith(TALK):
            self.call_soon(self.say, words.removeprefix(TALK))
        else:
            self.call_soon(self.follow_soon, words)

    # running

    async def _flushed(self) -> None:
        written = asyncio.get_running_loop().create_future()
        self._writer.flush(lambda row: self.call_soon(written.set_result, row))
        await written

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the database something, away from the event loop."""
        return await self._threads.run(work, *args, **kwargs)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what is being done; an error in it is logged."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("work on shared documents failed", exc_info=task.exception())


def _settled(document: str, person_id: int | None) -> None:
    door = doors.of(document)
    if door is not None:
        door.settled(doors.uid(document), store.load(document).shared, person_id)
