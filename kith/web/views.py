"""Home, and the question for access."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kith.core.actor import NOBODY
from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge.actions import asking
from kith.web import home as homes


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What needs her today."""
    return render(request, "web/home.html", {"page": homes.page(request.actor)})


@require_POST
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for access to whatever may stand at an address. The answer is always the same."""
    actor = getattr(request, "actor", NOBODY)
    asking.ask(request.POST.get("address", "")[:500], request.POST.get("reason", ""), by=actor)
    return render(request, "web/asked.html")
