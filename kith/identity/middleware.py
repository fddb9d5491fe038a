"""Who acts on this request. Asked afresh each time, so that a deactivation is felt by the next request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from kith.core.actor import NOBODY
from kith.identity import queries, sessions, through
from kith.identity.models import Person
from kith.identity.sessions import ACTING_FOR


class ActorMiddleware:
    """Puts `request.actor` on every request: the signed-in person, acting for one organisation, or nobody.

    `request.seats` holds all the organisations she could act for, the one she acts for in front.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person) and sessions.is_over(request.session):
            logout(request)
        user = request.user
        seats = []
        if isinstance(user, Person):
            seats = queries.seats_in(user, request.session.get(ACTING_FOR), through.bound(request.session))
            timezone.activate(ZoneInfo(user.zone))
            if user.locale in dict(settings.LANGUAGES):
                translation.activate(user.locale)
        # Signed in, and let in nowhere: her organisation asks that she comes through its provider.
        request.shut = isinstance(user, Person) and not seats  # type: ignore[attr-defined]
        waits = bool(seats) and seats[0].waits
        if waits:
            seats = []  # she is somebody, and nothing opens to her here until she has a second step
        request.waits = waits  # type: ignore[attr-defined]
        request.actor = seats[0].actor if seats else NOBODY  # type: ignore[attr-defined]
        request.seats = seats  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
