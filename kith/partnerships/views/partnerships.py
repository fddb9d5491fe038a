"""A partnership and its aims; inviting a partner."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused
from kith.identity.actions import asking
from kith.identity.actions.inviting import Guest
from kith.identity.edges import SignedInRequest, explained, proven, signed_in
from kith.partnerships import actions, forms, queries
from kith.partnerships.actions import Outline


@signed_in
def partnerships(request: SignedInRequest) -> HttpResponse:
    """All partnerships, and the invitations that wait."""
    rows = [(row, queries.partner_of(row, request.actor)) for row in queries.of(request.actor)]
    context = {"rows": rows, "proposals": queries.proposals(request.actor), "keeps": request.actor.keeps}
    return render(request, "partnerships/partnerships.html", context)


@signed_in
def partnership_new(request: SignedInRequest) -> HttpResponse:
    """Invite a partner organisation."""
    form = forms.ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with explained(form):
            actions.propose(
                Guest(given["email"], given["name"]),
                given["organisation_name"],
                Outline(given["title"], given["gain"], given["give"]),
                by=request.actor,
            )
            messages.success(request, _("Invited. The link in the mail works for 14 days."))
            return redirect("partnerships")
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/partnership_new.html", {"form": form}, status=status)


@require_POST
@signed_in
def aims(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write an aim of the actor's side."""
    queries.page(uid, request.actor)
    form = forms.AimForm(request.POST)
    if form.is_valid():
        actions.write_aim(uid, form.cleaned_data["direction"], form.cleaned_data["text"], by=request.actor)
    else:
        messages.error(request, _("Write the aim in a sentence."))
    return redirect("partnership", uid=uid)


@require_POST
@signed_in
def competition(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that both compete (`compete`), or that they do not any more."""
    queries.page(uid, request.actor)
    try:
        actions.say_competition(uid, compete="compete" in request.POST, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("partnership", uid=uid)


@require_POST
@signed_in
@proven
def second_step(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask a second step of the partner's people (`ask`), or ask it no more."""
    theirs = queries.page(uid, request.actor).theirs.organisation
    asking.ask_partner(theirs.pk, asked="ask" in request.POST, by=request.actor)
    messages.success(request, _("Saved. It holds from the next page on."))
    return redirect("partnership", uid=uid)


@require_POST
@signed_in
def aim_end(request: SignedInRequest, uid: str, aim_id: int) -> HttpResponse:
    """Take an aim back."""
    actions.withdraw_aim(uid, aim_id, by=request.actor)
    return redirect("partnership", uid=uid)
