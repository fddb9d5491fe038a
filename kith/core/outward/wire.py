"""One request over the wire, within limits: whole time, size of the answer, no second address, nothing followed."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast
from urllib.parse import urlencode

from kith.core.errors import Refused
from kith.core.outward import guard
from kith.core.outward.guard import Target

CONNECT, WHOLE = 5.0, 10.0  # seconds


class NoAnswer(Exception):
    """No answer came, or not one that could be taken: nobody there, too late, too long, another status."""


@dataclass(frozen=True)
class Request:
    """What is asked: how, with which headers, and what is sent along."""

    method: str
    headers: Mapping[str, str]
    body: bytes = b""

    def written(self, target: Target) -> bytes:
        """As it goes over the wire."""
        lines = [f"{self.method} {target.path} HTTP/1.1", f"Host: {target.named}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.method == "POST":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("ascii") + self.body


def get(address: str, *, most: int, inside: bool = False, whole: float | None = None) -> bytes:
    """What lies at an address, if it answers 200 and is no longer than `most` bytes.

    Args:
        whole: seconds that all of it may take, looking the name up and connecting included; `WHOLE` otherwise.

    Raises:
        NoAnswer: it does not, or is not an address where Kith may go.
    """
    return _taken(address, Request("GET", {"Accept": "application/json", "User-Agent": "Kith"}), most, inside, whole)


def post_form(
    address: str,
    values: Mapping[str, str],
    headers: Mapping[str, str],
    *,
    most: int,
    inside: bool = False,
    whole: float | None = None,
) -> bytes:
    """What answers a form that is posted to an address, as `get` takes it.

    Raises:
        NoAnswer: as for `get`.
    """
    kinds = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Kith"}
    request = Request("POST", {**kinds, **headers}, urlencode(values).encode("ascii"))
    return _taken(address, request, most, inside, whole)


def _taken(address: str, request: Request, most: int, inside: bool, whole: float | None) -> bytes:
    until = None if whole is None else time.monotonic() + whole
    try:
        target = guard.read(address, inside=inside)
        numbers = guard.judge(target, whole)
        status, said = exchange(target, numbers, request, until or time.monotonic() + WHOLE, most=most + 1)
    except guard.NotThere as nowhere:
        raise NoAnswer("not known, or not an address where Kith may go") from nowhere
    except (Refused, OSError, http.client.HTTPException, ValueError) as broken:
        raise NoAnswer(str(broken) or type(broken).__name__) from broken
    if status != 200:
        raise NoAnswer(f"status {status}")
    if len(said) > most:
        raise NoAnswer("too long")
    return said


def exchange(target: Target, numbers: list[str], request: Request, until: float, *, most: int) -> tuple[int, bytes]:
    """Ask one of the judged numbers and read at most `most` bytes of the answer.

    Raises:
        TimeoutError: it was not over by `until`.
        OSError: nobody could be reached, or not securely.
        http.client.HTTPException, ValueError: what came back was no answer.
    """
    line = _connect(numbers, target.port, until)
    try:
        if target.scheme == "https":
            line.settimeout(_left(until))
            line = _trust().wrap_socket(line, server_hostname=target.host)
        line.settimeout(_left(until))
        line.sendall(request.written(target))
        answer = http.client.HTTPResponse(cast(socket.socket, _Timed(line, until)), method=request.method)
        answer.begin()
        return answer.status, answer.read(most)
    finally:
        line.close()


def _connect(numbers: list[str], port: int, latest: float) -> socket.socket:
    """Connect to the first of the judged numbers that answers, within `CONNECT` for all of them."""
    until, last = min(time.monotonic() + CONNECT, latest), OSError("no address")
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
