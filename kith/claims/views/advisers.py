"""Who advises us."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.claims import forms, inputs, policy
from kith.claims.actions import advising
from kith.claims.queries import pages
from kith.identity.edges import SignedInRequest, explained, signed_in


@signed_in
def adviser_new(request: SignedInRequest) -> HttpResponse:
    """Write down somebody who advises us."""
    policy.require_keeper(request.actor)
    start = forms.AdviserForm.start(None, inputs.today(inputs.zone_of(request.actor)))
    form = forms.AdviserForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = advising.add(form.contact, by=request.actor)
            messages.success(request, _("Written down."))
            return redirect("adviser", uid=row.uid)
    status = 422 if form.is_bound else 200
    return render(request, "claims/adviser_edit.html", {"form": form, "row": None}, status=status)


@require_safe
@signed_in
def adviser(request: SignedInRequest, uid: str) -> HttpResponse:
    """One adviser, and what names her."""
    return render(request, "claims/adviser.html", {"page": pages.adviser(uid, request.actor)})


@signed_in
def adviser_edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Correct what is written down about her."""
    row = pages.adviser(uid, request.actor).row
    policy.advisers.require(request.actor, "run", row)
    form = forms.AdviserForm(request.POST or None, initial=forms.AdviserForm.start(row, row.since))
    if request.method == "POST" and form.is_valid():
        with explained(form):
            advising.change(uid, form.contact, by=request.actor)
            messages.success(request, _("Corrected."))
            return redirect("adviser", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "claims/adviser_edit.html", {"form": form, "row": row}, status=status)


@require_POST
@signed_in
def adviser_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """She advises us no more."""
    advising.end(uid, by=request.actor)
    messages.success(request, _("She stays where she is named, and cannot be chosen any more."))
    return redirect("adviser", uid=uid)
