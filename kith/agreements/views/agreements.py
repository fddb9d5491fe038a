"""An agreement from its draft to its signatures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.agreements.actions import acknowledging, drafting, negotiating, renewing
from kith.agreements.queries import agreements, partnership
from kith.agreements.views import signing
from kith.identity.edges import SignedInRequest, signed_in


@signed_in
def protect(request: SignedInRequest) -> HttpResponse:
    """The protect area: agreements and receipts."""
    rows = agreements.of(request.actor)
    context: dict[str, object] = {
        "rows": rows,
        "coming": agreements.coming(rows),
        "receipts": agreements.receipts_of(request.actor),
    }
    context["may_keep"] = request.actor.keeps
    context["may_read_trail"] = request.actor.keeps or request.actor.role == "auditor"
    return render(request, "agreements/protect.html", context)


@signed_in
def partnership_(request: SignedInRequest, uid: str) -> HttpResponse:
    """A partnership: aims on both sides, agreements."""
    return render(request, "agreements/partnership.html", {"relation": partnership.page(uid, request.actor)})


@signed_in
def agreement(request: SignedInRequest, uid: str) -> HttpResponse:
    """An agreement's page."""
    return render(request, "agreements/agreement.html", signing.context(agreements.page(uid, request.actor)))


@require_POST
@signed_in
def circulation(request: SignedInRequest, uid: str) -> HttpResponse:
    """Fix the text and put it before the signatories; with `show`, lay the draft open; with `back`, change it again."""
    if "back" in request.POST:
        drafting.take_back(uid, by=request.actor)
        messages.success(request, _("It can be changed again. Signatures count for the old text alone."))
    elif "show" in request.POST:
        negotiating.show(uid, by=request.actor)
        messages.success(request, _("The other side sees the draft now. Both can change it and speak about it."))
    else:
        drafting.send_out(uid, by=request.actor)
        messages.success(request, _("The text is fixed and waits for both signatures."))
    return redirect("agreement", uid=uid)


@require_POST
@signed_in
def duties(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take note of one's duties."""
    acknowledging.acknowledge(uid, by=request.actor)
    messages.success(request, _("Thank you. What is shared with you under this agreement is open to you now."))
    return redirect("agreement", uid=uid)


@require_POST
@signed_in
def renewal(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say no to the next renewal."""
    ended = renewing.decline(uid, by=request.actor)
    messages.success(request, _("Said no. It ends on %(day)s.") % {"day": date_format(ended.last_day, "j F Y")})
    return redirect("agreement", uid=uid)
