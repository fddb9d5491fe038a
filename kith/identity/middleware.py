"""Who acts on this request. Asked afresh each time, so that a deactivation is felt by the next request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from kith.core.actor import NOBODY, Actor
from kith.identity import queries
from kith.identity.models import Person

SESSION_KEY = "acting_for"


class ActorRequest(HttpRequest):
    """A request with its actor."""

    actor: Actor


class ActorMiddleware:
    """Puts `request.actor` on every request: the signed-in person, acting for one organisation, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        actor = None
        if isinstance(user, Person):
            actor = queries.actor_for(user, request.session.get(SESSION_KEY)) or queries.actor_for(user)
            timezone.activate(ZoneInfo(user.zone))
            if user.locale in dict(settings.LANGUAGES):
                translation.activate(user.locale)
        request.actor = actor or NOBODY  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
