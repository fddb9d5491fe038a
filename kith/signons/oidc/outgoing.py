"""Asking a provider while somebody waits for her page: few at once, each for a short while.

A request is answered by one of a few threads. A provider that answers slowly, or never, holds the one that asks it; so
of each organisation one asks at a time, and two of all: one that is slow on purpose shuts out no other one's people.
Whoever finds no room is not kept waiting: she begins once more.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from kith.signons.oidc import Failed

WHOLE = 4.0  # seconds for one question, from looking the name up to the last byte
MOST = 2  # of a server's four threads

_asking: set[int] = set()  # organisations whose provider is being asked by this process
_door = threading.Lock()


class Busy(Failed):
    """There is no room to ask now."""

    status = 503

    def __init__(self) -> None:
        super().__init__("no room to ask", _("Kith is asking for somebody else just now. Begin once more in a moment."))


@contextmanager
def turn(organisation_id: int) -> Iterator[None]:
    """Within the block an organisation's provider may be asked.

    Raises:
        Busy: it is being asked already, or others are.
    """
    with _door:
        if organisation_id in _asking or len(_asking) >= MOST:
            raise Busy
        _asking.add(organisation_id)
    try:
        yield
    finally:
        with _door:
            _asking.discard(organisation_id)
