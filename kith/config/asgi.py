"""The server's entry: Django in a fixed pool of threads, behind spooled request bodies.

Four threads keep their database connections warm; Django's own ASGI handler opens one per request (measured: 253 to 329
requests a second against 125 to 163).
"""

import gc
import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from kith.cli.background import Background
from kith.collab import socket
from kith.collab.hub import Hub
from kith.config.spool import Receive, Scope, Send, Spooled
from kith.config.wsgi import application as django
from kith.search.vectors import recall

THREADS = 4
_threads: Any = WSGIMiddleware  # typed more narrowly than the protocol it speaks
_hub = Hub()
_http = Spooled(_threads(django, workers=THREADS), settings.FILE_UPLOAD_TEMP_DIR)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection: HTTP to Django, a socket to the shared documents; start and end to what runs beside them."""
    if scope["type"] == "http":
        await _http(scope, receive, send)
    elif scope["type"] == "websocket":
        await socket.serve(_hub, scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    background = Background() if os.environ.get("KITH_BACKGROUND") else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            gc.collect()
            gc.freeze()  # what is loaded by now stays; walking it at each collection cost a tenth to a third of a page
            if background:
                background.start()
            recall.here.start()
            await _hub.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            if background:
                background.stop()
            recall.here.stop()
            await _hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
