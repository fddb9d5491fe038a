"""Who asks to be erased, and what is answered; who left and is known by name still."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, proven, signed_in
from kith.privacy import policy, queries
from kith.privacy.actions import erasing
from kith.privacy.forms import DeclineForm
from kith.privacy.kinds import KINDS


@require_safe
@signed_in
def people_left(request: SignedInRequest) -> HttpResponse:
    """Who left the organisation."""
    if not policy.reads(request.actor):
        raise Unseen("Membership")
    context = {"left": queries.left(request.actor), "owns": policy.owns(request.actor)}
    return render(request, "privacy/left.html", context)


@require_POST
@signed_in
@proven
def erasure_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down that somebody asked to be erased."""
    row = erasing.write_down(pk, by=request.actor)
    return redirect("erasure", uid=row.uid)


@require_safe
@signed_in
def erasure(request: SignedInRequest, uid: str) -> HttpResponse:
    """What somebody asked, what would go and stay, and the answer."""
    return _page(request, uid, DeclineForm())


@require_POST
@signed_in
@proven
def erasure_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Answer it."""
    form = DeclineForm(request.POST if deed == "refusal" else None)
    try:
        if deed == "consent":
            gone = erasing.grant(uid, by=request.actor)
            messages.success(
                request,
                _("Erased. A mail says so.")
                if gone
                else _("Noted. The name goes once no organisation here needs it any more."),
            )
            return redirect("processing")
        if deed != "refusal":
            raise Unseen("Erasure")
        if form.is_valid():
            erasing.decline(uid, form.cleaned_data["why"], by=request.actor)
            messages.success(request, _("Declined. A mail says why."))
            return redirect("processing")
    except Refused as refused:
        if refused.field in form.fields and form.is_bound:
            form.add_error(refused.field, str(refused))
        else:
            messages.error(request, str(refused))
            return redirect("erasure", uid=uid)
    return _page(request, uid, form, status=422)


def _page(request: SignedInRequest, uid: str, form: DeclineForm, status: int = 200) -> HttpResponse:
    page = queries.page(uid, by=request.actor)
    return render(request, "privacy/erasure.html", {"page": page, "form": form, "kinds": KINDS}, status=status)
