"""The pages of refusal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.core.errors import Denied


def unseen(request: HttpRequest) -> HttpResponse:
    """The one page for every address that holds nothing for this reader, whether or not something is there."""
    response = render(request, "web/unseen.html", {"address": request.path}, status=404)
    response.is_refusal = True  # type: ignore[attr-defined]
    return response


def denied(request: HttpRequest, error: Denied) -> HttpResponse:
    """The page for a deed that is not hers, with the sentence that says whose it is."""
    return render(request, "web/denied.html", {"sentence": error.sentence}, status=403)
