"""The doorkeeper: turns what the domains raise into pages that tell an outsider nothing."""

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse

from kith.access import reach
from kith.audit import ledger
from kith.core.actor import NOBODY
from kith.core.errors import Denied, Unseen
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
        return None
