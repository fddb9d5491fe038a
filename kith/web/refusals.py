"""The pages of refusal."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.core.errors import Denied, Refused


def unseen(request: HttpRequest) -> HttpResponse:
    """The one page for every address that holds nothing for this reader, whether or not something is there."""
    response = render(request, "web/unseen.html", {"address": request.path}, status=404)
    response.is_refusal = True  # type: ignore[attr-defined]
    return response


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The page for a deed that was not done: the sentence that says why, and the way back to where it was asked."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.get_host() else ""
    return render(request, "web/refused.html", {"sentence": error.sentence, "back": back}, status=422)


def denied(request: HttpRequest, error: Denied) -> HttpResponse:
    """The page for a deed that is not hers, with the sentence that says whose it is."""
    return render(request, "web/denied.html", {"sentence": error.sentence}, status=403)
