"""The evidence maps, a clause of one, and the statement as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.assurance import policy, statements
from kith.assurance.actions import applying
from kith.assurance.forms import ApplyForm
from kith.assurance.maps.base import UNCHECKED
from kith.assurance.queries import evidence
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.ui.reporting.answering import answer


@require_safe
@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    """The maps that there are."""
    context = {"pages": evidence.overview(request.actor), "unchecked": UNCHECKED}
    return render(request, "assurance/evidence.html", context)


@require_safe
@signed_in
def one(request: SignedInRequest, key: str) -> HttpResponse:
    """One map, clause by clause."""
    context = {"page": evidence.page(key, request.actor), "unchecked": UNCHECKED}
    return render(request, "assurance/evidence_map.html", context)


@signed_in
def clause(request: SignedInRequest, key: str, clause: str) -> HttpResponse:
    """One clause; say whether it applies."""
    page = evidence.clause(key, clause, request.actor)
    form = ApplyForm(request.POST or None, initial=ApplyForm.start(page.line.said))
    if request.method == "POST":
        policy.require_keeper(request.actor)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            said = form.cleaned_data
            applying.apply(key, clause, said["applies"] == "yes", said["reason"], by=request.actor)
            messages.success(request, _("Written down."))
            return redirect("evidence_clause", key=key, clause=clause)
    context = {"page": page, "form": form, "unchecked": UNCHECKED}
    return render(request, "assurance/evidence_clause.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def statement(request: SignedInRequest, key: str) -> HttpResponse:
    """A map as a file: which clauses apply, why, and what supports evidence for them."""
    try:
        return answer(request, statements.statement(key, request.actor), f"kith-evidence-{key}")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("evidence_map", key=key)
