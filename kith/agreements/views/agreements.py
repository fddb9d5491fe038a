"""An agreement from its draft to its signatures."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.agreements import forms
from kith.agreements.actions import amending, drafting, signing
from kith.agreements.actions.drafting import Draft
from kith.agreements.actions.signing import TextChanged
from kith.agreements.models import Agreement
from kith.agreements.queries import agreements, partnership
from kith.agreements.queries.partnership import Relation
from kith.core import clock
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explain, explained, signed_in


@signed_in
def protect(request: SignedInRequest) -> HttpResponse:
    """The protect area: agreements and receipts."""
    context: dict[str, object] = {
        "rows": agreements.of(request.actor),
        "receipts": agreements.receipts_of(request.actor),
    }
    context["may_read_trail"] = request.actor.keeps or request.actor.role == "auditor"
    return render(request, "agreements/protect.html", context)


@signed_in
def partnership_(request: SignedInRequest, uid: str) -> HttpResponse:
    """A partnership: aims on both sides, agreements."""
    return render(request, "agreements/partnership.html", {"relation": partnership.page(uid, request.actor)})


@signed_in
def agreement_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Draft an agreement with a partner."""
    relation = partnership.page(uid, request.actor)
    if not relation.page.can_run:
        raise Unseen("Partnership")
    today = clock.now().date()
    start = {
        "zone": request.user.zone if hasattr(request.user, "zone") else "UTC",
        "starts_on": today,
        "ends_on": today.replace(year=today.year + 1, day=min(today.day, 28)),
        "our_signatory": str(request.actor.person_id),
        "ours_see": ["organisation"],
        "theirs_see": ["organisation"],
    }
    return _terms(request, relation, start, None, partial(drafting.draft, uid, by=request.actor))


@signed_in
def terms(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change the terms of a draft."""
    page = agreements.page(uid, request.actor)
    if "change" not in page.can:
        raise Unseen("Agreement")
    relation = partnership.page(page.agreement.partnership.uid, request.actor)
    start = forms.terms_of(page.agreement, relation.page.ours.organisation.pk)
    return _terms(request, relation, start, page.agreement.amends, partial(drafting.redraft, uid, by=request.actor))


@signed_in
def amendment_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Draft an amendment of a signed agreement."""
    page = agreements.page(uid, request.actor)
    if "amend" not in page.can:
        raise Unseen("Agreement")
    relation = partnership.page(page.agreement.partnership.uid, request.actor)
    start = forms.terms_of(page.agreement, relation.page.ours.organisation.pk)
    return _terms(request, relation, start, page.agreement, partial(amending.amend, uid, by=request.actor))


def _terms(
    request: SignedInRequest,
    relation: Relation,
    start: dict[str, object],
    amends: Agreement | None,
    save: Callable[[Draft], Agreement],
) -> HttpResponse:
    """Ask for the terms of an agreement until they can be saved; then its page."""
    ours = forms.Side(*partnership.nameable(relation.page.ours.organisation))
    theirs = forms.Side(*partnership.nameable(relation.page.theirs.organisation))
    form = forms.TermsForm(request.POST or None, ours=ours, theirs=theirs, amends=amends, initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            return redirect("agreement", uid=save(form.terms()).uid)
    status = 422 if form.is_bound else 200
    return render(request, "agreements/agreement_new.html", {"relation": relation, "form": form}, status=status)


@signed_in
def agreement(request: SignedInRequest, uid: str) -> HttpResponse:
    """An agreement's page."""
    page = agreements.page(uid, request.actor)
    form = forms.SignatureForm(initial={"shown_sha256": page.agreement.text_sha256})
    return render(request, "agreements/agreement.html", {"page": page, "form": form})


@require_POST
@signed_in
def circulation(request: SignedInRequest, uid: str) -> HttpResponse:
    """Fix the text and put it before the signatories; or, with `back`, make it a draft again."""
    if "back" in request.POST:
        drafting.take_back(uid, by=request.actor)
        messages.success(request, _("It is a draft again. Signatures under the old text do not count for a new one."))
    else:
        drafting.send_out(uid, by=request.actor)
        messages.success(request, _("The text is fixed and waits for both signatures."))
    return redirect("agreement", uid=uid)


@require_POST
@signed_in
def signature(request: SignedInRequest, uid: str) -> HttpResponse:
    """Sign the text that was shown."""
    form = forms.SignatureForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            signing.sign(uid, by=request.actor, shown_sha256=given["shown_sha256"], typed_name=given["typed_name"])
        except Refused as refused:
            explain(form, refused)
        except TextChanged:
            messages.error(request, _("The text was changed since you opened it. Read it again, then sign."))
            return redirect("agreement", uid=uid)
        else:
            messages.success(request, _("Signed."))
            return redirect("agreement", uid=uid)
    page = agreements.page(uid, request.actor)
    return render(request, "agreements/agreement.html", {"page": page, "form": form}, status=422)
