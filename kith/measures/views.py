"""The measures page."""

from django.http import HttpResponse
from django.shortcuts import render

from kith.identity.edges import SignedInRequest, signed_in
from kith.measures import utilisation


@signed_in
def measure(request: SignedInRequest) -> HttpResponse:
    """What the actor's organisation's knowledge did."""
    return render(request, "measures/measure.html", {"kur": utilisation.of(request.actor)})
