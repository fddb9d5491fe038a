"""The record of processing, and how long records are kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, proven, signed_in
from kith.privacy import holds, policy, queries, reports
from kith.privacy.actions import retaining
from kith.privacy.forms import HoldForm, RetentionForm
from kith.privacy.kinds import KINDS
from kith.ui.reporting.answering import answer


@require_safe
@signed_in
def processing(request: SignedInRequest) -> HttpResponse:
    """The record of processing, for those who keep the organisation's matters."""
    _require(request)
    return render(request, "privacy/processing.html", {"kinds": KINDS, "erasures": queries.listed(request.actor)})


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


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@proven
def retention(request: SignedInRequest) -> HttpResponse:
    """For how long which records are kept. What would go at once is shown before it does."""
    _require(request)
    organisation = request.actor.organisation
    form = RetentionForm(request.POST or None, initial=queries.rules(organisation))
    found: dict[str, int] = {}
    if request.method == "POST" and form.is_valid():
        policy.require_owner(request.actor)
        wishes = form.wishes()
        found = retaining.due(wishes, organisation)
        if not found or request.POST.get("sure") == queries.seal_of(found):
            changed = retaining.set_rules(wishes, by=request.actor)
            messages.success(request, _("Saved.") if changed else _("Nothing has changed."))
            return redirect("retention")
    context = {
        "form": form,
        "going": queries.titled(found),
        "sure": queries.seal_of(found),
        "hold": holds.standing(organisation),
        "hold_form": HoldForm(),
        "disposals": queries.disposals(organisation),
        "owns": policy.owns(request.actor),
    }
    return render(request, "privacy/retention.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@proven
def retention_hold(request: SignedInRequest, deed: str) -> HttpResponse:
    """Hold everything, or end that."""
    try:
        if deed == "begin":
            retaining.hold(request.POST.get("why", ""), by=request.actor)
            messages.success(request, _("Held. Nothing goes until somebody ends this."))
        elif deed == "end":
            retaining.end_hold(by=request.actor)
            messages.success(request, _("Ended. The rules work again within a day."))
        else:
            raise Unseen("Hold")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("retention")


def _require(request: SignedInRequest) -> None:
    if not policy.reads(request.actor):
        raise Unseen("Processing")
