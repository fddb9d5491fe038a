"""Who acts in a session, asked outside of a request: by connections that stay open."""

from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from kith.core.actor import Actor
from kith.identity import queries
from kith.identity.models import Person

ACTING_FOR = "acting_for"


def actor_of(session_key: str) -> Actor | None:
    """The actor of that session now; None when it is over, or she is nobody's any more."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    if SESSION_KEY not in request.session or BACKEND_SESSION_KEY not in request.session:
        return None
    person = get_user(request)
    if not isinstance(person, Person):
        return None
    return next((seat.actor for seat in queries.seats_in(person, request.session.get(ACTING_FOR))), None)
