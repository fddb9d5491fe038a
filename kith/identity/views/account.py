"""One's own account."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Unseen
from kith.identity import forms, queries, through
from kith.identity.actions import managing, tokens
from kith.identity.edges import SignedInRequest, explained, known, proven, require_account, signed_in
from kith.identity.models import Person
from kith.identity.sessions import ACTING_FOR


@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Name, language, time zone, and the ways to sign in."""
    person = cast(Person, request.user)
    start = {"name": person.name, "locale": person.locale, "zone": person.zone}
    form = forms.PersonForm(request.POST or None, initial=start)
    if request.method == "POST":
        require_account(request)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            managing.change_person(person, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("account")
    organisations = queries.organisations_of(person).filter(pk__in=[seat.actor.organisation for seat in request.seats])
    context = {"form": form, "organisations": list(organisations), "acting": request.actor.organisation_id}
    return render(request, "identity/account.html", context, status=422 if form.is_bound else 200)


@require_POST
@known
def acting(request: HttpRequest) -> HttpResponse:
    """Choose for which of one's organisations one acts."""
    if through.bound(request.session) is not None:
        raise Unseen("Organisation")  # there is only the one
    actor = managing.act_for(cast(Person, request.user), request.POST.get("organisation", ""))
    request.session[ACTING_FOR] = actor.organisation_id
    return redirect("home")


@signed_in
@proven
def api_tokens(request: SignedInRequest) -> HttpResponse:
    """One's tokens for programs; a new one's secret is shown once."""
    form = forms.TokenForm(request.POST or None, initial={"scopes": ["read"]})
    made = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with explained(form):
            made = tokens.make(given["name"], set(given["scopes"]), given["days"], by=request.actor)
            form = forms.TokenForm(initial={"scopes": ["read"]})
    context = {"form": form, "made": made, "tokens": queries.tokens_of(request.actor)}
    return render(request, "identity/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def api_token_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Revoke one of one's tokens."""
    tokens.revoke(uid, by=request.actor)
    messages.success(request, _("Revoked. It does not work any more."))
    return redirect("tokens")
