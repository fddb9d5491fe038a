"""One post over the wire, within limits: whole time, size of what comes back, no second address."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from kith.core.errors import Refused
from kith.webhooks import guard
from kith.webhooks.guard import Target
from kith.webhooks.models import Attempt

CONNECT, WHOLE = 5.0, 10.0  # seconds
MOST = 64 * 1024  # bytes of an answer that are read
SHOWN = 1000  # characters of it that are kept
Failure = Attempt.Failure


@dataclass(frozen=True)
class Answer:
    """What came of a post."""

    status: int | None
    failure: str  # empty: it was taken
    text: str
    took: int | None  # milliseconds

    @property
    def taken(self) -> bool:
        """Whether the receiver has taken it."""
        return not self.failure


def post(address: str, headers: Mapping[str, str], body: bytes, *, inside: bool = False) -> Answer:
    """Post to an address, judged anew, and say what came back. Nothing is raised for what the other side does.

    Args:
        inside: what the operator lists is open to who posts.
    """
    try:
        target = guard.read(address, inside=inside)
        numbers = guard.judge(target)
    except (guard.NotThere, Refused):  # refused by itself: what the operator lists has changed since it was typed
        return Answer(None, Failure.REFUSED, "", None)
    began = time.monotonic()
    try:
        status, said = _ask(target, numbers, _request(target, headers, body), began + WHOLE)
    except TimeoutError:
        return Answer(None, Failure.LATE, "", _since(began))
    except ssl.SSLError:
        return Answer(None, Failure.CERTIFICATE, "", _since(began))
    except (http.client.HTTPException, ValueError):
        return Answer(None, Failure.GARBLED, "", _since(began))
    except OSError:
        return Answer(None, Failure.UNREACHABLE, "", _since(began))
    text = said.decode("utf-8", "replace").replace("\x00", "\ufffd")[:SHOWN]
    return Answer(status, _failure(status), text, _since(began))


def _failure(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Failure.REDIRECT if 300 <= status < 400 else Failure.STATUS


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"POST {target.path} HTTP/1.1", f"Host: {target.named}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _ask(target: Target, numbers: list[str], request: bytes, until: float) -> tuple[int, bytes]:
    line = _connect(numbers, target.port)
    try:
        if target.scheme == "https":
            line.settimeout(_left(until))
            line = _trust().wrap_socket(line, server_hostname=target.host)
        line.settimeout(_left(until))
        line.sendall(request)
        answer = http.client.HTTPResponse(cast(socket.socket, _Timed(line, until)), method="POST")
        answer.begin()
        return answer.status, answer.read(MOST)
    finally:
        line.close()


def _connect(numbers: list[str], port: int) -> socket.socket:
    """Connect to the first of the judged numbers that answers, within `CONNECT` for all of them."""
    until, last = time.monotonic() + CONNECT, OSError("no address")
    for number in numbers:
        try:
            return socket.create_connection((number, port), timeout=max(until - time.monotonic(), 0.001))
        except OSError as error:
            last = OSError(str(error))  # also when it took too long: nobody could be reached
    raise last


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed(io.RawIOBase):
    """What comes over the wire until a moment: each read waits for what is left, so drops one by one end too."""

    def __init__(self, line: socket.socket, until: float) -> None:
        self._line, self._until = line, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        """As the library asks a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what is there."""
        self._line.settimeout(_left(self._until))
        return self._line.recv_into(buffer)
