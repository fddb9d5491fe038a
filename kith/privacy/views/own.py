"""What is kept about oneself: to look at, to take along, to have erased."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, of_account, proven, signed_in
from kith.identity.models import Person
from kith.privacy import gathering, packing, queries
from kith.privacy.actions import erasing
from kith.privacy.kinds import KINDS


@require_safe
@signed_in
@of_account
def own_data(request: SignedInRequest) -> HttpResponse:
    """What is kept about oneself."""
    person = cast(Person, request.user)
    context = {"counts": gathering.counts(person), "asked": queries.asked_of(person)}
    return render(request, "privacy/own.html", context)


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


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@of_account
@proven
def own_erasure(request: SignedInRequest) -> HttpResponse:
    """Ask to be erased, or take it back."""
    person = cast(Person, request.user)
    if request.method == "POST":
        if "back" in request.POST:
            erasing.take_back(person, by=request.actor)
            messages.success(request, _("Taken back. Everything stays as it is."))
        else:
            _ask(request, person)
        return redirect("own_data")
    context = {
        "kinds": KINDS,
        "organisations": [seat.organisation_name for seat in request.seats],
        "hindered": _hindered(person),
    }
    return render(request, "privacy/own_erasure.html", context)


def _ask(request: SignedInRequest, person: Person) -> None:
    try:
        if erasing.ask(person, by=request.actor):
            messages.success(request, _("Asked. You are told by mail what is answered, within a month."))
        else:
            messages.info(request, _("You have asked everybody already."))
    except Refused as refused:
        messages.error(request, str(refused))


def _hindered(person: Person) -> str:
    """Why she cannot ask now, if so."""
    try:
        erasing.require_others(person)
    except Refused as refused:
        return str(refused)
    return ""
