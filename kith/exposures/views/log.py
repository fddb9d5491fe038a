"""Who was shown what."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kith.core.errors import Refused
from kith.exposures import forms, reports, watching
from kith.exposures.queries import log
from kith.identity.edges import SignedInRequest, signed_in
from kith.ui.reporting.answering import answer


@require_safe
@signed_in
def exposure_log(request: SignedInRequest) -> HttpResponse:
    """The log, by partner, person, page, way and time; with `as` as a file."""
    asked = forms.asked(request.GET.dict())
    if "as" in request.GET:
        entries, more = log.everything(asked, request.actor)
        try:
            name = request.seats[0].organisation_name
            return answer(request, reports.of_log(entries, more, asked, name), "kith-exposures")
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("exposure_log")
    before = request.GET.get("before", "")
    page = log.page(asked, request.actor, int(before) if before.isdigit() else None)
    kept = {key: value for key, value in request.GET.items() if key not in {"before", "as"} and value}
    context = {"page": page, "form": forms.LogForm(page), "query": urlencode(kept), "rules": watching}
    return render(request, "exposures/log.html", context)


@require_safe
@signed_in
def exposures(request: SignedInRequest, uid: str) -> HttpResponse:
    """The log of one item."""
    log.check(uid, request.actor)  # nobody is sent on to what is not hers
    return redirect(reverse("exposure_log") + f"?item={uid}&days=0")
