"""What pages of other apps do with notices: show how many are new, and take note of what the page itself shows."""

from django.http import HttpRequest

from kith.core.actor import Actor
from kith.identity.edges import SignedInRequest
from kith.notices import actions, queries


def unread(request: HttpRequest, by: Actor) -> int:
    """How many notices are new to somebody who asks for a page; asked once for a request."""
    if not hasattr(request, "unread_notices"):
        request.unread_notices = queries.unread(by)  # type: ignore[attr-defined]
    return int(request.unread_notices)  # type: ignore[attr-defined]


def seen(request: SignedInRequest, about: dict[str, list[int]]) -> None:
    """Take note that she sees what notices are about: for each kind, the things that the page shows."""
    count = unread(request, request.actor)
    if not count:
        return
    read = sum(actions.read_about(kind, ids, by=request.actor) for kind, ids in about.items() if ids)
    request.unread_notices = count - read  # type: ignore[attr-defined]
