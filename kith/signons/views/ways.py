"""One's own ways to sign in: connecting and disconnecting a firm's provider."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused, Unseen
from kith.identity.edges import known, of_account, proven
from kith.identity.models import Person
from kith.signons import policy, queries
from kith.signons.actions import linking
from kith.signons.oidc import asking
from kith.signons.oidc.asking import Purpose


@require_safe
@known
def ways(request: HttpRequest) -> HttpResponse:
    """By which firms' providers one can sign in."""
    return render(request, "signons/ways.html", {"ways": queries.ways(cast(Person, request.user))})


@require_POST
@known
@proven
def connect(request: HttpRequest, uid: str) -> HttpResponse:
    """Off to the provider, to come back as who one is there."""
    provider = queries.open_one(uid)
    if not policy.belongs(request.user.pk or 0, provider):
        raise Unseen("Provider")
    way = asking.leave(request.session, provider, Purpose.LINK, person=request.user.pk)
    return render(request, "signons/go.html", {"provider": provider, "way": way, "purpose": "link"})


@require_POST
@known
@proven
def disconnect(request: HttpRequest, uid: str) -> HttpResponse:
    """Sign in by it no more."""
    try:
        linking.unlink(uid, cast(Person, request.user))
        messages.success(request, _("Disconnected."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("sign_in_ways")


sign_in_ways = of_account(ways, strict=True)
way_connect = of_account(connect, strict=True)
way_disconnect = of_account(disconnect, strict=True)
