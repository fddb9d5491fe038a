"""The audit trail, and who was shown an item."""

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


@signed_in
def exposures(request: SignedInRequest, uid: str) -> HttpResponse:
    """Who of other organisations was shown an item of ours."""
    item, rows = trails.exposures(uid, request.actor)
    return render(request, "agreements/exposures.html", {"item": item, "rows": rows})
