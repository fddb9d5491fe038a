"""The audit trail."""

from django.http import HttpResponse
from django.shortcuts import render

from kith.agreements.queries import trail as trails
from kith.identity.edges import SignedInRequest, signed_in


@signed_in
def trail(request: SignedInRequest) -> HttpResponse:
    """What happened, the newest first."""
    before = request.GET.get("before", "")
    page = trails.page(request.actor, int(before) if before.isdigit() else None)
    return render(request, "agreements/trail.html", {"page": page})
