"""The websocket's edge: who is at the other end, and what a frame asks for."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from kith.collab import wire
from kith.collab.hub import Hub
from kith.collab.rooms import Connection, Room
from kith.collab.wire import Kind, Malformed, Reader, Sync

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/together"
DOCUMENTS = 20  # that one socket may have open
LONGEST_KEY = 40
NOT_SIGNED_IN = 4401
GOING = 1012


async def serve(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """One socket, from its beginning to its end."""
    await receive()  # websocket.connect
    key = session_key(scope)
    if scope["path"] != PATH or key is None or not from_here(scope):
        await send({"type": "websocket.close", "code": NOT_SIGNED_IN})
        return
    await send({"type": "websocket.accept"})
    connection = Connection(key, asyncio.get_running_loop().time())
    hub.connections.add(connection)
    parts = [
        asyncio.ensure_future(_listen(hub, connection, receive)),
        asyncio.ensure_future(_speak(connection, send)),
        asyncio.ensure_future(connection.gone.wait()),
    ]
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        connection.gone.set()
        hub.connections.discard(connection)
        for room in list(connection.rooms.values()):
            hub.leave(connection, room)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        with suppress(Exception):
            await send({"type": "websocket.close", "code": GOING})


def session_key(scope: Scope) -> str | None:
    """The session whose cookie the browser sent, if it sent one."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with suppress(CookieError):
                cookies.load(value.decode("latin-1"))
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found and found.value else None


def from_here(scope: Scope) -> bool:
    """Whether a page of ours opened the socket: a browser says which site did, and another site may not."""
    headers = dict(scope["headers"])
    origin = urlsplit(headers.get(b"origin", b"").decode("latin-1")).netloc
    ours = {headers.get(b"host", b"").decode("latin-1"), urlsplit(settings.KITH_URL).netloc}
    return bool(origin) and origin in ours


async def _speak(connection: Connection, send: Send) -> None:
    while True:
        await send({"type": "websocket.send", "bytes": await connection.outbox.get()})


async def _listen(hub: Hub, connection: Connection, receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        data = message.get("bytes")
        if data:
            try:
                await _frame(hub, connection, data)
            except ValueError:
                return  # no client of ours sends such bytes


async def _frame(hub: Hub, connection: Connection, data: bytes) -> None:
    if len(data) == 1:
        return  # a sign of life
    reader = Reader(data)
    document, kind = reader.words(), reader.number()
    if kind == Kind.AUTH:
        if len(connection.rooms) >= DOCUMENTS or len(document) > LONGEST_KEY:
            raise Malformed("too many documents")
        await hub.enter(connection, document)
        return
    room = connection.rooms.get(document)
    answer = _ANSWERS.get(kind)
    if room is not None and answer is not None:
        await answer(hub, connection, room, reader)


async def _sync(hub: Hub, connection: Connection, room: Room, reader: Reader) -> None:
    step, payload = Sync(reader.number()), reader.blob()
    if step == Sync.HAVE:
        room.greet(connection, payload)
    else:
        await hub.take(connection, room, step, payload)


async def _awareness(hub: Hub, connection: Connection, room: Room, reader: Reader) -> None:
    room.hear(connection, reader.blob())


async def _who(hub: Hub, connection: Connection, room: Room, reader: Reader) -> None:
    room.say_who_is_here(connection)


async def _ping(hub: Hub, connection: Connection, room: Room, reader: Reader) -> None:
    connection.push(wire.frame(room.document, Kind.PONG))


async def _close(hub: Hub, connection: Connection, room: Room, reader: Reader) -> None:
    hub.leave(connection, room)


Answer = Callable[[Hub, Connection, Room, Reader], Awaitable[None]]
_ANSWERS: dict[int, Answer] = {
    Kind.SYNC: _sync,
    Kind.AWARENESS: _awareness,
    Kind.QUERY_AWARENESS: _who,
    Kind.PING: _ping,
    Kind.CLOSE: _close,
}
