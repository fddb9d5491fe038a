"""Who may be in a room: asked when she comes, and again whenever somebody's access may have moved."""

import asyncio
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kith.audit import announcing
from kith.collab import doors, store, wire
from kith.collab.rooms import Connection
from kith.collab.wire import Kind
from kith.core.actor import Actor
from kith.identity import sessions

if TYPE_CHECKING:
    from kith.collab.hub import Hub

log = logging.getLogger(__name__)
LOOK = 0.5  # seconds between two looks at what other processes did; on PostgreSQL they tell at once
ASK_AGAIN = 5.0  # seconds after which everybody is asked again: for what the clock alone ends


class Guard:
    """Holds all that comes in while it is asked who may still write."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self.open = asyncio.Event()  # closed while it is asked
        self.open.set()
        self.stirs = 0  # how often it was asked: whoever was let in meanwhile is asked again
        self._stirred = False

    async def may(self, session_key: str, document: str) -> tuple[int | None, bool]:
        """Who acts in a session (nobody, when it is over), and whether she may write in a document."""
        return await self._hub.in_thread(_may, session_key, document)

    def stir(self) -> None:
        """Ask everybody again; until it is answered nothing more is taken in."""
        self.open.clear()
        self._stirred = True
        self.stirs += 1
        self._hub.spawn(self._ask_again())

    async def _ask_again(self) -> None:
        if not self._stirred:
            return
        self._stirred = False
        try:
            asked = [(each, document) for each in self._hub.connections for document in each.rooms]
            keys = [(each.session_key, document) for each, document in asked]
            answers = await self._hub.in_thread(_may_all, keys)
            for (connection, document), (present, allowed) in zip(asked, answers, strict=True):
                if not present:
                    connection.gone.set()
                if not allowed:
                    self._shut_out(connection, document)
        finally:
            if not self._stirred:
                self.open.set()

    def _shut_out(self, connection: Connection, document: str) -> None:
        room = connection.rooms.get(document)
        if room is not None:
            self._hub.leave(connection, room)
            connection.push(wire.frame(document, Kind.CLOSE, wire.words("access ended")))

    async def watch(self) -> None:
        """See what other processes did, and what the clock ended."""
        known = await self._hub.in_thread(_begin)
        asked = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(LOOK)
            if not self._hub.rooms:
                continue
            try:
                seen, newest = await self._hub.in_thread(_look, known.newest, tuple(self._hub.rooms))
                await self._catch_up(newest)
            except Exception:
                log.exception("the rows could not be looked at; it is tried again")
                continue
            now = asyncio.get_running_loop().time()
            if seen.ids - known.ids or now - asked > ASK_AGAIN:
                asked = now
                self.stir()
            known = seen

    async def _catch_up(self, newest: dict[str, int]) -> None:
        for document, row in newest.items():
            room = self._hub.rooms.get(document)
            if room is not None and row > room.last and row not in room.own:
                await self._hub.follow(document)


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


def _begin() -> announcing.Moves:
    return announcing.moves(announcing.newest())


def _look(after: int, documents: tuple[str, ...]) -> tuple[announcing.Moves, dict[str, int]]:
    return announcing.moves(after), store.newest(documents)
