"""What pages of other apps do with notices: show how many are new, and take note of what the page itself shows."""

from django.http import HttpRequest

from kith.core.actor import Actor
from kith.identity.edges import SignedInRequest
from kith.notices import actions, queries


def unread(request: HttpRequest, by: Actor) -> int:
    """How many notices are new to somebody who asks for a page; asked once for a request."""
    if not hasattr(request, "unread_notices"):
        count = len(_waiting(request, by))
        full = count == queries.MOST_WAITING
        request.unread_notices = queries.unread(by) if full else count  # type: ignore[attr-defined]
    return int(request.unread_notices)  # type: ignore[attr-defined]


def seen(request: SignedInRequest, about: dict[str, list[int]]) -> None:
    """Take note that she sees what notices are about: for each kind, the things that the page shows.

    Nothing is written when none of her new notices is about them, as on most pages.
    """
    waiting = _waiting(request, request.actor)
    full = len(waiting) == queries.MOST_WAITING
    asked = {kind: ids for kind, ids in about.items() if full or any((kind, pk) in waiting for pk in ids)}
    if asked:
        count = unread(request, request.actor)
        read = sum(actions.read_about(kind, ids, by=request.actor) for kind, ids in asked.items() if ids)
        request.unread_notices = count - read  # type: ignore[attr-defined]


def _waiting(request: HttpRequest, by: Actor) -> set[tuple[str, int]]:
    if not hasattr(request, "waiting_notices"):
        request.waiting_notices = set(queries.waiting(by))  # type: ignore[attr-defined]
    found: set[tuple[str, int]] = request.waiting_notices  # type: ignore[attr-defined]
    return found
