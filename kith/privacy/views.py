"""What is kept about people: about oneself, and as a record."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.core.actor import Role
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, of_account, proven, signed_in
from kith.identity.models import Person
from kith.privacy import gathering, packing, reports
from kith.privacy.kinds import KINDS
from kith.ui.reporting.answering import answer


@require_safe
@signed_in
@of_account
def own_data(request: SignedInRequest) -> HttpResponse:
    """What is kept about oneself."""
    return render(request, "privacy/own.html", {"counts": gathering.counts(cast(Person, request.user))})


@require_safe
@signed_in
@of_account
@proven
def own_data_file(request: SignedInRequest) -> HttpResponse:
    """The same, to take along."""
    response = HttpResponse(packing.of(cast(Person, request.user)), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="kith-about-you.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@signed_in
def processing(request: SignedInRequest) -> HttpResponse:
    """The record of processing, for those who keep the organisation's matters."""
    _require(request)
    return render(request, "privacy/processing.html", {"kinds": KINDS})


@require_safe
@signed_in
def processing_report(request: SignedInRequest) -> HttpResponse:
    """The same as a workbook or a PDF."""
    _require(request)
    try:
        return answer(request, reports.record(request.seats[0].organisation_name), "kith-record-of-processing")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("processing")


def _require(request: SignedInRequest) -> None:
    if not (request.actor.keeps or request.actor.role is Role.AUDITOR):
        raise Unseen("Processing")
