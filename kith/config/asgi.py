"""The server's entry: Django in a fixed pool of threads, behind spooled request bodies.

Four threads keep their database connections warm; Django's own ASGI handler opens one per request (measured: 253 to 329
requests a second against 125 to 163).
"""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from kith.cli.clockwork import Clockwork
from kith.config.spool import Receive, Scope, Send, Spooled
from kith.config.wsgi import application as django

THREADS = 4
_threads: Any = WSGIMiddleware  # typed more narrowly than the protocol it speaks
_http = Spooled(_threads(django, workers=THREADS), settings.FILE_UPLOAD_TEMP_DIR)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection: HTTP to Django; the start and end of the server to the clockwork."""
    if scope["type"] == "http":
        await _http(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    clock = Clockwork() if os.environ.get("KITH_CLOCKWORK") else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if clock:
                clock.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            if clock:
                clock.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
