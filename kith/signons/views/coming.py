"""Signing in through one's firm: finding the way, going there, coming back."""

import logging
from collections.abc import Callable
from typing import cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kith.core import clock
from kith.core.errors import Refused, Unseen
from kith.identity import proof, through
from kith.identity.edges import SignedInRequest, signed_in
from kith.identity.models import Person
from kith.signons import forms, invited, policy, queries
from kith.signons.actions import connecting, linking
from kith.signons.models import Provider
from kith.signons.oidc import Failed, answers, asking, outgoing
from kith.signons.oidc.answers import Claims
from kith.signons.oidc.asking import Purpose, Try

log = logging.getLogger(__name__)
COOKIE = "kith_firm"
OFTEN = {  # a whole firm may come from one address
    "find": "20/m/ip",
    "go": "60/m/ip",
    "back": "60/m/ip",
    "ask": "60/m/key",  # of one provider
}
TOO_OFTEN = gettext_lazy("That was tried too often. Wait a little, then begin once more.")
YEAR = 365 * 24 * 3600
FRESH = 5 * 60  # seconds since she signed in there, where she shows again that it is she


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Which firm: the one that was used on this device, or one whose sign-in name she types."""
    then = _inside(request, request.GET.get("next", ""))
    form = forms.FindForm(request.GET if "firm" in request.GET else None)
    found = None
    if form.is_bound and not _seldom(request, "find"):  # names are not to be guessed one by one
        form.add_error(None, TOO_OFTEN)
    elif form.is_bound and form.is_valid():
        found = queries.called(form.cleaned_data["firm"])
        if found is None:
            form.add_error("firm", _("No firm has this sign-in name here."))
    elif isinstance(request.user, Person):
        return _hers(request, request.user, then)
    else:
        found = queries.remembered(request.COOKIES.get(COOKIE, ""))
    context = {"form": form, "providers": [found] if found else [], "next": then}
    return render(request, "signons/find.html", context, status=422 if form.errors else 200)


def _hers(request: HttpRequest, person: Person, then: str) -> HttpResponse:
    """Of somebody who is signed in: the providers of her firms, where she may be told of them."""
    firm = through.bound(request.session)
    rows = [each for each in queries.of_person(person) if firm in (None, each.organisation_id)]
    return render(request, "signons/find.html", {"form": forms.FindForm(), "providers": rows, "next": then})


@require_safe
def go(request: HttpRequest, uid: str) -> HttpResponse:
    """Off to the provider."""
    if not _seldom(request, "go"):
        return _failed(request, TOO_OFTEN, 429)
    provider = queries.open_one(uid)
    then = _inside(request, request.GET.get("next", ""))
    invitation = invited.opened(request.session, request.GET.get("invitation", ""))
    if not request.user.is_authenticated:
        request.session.set_expiry(asking.LASTS)  # nothing else is in it; who signs in has it as long as ever
    return redirect(asking.leave(request.session, provider, Purpose.COME, then=then, invitation=invitation))


@require_safe
@signed_in
def again(request: SignedInRequest, uid: str) -> HttpResponse:
    """Off to the provider once more, to show that it is still she."""
    if through.provider_of(request.session) != uid:
        raise Unseen("Provider")
    then = _inside(request, request.GET.get("next", ""))
    way = asking.leave(request.session, queries.open_one(uid), Purpose.AGAIN, person=request.actor.person_id, then=then)
    return redirect(way)


@require_safe
def back(request: HttpRequest, uid: str) -> HttpResponse:
    """Back from the provider. Whatever is wrong is one sentence; what it was stands in the log only."""
    if not _seldom(request, "back"):
        return _failed(request, TOO_OFTEN, 429)
    provider = Provider.objects.standing().filter(uid=uid).first()
    if provider is None:
        raise Unseen("Provider")
    try:
        made = asking.take(request.session, uid, request.GET.get("state", ""))
        _same(request, made)
        claims = _claims(request, provider, made)
        return ENDS[Purpose(made.purpose)](request, provider, claims, made)
    except Failed as failed:
        log.warning("sign-in through provider %s failed: %s", uid, failed)
        return _failed(request, failed.said, failed.status)


def _seldom(request: HttpRequest, action: str, key: str | None = None) -> bool:
    return bool(ratelimit.consume(request, app="kith", action=action, config=OFTEN, key=key, limit_get=True))


def _same(request: HttpRequest, made: Try) -> None:
    """Who went is who came back. The session says so already; another account may have come into it in between."""
    if made.purpose != Purpose.COME and made.person != request.user.pk:
        raise Failed("another account came back")


def _claims(request: HttpRequest, provider: Provider, made: Try) -> Claims:
    said = request.GET
    if said.get("iss", provider.issuer) != provider.issuer:
        raise Failed("another issuer came back")
    if "error" in said or not said.get("code"):
        raise Failed(f"the provider said {said.get('error', 'nothing')[:60]!r}")
    if not _seldom(request, "ask", provider.uid):
        raise Failed("this provider was asked too often", TOO_OFTEN)
    inside = policy.may_go_inside(provider.organisation_id)
    with outgoing.turn(provider.organisation_id):
        token = answers.redeem(provider, said["code"], made.verifier, asking.back(provider.uid), inside=inside)
        return answers.check(provider, token, made.nonce, inside=inside)


def _come(request: HttpRequest, provider: Provider, claims: Claims, made: Try) -> HttpResponse:
    if provider.tried_at is None:
        raise Failed("not tried yet")
    try:
        person = linking.arrive(provider, claims, made.invitation)
    except Refused as refused:
        raise Failed(str(refused), str(refused)) from refused
    if person is None:
        ways = f"{reverse('account_login')}?next={reverse('sign_in_ways')}"
        return render(request, "signons/unknown.html", {"provider": provider, "ways": ways}, status=422)
    if request.user.is_authenticated:
        logout(request)
    through.mark(request, person, provider=provider.uid, organisation_id=provider.organisation_id)
    then = made.next or reverse(settings.LOGIN_REDIRECT_URL)
    answer = cast(HttpResponse, perform_login(request, Login(user=person, redirect_url=then)))
    answer.set_cookie(
        COOKIE, provider.uid, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer


def _link(request: HttpRequest, provider: Provider, claims: Claims, made: Try) -> HttpResponse:
    person = cast(Person, request.user)
    if provider.tried_at is None or not through.is_whole(request.session, person, strict=True):
        raise Failed("not to be connected from here")
    try:
        linking.link(provider, claims, person)
    except Refused as refused:
        raise Failed(str(refused), str(refused)) from refused
    return redirect("sign_in_ways")


def _again(request: HttpRequest, provider: Provider, claims: Claims, made: Try) -> HttpResponse:
    moment, now = claims.auth_time, clock.now().timestamp()
    if moment is None or not now - FRESH <= moment <= now + answers.SLACK:
        raise Failed("the provider does not say that she signed in just now")
    if through.provider_of(request.session) != provider.uid:
        raise Failed("another way of signing in")
    if not linking.is_hers(provider, claims, cast(Person, request.user)):
        raise Failed("somebody else came back")
    proof.renew(request)
    return redirect(made.next or "account")


def _try(request: HttpRequest, provider: Provider, claims: Claims, made: Try) -> HttpResponse:
    connecting.tried(provider.uid, by=cast(SignedInRequest, request).actor)
    return redirect("provider")


ENDS: dict[Purpose, Callable[[HttpRequest, Provider, Claims, Try], HttpResponse]] = {
    Purpose.COME: _come,
    Purpose.LINK: _link,
    Purpose.AGAIN: _again,
    Purpose.TRY: _try,
}


def _failed(request: HttpRequest, said: object = "", status: int = 422) -> HttpResponse:
    return render(request, "signons/failed.html", {"said": said}, status=status)


def _inside(request: HttpRequest, address: str) -> str:
    """An address of this site to go on to, or none."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe and address.startswith("/") else ""
