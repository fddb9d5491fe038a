"""The measures page, and its report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, signed_in
from kith.measures import reports, utilisation
from kith.ui.reporting.answering import answer


@signed_in
def measure(request: SignedInRequest) -> HttpResponse:
    """What the actor's organisation's knowledge did."""
    return render(request, "measures/measure.html", {"kur": utilisation.of(request.actor)})


@require_safe
@signed_in
def measure_report(request: SignedInRequest) -> HttpResponse:
    """The same as a workbook or a PDF."""
    kur = utilisation.of(request.actor)
    try:
        return answer(request, reports.of(kur, request.seats[0].organisation_name), "kith-measure")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("measure")
