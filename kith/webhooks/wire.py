"""One post over the wire, within limits: whole time, size of what comes back, no second address."""

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass

from kith.core.errors import Refused
from kith.core.outward import guard
from kith.core.outward.wire import WHOLE, Request, exchange
from kith.webhooks.models import Attempt

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
        status, said = exchange(target, numbers, Request("POST", headers, body), began + WHOLE, most=MOST)
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
