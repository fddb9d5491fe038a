"""Negotiating an agreement: remarks on its clauses, and what changed from revision to revision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.agreements.actions import negotiating
from kith.agreements.queries import negotiation
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, signed_in


@signed_in
def revisions(request: SignedInRequest, uid: str) -> HttpResponse:
    """What changed between two revisions: `older` and `newer` are their numbers."""
    older, newer = (_number(request.GET.get(name, "")) for name in ("older", "newer"))
    page = negotiation.comparison(uid, request.actor, older, newer)
    return render(request, "agreements/revisions.html", {"page": page})


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 7 else None


@require_POST
@signed_in
def remarks(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say something about a clause, or answer."""
    given = request.POST
    try:
        remark = negotiating.say(
            uid,
            given.get("words", ""),
            clause=given.get("clause", ""),
            inside="inside" in given,
            answers=given.get("answers", ""),
            by=request.actor,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("agreement", uid=uid)
    return _back_to(remark.agreement.uid, remark.clause)


@require_POST
@signed_in
def remark(request: SignedInRequest, uid: str) -> HttpResponse:
    """Settle a remark, or take it up again (`again`)."""
    settled = negotiating.settle(uid, settled="again" not in request.POST, by=request.actor)
    messages.success(request, _("Settled.") if settled.settled_at else _("Taken up again."))
    return _back_to(settled.agreement.uid, settled.clause)


def _back_to(uid: str, clause: str) -> HttpResponse:
    response = redirect("agreement", uid=uid)
    response["Location"] += f"#clause-{clause or 'whole'}"
    return response
