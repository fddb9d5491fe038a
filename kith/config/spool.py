"""Request bodies wait on the disk until they are whole. A slow upload then holds no thread, and one that is cut off in
the middle never reaches the application."""

import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

IN_MEMORY = 256 * 1024  # bytes of a body that stay in memory
LARGEST = 600 * 1024 * 1024
PIECE = 256 * 1024
TOO_LARGE = (413, b"This is larger than 600 MB. Nothing was saved.")
DISK_FULL = (507, b"Not saved: the server's disk is full or cannot be written. Go back; what you wrote is still there.")


class Gone(Exception):
    """The client hung up before its request was whole."""


class Spooled:
    """An application that is asked only when the whole body has arrived."""

    def __init__(self, app: App, folder: Path) -> None:
        self._app = app
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(self._folder)) as body:
            try:
                whole = await _take(receive, body)
            except Gone:
                return
            except OSError:
                await _refuse(send, *DISK_FULL)
                return
            if not whole:
                await _refuse(send, *TOO_LARGE)
                return
            body.seek(0)
            await self._app(scope, _give(body, receive), send)


async def _take(receive: Receive, body: IO[bytes]) -> bool:
    """Write the arriving body to `body`; False when it is too large."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        piece = message.get("body", b"")
        size += len(piece)
        if size > LARGEST:
            return False
        body.write(piece)
        more = message.get("more_body", False)
    return True


def _give(body: IO[bytes], receive: Receive) -> Receive:
    """A `receive` that reads the waiting body, then goes on with the connection's own."""
    done = False

    async def read() -> Message:
        nonlocal done
        if done:
            return await receive()
        piece = body.read(PIECE)
        done = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not done}

    return read


async def _refuse(send: Send, status: int, sentence: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
