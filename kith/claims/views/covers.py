"""What we are insured against."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.claims import forms, policy
from kith.claims.actions import covering
from kith.claims.models import Cover
from kith.claims.queries import choosing, pages
from kith.identity.edges import SignedInRequest, explained, signed_in


@signed_in
def cover_new(request: SignedInRequest) -> HttpResponse:
    """Write down an insurance."""
    policy.require_keeper(request.actor)
    form = forms.CoverForm(request.POST or None, choices=choosing.choices(request.actor))
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = covering.add(form.terms, by=request.actor)
            messages.success(request, _("Written down. You are told before it ends."))
            return redirect("cover", uid=row.uid)
    return _form(request, form, None, "new")


@signed_in
def cover(request: SignedInRequest, uid: str) -> HttpResponse:
    """One insurance; give it up."""
    page = pages.cover(uid, request.actor)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            covering.give_up(uid, form.cleaned_data["reason"], by=request.actor)
            messages.success(request, _("Given up. It has no deadline any more."))
            return redirect("cover", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "claims/cover.html", {"page": page, "form": form}, status=status)


@signed_in
def cover_edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Correct what is written down about an insurance."""
    row = pages.cover(uid, request.actor).row
    policy.covers.require(request.actor, "run", row)
    start = forms.CoverForm.start(row)
    form = forms.CoverForm(request.POST or None, choices=choosing.choices(request.actor, row), initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            covering.change(uid, form.terms, by=request.actor)
            messages.success(request, _("Corrected."))
            return redirect("cover", uid=uid)
    return _form(request, form, row, "edit")


@signed_in
def cover_renewal(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write down the insurance that follows this one."""
    row = pages.cover(uid, request.actor).row
    policy.covers.require(request.actor, "end", row)
    start = forms.CoverForm.start(row) | {"starts_on": row.ends_on + timedelta(days=1), "ends_on": None}
    form = forms.CoverForm(request.POST or None, choices=choosing.choices(request.actor, row), initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            follows = covering.renew(uid, form.terms, by=request.actor)
            messages.success(request, _("Written down. The one before it has no deadline any more."))
            return redirect("cover", uid=follows.uid)
    return _form(request, form, row, "renewal")


def _form(request: SignedInRequest, form: forms.CoverForm, row: Cover | None, deed: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "claims/cover_edit.html", {"form": form, "row": row, "deed": deed}, status=status)
