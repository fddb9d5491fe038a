"""The owner's page: her organisation's provider."""

from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused, Unseen
from kith.identity import through
from kith.identity.edges import SignedInRequest, explained, proven, signed_in
from kith.signons import forms, policy, queries
from kith.signons.actions import asking, connecting
from kith.signons.models import Provider
from kith.signons.oidc import asking as leaving
from kith.signons.oidc.asking import Purpose


@signed_in
@proven
def provider(request: SignedInRequest) -> HttpResponse:
    """Connect one, or see and change the one that is connected."""
    held = queries.of_organisation(request.actor)
    kind = forms.ChangeForm if held else forms.ConnectForm
    start = {"name": held.name, "short": held.short} if held else {"name": request.seats[0].organisation_name[:80]}
    form = kind(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            if held is None:
                _seldom(request)
            (connecting.change if held else connecting.connect)(form.wish, by=request.actor)
            messages.success(request, _("Saved.") if held else _("Connected. Try it now."))
            return redirect("provider")
    uid = held.uid if held else connecting.uid_of_next(request.actor.organisation)
    context: dict[str, Any] = {"form": form, "provider": held, "back": leaving.back(uid)}
    if held:
        context |= {
            "door": settings.KITH_URL + reverse("sign_in_through", args=[held.uid]),
            "linked": queries.linked(held),
            "required": queries.is_required(held.organisation_id),
            "came_by_it": through.provider_of(request.session) == held.uid,
        }
    return render(request, "signons/provider.html", context, status=422 if form.is_bound else 200)


def _seldom(request: SignedInRequest) -> None:
    """Stop where Kith was made to ask for one often: each time it goes to an address that somebody types.

    Raises:
        Refused: it was.
    """
    key = str(request.actor.organisation)
    if not ratelimit.consume(request, app="kith", action="connect", config={"connect": "10/h/key"}, key=key):
        raise Refused(_("That was tried too often. Wait an hour, then try again."))


@require_POST
@signed_in
@proven
def provider_deed(request: SignedInRequest, deed: str) -> HttpResponse:
    """Try it, ask it of everybody or no more, end it."""
    policy.require_owner(request.actor)
    held = queries.of_organisation(request.actor)
    if held is None or deed not in DEEDS:
        raise Unseen("Provider")
    try:
        return DEEDS[deed](request, held)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("provider")


def _try(request: SignedInRequest, held: Provider) -> HttpResponse:
    way = leaving.leave(request.session, held, Purpose.TRY, person=request.actor.person_id)
    return render(request, "signons/go.html", {"provider": held, "way": way, "purpose": "try"})


def _ask(request: SignedInRequest, held: Provider) -> HttpResponse:
    asking.ask(held, through.provider_of(request.session), by=request.actor)
    messages.success(request, _("From the next page on your people come in only through your provider."))
    return redirect("provider")


def _lift(request: SignedInRequest, held: Provider) -> HttpResponse:
    asking.lift(held.organisation_id, by=request.actor)
    messages.success(request, _("Your people may sign in by other ways too."))
    return redirect("provider")


def _end(request: SignedInRequest, held: Provider) -> HttpResponse:
    connecting.end(by=request.actor)
    messages.success(request, _("Ended. Nobody signs in through it any more."))
    return redirect("provider")


DEEDS: dict[str, Callable[[SignedInRequest, Provider], HttpResponse]] = {
    "try": _try,
    "asked": _ask,
    "free": _lift,
    "end": _end,
}
