"""All rooms of a process: opening and closing them, asking again who may be in them, and following the rows."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import close_old_connections, connections, transaction

from kith.audit import announcing
from kith.collab import doors, store, wire
from kith.collab.rooms import COMPACT_AFTER, Connection, Room
from kith.collab.store import Change
from kith.collab.wire import Auth, Kind, Sync
from kith.collab.writer import Writer
from kith.core.actor import Actor
from kith.core.telling import Listener
from kith.identity import sessions

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
LOOK = 0.5  # seconds between two looks at what other processes wrote; on PostgreSQL they tell at once
ASK_AGAIN = 5.0  # seconds after which everybody is asked again: for what the clock alone ends
SETTLE = 2.0  # seconds without a change after which a text has settled

RUNNING: list["Hub"] = []  # of this process: one in a server, none in a command


def changed(document: str) -> None:
    """After the caller's commit, let the room of a document take in what was written to its rows."""
    for hub in RUNNING:
        transaction.on_commit(lambda hub=hub: hub.call_soon(hub.follow_soon, document))  # type: ignore[misc]


class Hub:
    """Lives in the event loop; the database is asked in two threads of its own, and written by one more."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.connections: set[Connection] = set()
        self._opening: dict[str, asyncio.Lock] = {}
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="collab")
        self._writer = Writer()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._settling: dict[str, asyncio.TimerHandle] = {}
        self._open = asyncio.Event()  # closed while it is asked who may still write
        self._open.set()
        self._stirred = False
        self._stirs = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: Listener | None = None

    async def start(self) -> None:
        """Begin."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        RUNNING.append(self)
        announcing.listen(self._access_moved)
        self._listener = Listener(self._heard)
        self._listener.start()
        self._spawn(self._watch())

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
        self._threads.shutdown()

    def call_soon(self, work: Callable[..., object], *given: object) -> None:
        """Do something in the event loop, from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work, *given)

    # entering and leaving

    async def enter(self, connection: Connection, document: str) -> None:
        """Let a connection into a document, or tell it that there is nothing for it."""
        stirs = -1
        while stirs != self._stirs:  # whoever is shut out while she comes in must not slip through
            stirs = self._stirs
            person_id, allowed = await self._in_thread(_may, connection.session_key, document)
            if person_id is None:
                connection.gone.set()  # her session is over: she comes back when she has signed in again
                return
            if not allowed:
                connection.push(wire.frame(document, Kind.AUTH, wire.number(Auth.DENIED) + wire.words("not open")))
                return
            room = await self._room(document)
        connection.person_id = person_id
        room.enter(connection)
        connection.push(wire.frame(document, Kind.AUTH, wire.number(Auth.ALLOWED) + wire.words("read-write")))

    async def _room(self, document: str) -> Room:
        async with self._opening.setdefault(document, asyncio.Lock()):
            if document not in self.rooms:
                await self._flushed()  # else rows that are still on their way would be missing from it
                kept = await self._in_thread(store.load, document)
                self.rooms[document] = Room.of(document, kept, self._write)
            return self.rooms[document]

    def leave(self, connection: Connection, room: Room) -> None:
        """Take a connection out of a room; the last one closes it."""
        room.leave(connection)
        if not room.connections and self.rooms.get(room.document) is room:
            self._spawn(self._close(room))

    async def _close(self, room: Room) -> None:
        async with self._opening.setdefault(room.document, asyncio.Lock()):
            if room.connections or self.rooms.get(room.document) is not room:
                return
            await self._settle(room)
            if not room.connections:
                del self.rooms[room.document]
                self._writer.compact(room.document)

    # changes

    async def take(self, connection: Connection, room: Room, step: Sync, data: bytes) -> None:
        """Take in a change, unless its writer was shut out in between."""
        await self._open.wait()
        if connection.rooms.get(room.document) is not room:
            return
        room.take(connection, step, data, failed=lambda: self._drop(room))
        self._settle_later(room)
        if room.uncompacted >= COMPACT_AFTER:
            room.uncompacted = 0
            self._spawn(self._compact(room))

    def _write(self, change: Change, done: Callable[[int | None], None]) -> None:
        self._writer.write(change, lambda row: self.call_soon(done, row))

    async def _compact(self, room: Room) -> None:
        await self._flushed()
        await self.follow(room.document)
        self._writer.compact(room.document)

    def _drop(self, room: Room) -> None:
        """Close a room whose rows could not be written: what it holds is not what is kept. Its writers come back with
        all that was not acknowledged, to a room that is read anew."""
        self.rooms.pop(room.document, None)
        for connection in list(room.connections):
            connection.gone.set()

    def follow_soon(self, document: str) -> None:
        """Take in what was written to a document's rows, if it is open here."""
        if document in self.rooms:
            self._spawn(self.follow(document))

    async def follow(self, document: str) -> None:
        """Take in what was written to a document's rows."""
        room = self.rooms.get(document)
        if room is not None:
            room.follow(await self._in_thread(store.since, document, room.last))

    # what the text comes to

    def _settle_later(self, room: Room) -> None:
        waiting = self._settling.pop(room.document, None)
        if waiting is not None:
            waiting.cancel()
        loop = asyncio.get_running_loop()
        self._settling[room.document] = loop.call_later(SETTLE, lambda: self._spawn(self._settle(room)))

    async def _settle(self, room: Room) -> None:
        waiting = self._settling.pop(room.document, None)
        if waiting is not None:
            waiting.cancel()
        if room.changed:
            room.changed = False
            await self._flushed()
            await self._in_thread(_settled, room.document, room.changed_by)

    # who may be here

    def _access_moved(self) -> None:
        self.call_soon(self.stir)

    def _heard(self, words: str) -> None:
        """Another process says that access moved, or which document was changed."""
        if words == announcing.ACCESS:
            self.call_soon(self.stir)
        else:
            self.call_soon(self.follow_soon, words)

    def stir(self) -> None:
        """Ask everybody again; until it is answered nothing more is taken in."""
        self._open.clear()
        self._stirred = True
        self._stirs += 1
        self._spawn(self._ask_again())

    async def _ask_again(self) -> None:
        if not self._stirred:
            return
        self._stirred = False
        try:
            asked = [(each, document) for each in self.connections for document in each.rooms]
            keys = [(each.session_key, document) for each, document in asked]
            answers = await self._in_thread(_may_all, keys)
            for (connection, document), (present, allowed) in zip(asked, answers, strict=True):
                if not present:
                    connection.gone.set()
                if not allowed:
                    self._shut_out(connection, document)
        finally:
            if not self._stirred:
                self._open.set()

    def _shut_out(self, connection: Connection, document: str) -> None:
        room = connection.rooms.get(document)
        if room is not None:
            self.leave(connection, room)
            connection.push(wire.frame(document, Kind.CLOSE, wire.words("access ended")))

    async def _watch(self) -> None:
        """See what other processes did, and what the clock ended."""
        seen = await self._in_thread(announcing.newest)
        asked = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(LOOK)
            if not self.rooms:
                continue
            try:
                seen, moved = await self._looked(seen)
            except Exception:
                log.exception("the rows could not be looked at; it is tried again")
                continue
            now = asyncio.get_running_loop().time()
            if moved or now - asked > ASK_AGAIN:
                asked = now
                self.stir()

    async def _looked(self, seen: int) -> tuple[int, bool]:
        last, newest = await self._in_thread(_look, seen, tuple(self.rooms))
        for document, row in newest.items():
            room = self.rooms.get(document)
            if room is not None and row > room.last and row not in room.own:
                await self.follow(document)
        return (last or seen), last is not None

    # running

    async def _flushed(self) -> None:
        written = asyncio.get_running_loop().create_future()
        self._writer.flush(lambda row: self.call_soon(written.set_result, row))
        await written

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: _clean(work, *args, **kwargs))

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("work on shared documents failed", exc_info=task.exception())


def _clean(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something with the database in a thread that lives on."""
    close_old_connections()
    try:
        return work(*args, **kwargs)
    except Exception:
        connections.close_all()
        raise


def _may(session_key: str, document: str) -> tuple[int | None, bool]:
    actor = sessions.actor_of(session_key)
    return (actor.person_id if actor else None), doors.may_write(actor, document)


def _may_all(keys: Iterable[tuple[str, str]]) -> list[tuple[bool, bool]]:
    """Whether each session goes on, and whether it may write in each document; each actor is worked out once."""
    actors: dict[str, Actor | None] = {}
    answers = []
    for session_key, document in keys:
        if session_key not in actors:
            actors[session_key] = sessions.actor_of(session_key)
        actor = actors[session_key]
        answers.append((actor is not None, doors.may_write(actor, document)))
    return answers


def _look(seen: int, documents: tuple[str, ...]) -> tuple[int | None, dict[str, int]]:
    return announcing.last_move(seen), store.newest(documents)


def _settled(document: str, person_id: int | None) -> None:
    door = doors.of(document)
    if door is not None:
        door.settled(doors.uid(document), store.load(document).shared, person_id)
