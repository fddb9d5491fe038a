"""`kith serve`: bring the schema up to date, build the front end if needed, serve."""

import argparse
import os
from concurrent.futures import ThreadPoolExecutor

import uvicorn
from django.conf import settings

from kith.cli import fetching, schema
from kith.core import later
from kith.identity.actions import setting_up
from kith.ui import frontend


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", action="store_true", help="begin with the demo network where nobody is yet")
    parser.add_argument("--no-worker", action="store_true", help="leave background work to `kith worker` elsewhere")
    parser.add_argument("--fetch", action="store_true", help="fetch behind the first page what is for rare work")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 127.0.0.1 by default")


def run(given: argparse.Namespace) -> int:
    """Serve until told to stop."""
    os.environ["KITH_BACKGROUND"] = "" if given.no_worker else "1"
    with ThreadPoolExecutor(1) as beside:  # a first start has two cores' worth of waiting to do
        built = beside.submit(frontend.build)
        schema.migrate()
        built.result()
    if given.demo:
        later.module("kith.cli.demo").begin_if_empty()
    greet()
    if given.fetch:
        fetching.begin(given.port)
    uvicorn.run(
        "kith.config.asgi:application",
        host=given.host,
        port=given.port,
        log_level="warning",
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=8 * 1024 * 1024,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=10,
    )
    return 0


def greet() -> None:
    """Say where Kith is, and how to begin when nobody has."""
    print(f"Kith is at {settings.KITH_URL}", flush=True)
    link = setting_up.fresh_link()
    if link:
        print(f"Nobody is here yet. Begin with this link; it works once:\n{link}", flush=True)
