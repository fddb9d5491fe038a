"""What is claimed, what happens to it, and who was shown what of the pages concerned."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.claims import forms, inputs, policy, reports
from kith.claims.actions import claiming
from kith.claims.models import Claim
from kith.claims.queries import choosing, listing, pages
from kith.claims.queries.pages import ClaimPage
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.ui.reporting.answering import answer


@require_safe
@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    """Claims, insurance and advisers."""
    return render(request, "claims/claims.html", {"page": listing.overview(request.actor)})


@signed_in
def claim_new(request: SignedInRequest) -> HttpResponse:
    """Write down a claim."""
    policy.require_keeper(request.actor)
    today = inputs.today(inputs.zone_of(request.actor))
    start = forms.ClaimForm.start(None, today, [])
    form = forms.ClaimForm(request.POST or None, choices=choosing.choices(request.actor), initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = claiming.make(form.details, by=request.actor)
            messages.success(request, _("Written down."))
            return redirect("claim", uid=row.uid)
    return _form(request, form, None)


@signed_in
def claim_edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change what is written down about a claim."""
    by = request.actor
    row = pages.claim(uid, by).row
    policy.claims.require(by, "run", row)
    named = [request.build_absolute_uri(reverse("item", args=[each])) for each in choosing.pages_of(row, by)]
    start = forms.ClaimForm.start(row, row.asserted_on, named)
    form = forms.ClaimForm(request.POST or None, choices=choosing.choices(by, row), initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            claiming.change(uid, form.details, by=by)
            messages.success(request, _("Changed."))
            return redirect("claim", uid=uid)
    return _form(request, form, row)


def _form(request: SignedInRequest, form: forms.ClaimForm, row: Claim | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_edit.html", {"form": form, "row": row}, status=status)


@signed_in
def claim(request: SignedInRequest, uid: str) -> HttpResponse:
    """One claim; write down what happened to it."""
    page = pages.claim(uid, request.actor)
    form = _step_form(request, page)
    if request.method == "POST":
        policy.claims.require(request.actor, "note", page.row)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            made = claiming.step(uid, form.happened, by=request.actor)
            messages.success(request, _("Closed.") if made.outcome else _("Written down."))
            return redirect("claim", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim.html", {"page": page, "form": form}, status=status)


def _step_form(request: SignedInRequest, page: ClaimPage) -> forms.StepForm:
    return forms.StepForm(
        request.POST or None,
        initial={"day": inputs.today(inputs.zone_of(request.actor))},
        waits=page.row.waits_for_reply,
        may_close="run" in page.can,
    )


@require_safe
@signed_in
def claim_report(request: SignedInRequest, uid: str) -> HttpResponse:
    """A claim as a file, with who was shown what of its pages."""
    try:
        return answer(request, reports.of_claim(uid, request.actor), "kith-claim")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("claim", uid=uid)
