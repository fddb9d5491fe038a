"""What was told outside Kith: writing it down, confirming it, taking back a mistake."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.core import clock
from kith.core.errors import Refused
from kith.exposures import forms, policy, reports
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.exposures.queries import disclosures
from kith.identity import queries as identity
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.identity.models import Organisation
from kith.partnerships import queries as partnerships
from kith.ui.reporting.answering import answer


@signed_in
def disclosure_new(request: SignedInRequest) -> HttpResponse:
    """Write down what a partner's people were told."""
    by = request.actor
    policy.require_keeper(by)
    firms = [partnerships.partner_of(row, by) for row in partnerships.of(by)]
    partner = next(
        (row for row in firms if row.uid == request.GET.get("partner")), firms[0] if len(firms) == 1 else None
    )
    form = _form(request, partner) if partner else None
    if form and partner and request.method == "POST" and form.is_valid():
        with explained(form):
            row = telling.tell(_telling(form, partner), by=by)
            messages.success(request, _("Written down."))
            return redirect("disclosure", uid=row.uid)
    item = request.GET.get("item", "")
    context = {"form": form, "partner": partner, "partners": firms, "item": item}
    return render(request, "exposures/disclosure_new.html", context, status=422 if form and form.is_bound else 200)


def _form(request: SignedInRequest, partner: Organisation) -> forms.DisclosureForm:
    by = request.actor
    today = clock.day_of(clock.now(), str(getattr(request.user, "zone", "UTC")))
    item = request.GET.get("item", "")
    start: dict[str, Any] = {"told_on": today, "told_by": by.person_id}
    if item:
        start["pages"] = request.build_absolute_uri(reverse("item", args=[item])) if item.isalnum() else ""
    covered = telling.agreements_with(partner, by)
    start["agreement"] = covered[0].uid if covered else ""
    return forms.DisclosureForm(
        request.POST or None,
        initial=start,
        people=[(str(row.person_id), row.person.name) for row in identity.colleagues(partner.pk)],
        ours=[(row.person_id, row.person.name) for row in identity.colleagues(by.organisation)],
        agreements=[(row.uid, row.title) for row in covered],
    )


def _telling(form: forms.DisclosureForm, partner: Organisation) -> Telling:
    given = form.cleaned_data
    return Telling(
        partner_uid=partner.uid,
        agreement_uid=given["agreement"],
        channel=given["channel"],
        told_on=given["told_on"],
        about=given["about"],
        told_by=given["told_by"],
        people=tuple(int(pk) for pk in given["people"]),
        others=given["others"],
        place=given["place"],
        item_uids=form.item_uids,
    )


@signed_in
def disclosure(request: SignedInRequest, uid: str) -> HttpResponse:
    """One disclosure; confirm it in writing (`confirm`), or take it back."""
    page = disclosures.page(uid, request.actor)
    form = forms.ReasonForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST" and "confirm" in request.POST:
        telling.confirm(uid, by=request.actor)
        messages.success(request, _("Confirmed. Those who were told, and their owners and stewards, have it to read."))
        return redirect("disclosure", uid=uid)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            telling.retract(uid, form.cleaned_data["reason"], by=request.actor)
            messages.success(request, _("Taken back. It stays, with the reason beside it."))
            return redirect("disclosure", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "exposures/disclosure.html", {"page": page, "form": form}, status=status)


@require_safe
@signed_in
def disclosure_letter(request: SignedInRequest, uid: str) -> HttpResponse:
    """The confirmation as a file, for those who are not in Kith."""
    try:
        return answer(request, reports.of_disclosure(disclosures.page(uid, request.actor)), "kith-confirmation")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("disclosure", uid=uid)
