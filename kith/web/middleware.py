"""The doorkeeper: turns what the domains raise into pages that tell an outsider nothing. And a sieve before it."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from kith.access import reach
from kith.audit import ledger
from kith.core.actor import NOBODY
from kith.core.errors import Denied, Refused, Unseen
from kith.web import refusals


class DoorkeeperMiddleware:
    """One answer for what does not exist and what is not for her; one sentence for what she may see but not do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reach.remembered() if request.method in {"GET", "HEAD"} else nullcontext():
            response = self.get_response(request)
        if response.status_code == 404 and not getattr(response, "is_refusal", False):
            response = refusals.unseen(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; other errors go their way."""
        if isinstance(error, Unseen):
            return refusals.unseen(request)
        if isinstance(error, Denied):
            ledger.deny(getattr(request, "actor", NOBODY), error.kind, error.object_id, error.ability)
            return refusals.denied(request, error)
        if isinstance(error, Refused):  # where a page has no form beside whose field the sentence could stand
            return refusals.refused(request, error)
        return None


class SieveMiddleware:
    """Takes the letter NUL out of addresses and forms: nobody types it, and PostgreSQL neither keeps nor seeks it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _sifted(request.GET)  # type: ignore[assignment]  # so Django's stubs; it is one
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Forms that were read already, as CSRF's check does; what a view reads itself is not touched."""
        if hasattr(request, "_post") and any("\x00" in each for _name, some in request.POST.lists() for each in some):
            request.POST = _sifted(request.POST)  # type: ignore[assignment]


def _sifted(given: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        clean.setlist(name, [value.replace("\x00", "") for value in values])
    clean._mutable = False
    return clean
