"""Who may be in a room: asked when she comes, and again whenever somebody's access may have moved."""

import asyncio
import logging
from typing import TYPE_CHECKING

from kith.access import reach
from kith.audit import announcing
from kith.collab import doors, store, wire
from kith.collab.rooms import Connection
from kith.collab.wire import Kind
from kith.identity import sessions

if TYPE_CHECKING:
    from kith.collab.hub import Hub

log = logging.getLogger(__name__)
LOOK = 0.5  # seconds between two looks at what other processes did; on PostgreSQL they tell at once
ASK_AGAIN = 20.0  # seconds after which a connection is asked again: for what the clock alone ends
SOME = 25  # connections that are asked again at one look
IDLE = 60.0  # seconds after which a connection that is in no room is let go


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
            await self._ask(list(self._hub.connections))
        finally:
            if not self._stirred:
                self.open.set()

    async def _ask(self, connections: list[Connection]) -> None:
        """Ask for those connections, and shut out who may no longer be where she is."""
        now = asyncio.get_running_loop().time()
        asked = [(each, tuple(each.rooms)) for each in connections]
        answers = await self._hub.in_thread(_ask, [(each.session_key, documents) for each, documents in asked])
        for (connection, documents), allowed in zip(asked, answers, strict=True):
            connection.asked_at = now
            if allowed is None:
                connection.gone.set()
            for document in documents:
                if document not in (allowed or ()):
                    self._shut_out(connection, document)

    def _shut_out(self, connection: Connection, document: str) -> None:
        room = connection.rooms.get(document)
        if room is not None:
            self._hub.leave(connection, room)
            connection.push(wire.frame(document, Kind.CLOSE, wire.words("access ended")))

    async def watch(self) -> None:
        """See what other processes did, and what the clock ended."""
        known = await self._hub.in_thread(_begin)
        while True:
            await asyncio.sleep(LOOK)
            self._let_go()
            if not self._hub.rooms:
                continue
            try:
                seen, newest = await self._hub.in_thread(_look, known.newest, tuple(self._hub.rooms))
                await self._catch_up(newest)
                if seen.ids - known.ids:
                    self.stir()
                else:
                    await self._ask_some()
            except Exception:
                log.exception("the rows could not be looked at; it is tried again")
                continue
            known = seen

    def _let_go(self) -> None:
        """Close the sockets that opened nothing for long."""
        since = asyncio.get_running_loop().time() - IDLE
        for connection in self._hub.connections:
            if not connection.rooms and connection.asked_at < since:
                connection.gone.set()

    async def _ask_some(self) -> None:
        """Ask again for a few that were not asked for long; nothing is held up by it."""
        since = asyncio.get_running_loop().time() - ASK_AGAIN
        waiting = [each for each in self._hub.connections if each.rooms and each.asked_at < since]
        if waiting:
            await self._ask(sorted(waiting, key=lambda each: each.asked_at)[:SOME])

    async def _catch_up(self, newest: dict[str, int]) -> None:
        for document, row in newest.items():
            room = self._hub.rooms.get(document)
            if room is not None and row > room.last and row not in room.own:
                await self._hub.follow(document)


def _may(session_key: str, document: str) -> tuple[int | None, bool]:
    actor = sessions.actors_of([session_key]).get(session_key)
    with reach.remembered():
        allowed = document in doors.writable(actor, [document])
        if actor and allowed:
            doors.enter(actor, document)
    return (actor.person_id if actor else None), allowed


def _ask(given: list[tuple[str, tuple[str, ...]]]) -> list[set[str] | None]:
    """In which of its documents each session may still write; None for a session that is over."""
    actors = sessions.actors_of({key for key, _documents in given})
    wanted: dict[str, set[str]] = {}
    for key, documents in given:
        wanted.setdefault(key, set()).update(documents)
    allowed = {key: doors.writable(actor, sorted(wanted[key])) for key, actor in actors.items()}
    return [allowed.get(key) for key, _documents in given]


def _begin() -> announcing.Moves:
    return announcing.moves(announcing.newest())


def _look(after: int, documents: tuple[str, ...]) -> tuple[announcing.Moves, dict[str, int]]:
    return announcing.moves(after), store.newest(documents)
