"""Stopping to share, recording the end, and the receipts of both. Everything is shown exactly before it is done."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.agreements.actions import ending, shutting_out
from kith.agreements.actions.ending import End
from kith.agreements.forms import deeds as forms
from kith.agreements.papers import slip
from kith.agreements.queries import endings, partnership
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explained, proven, signed_in


@signed_in
def stop(request: SignedInRequest, uid: str) -> HttpResponse:
    """Stop sharing what is ours: first exactly what closes, then the deed."""
    chosen = request.GET.getlist("door") or None
    if request.method == "POST":
        chosen = request.POST.getlist("door") or None
        try:
            receipt = ending.stop_sharing(uid, by=request.actor, grant_uids=chosen)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("agreement", uid=uid)
        messages.success(request, _("Closed. This is the receipt."))
        return redirect("receipt", uid=receipt.uid)
    return render(request, "agreements/stop.html", {"page": endings.stop_page(uid, request.actor, chosen)})


@signed_in
@proven
def end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Record the end of an agreement: first exactly what closes and when, then the deed."""
    page = endings.end_page(uid, request.actor)
    form = forms.EndForm(request.POST or None, initial={"reason": "notice"})
    status = 200
    if request.method == "POST":
        if form.is_valid() and "confirmed" in request.POST:
            given = form.cleaned_data
            last = form.effective_at(page.agreement.zone)
            with explained(form):
                ending.record_end(
                    uid, End(given["reason"], given["words"], last, given["partner_name"]), by=request.actor
                )
                messages.success(request, _("The end is recorded."))
                return redirect("agreement", uid=uid)
        status = 422 if form.errors else 200
    closes_at = form.effective_at(page.agreement.zone) if form.is_bound and form.is_valid() else None
    context = {"page": page, "form": form, "closes_at": closes_at}
    return render(request, "agreements/end.html", context, status=status)


@signed_in
def receipt(request: SignedInRequest, uid: str) -> HttpResponse:
    """A receipt as a page."""
    found = endings.receipt(uid, request.actor)
    context = {"receipt": found, "body": endings.readable(found), "partner": endings.partner_name(found)}
    return render(request, "agreements/receipt.html", context)


@signed_in
@proven
def receipt_file(request: SignedInRequest, uid: str) -> HttpResponse:
    """A receipt as a file: the signed body, its signature and the key to check it with."""
    found = endings.receipt(uid, request.actor)
    whole: dict[str, Any] = endings.signed(found)
    response = HttpResponse(json.dumps(whole, indent=1, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="kith-receipt-{found.uid}.json"'
    return response


@signed_in
@proven
def receipt_paper(request: SignedInRequest, uid: str) -> HttpResponse:
    """A receipt as a sealed PDF, with the signed body in it."""
    found = endings.receipt(uid, request.actor)
    try:
        response = HttpResponse(slip.document(found), content_type="application/pdf")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("receipt", uid=uid)
    response["Content-Disposition"] = f'attachment; filename="kith-receipt-{found.uid}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


@signed_in
def shut_out(request: SignedInRequest, uid: str) -> HttpResponse:
    """Emergency: close everything of ours to a partner."""
    relation = partnership.page(uid, request.actor)
    if not relation.page.can_run:
        raise Unseen("Partnership")
    partner = relation.page.theirs.organisation
    form = forms.NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            shutting_out.shut_out(uid, by=request.actor, partner_name=form.cleaned_data["partner_name"])
            messages.success(request, _("Everything of ours is closed to %(name)s.") % {"name": partner.name})
            return redirect("partnership", uid=uid)
    doors = [(agreement, len(grants)) for agreement, grants in shutting_out.doors(partner.pk, request.actor).items()]
    context = {"relation": relation, "form": form, "doors": doors, "action": "", "tone": "stop"}
    context |= {
        "verb": _("Close everything now"),
        "busy": _("Closing…"),
        "back_url": reverse("partnership", args=[uid]),
    }
    return render(request, "agreements/shut_out.html", context, status=422 if form.is_bound else 200)
