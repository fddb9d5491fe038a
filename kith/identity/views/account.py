"""One's own account."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused
from kith.identity import forms, queries
from kith.identity.actions import managing
from kith.identity.edges import SignedInRequest, explain, signed_in
from kith.identity.middleware import SESSION_KEY
from kith.identity.models import Person


@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Name, language, time zone, and the ways to sign in."""
    person = cast(Person, request.user)
    start = {"name": person.name, "locale": person.locale, "zone": person.zone}
    form = forms.PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            managing.change_person(person, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("account")
    context = {"form": form, "organisations": queries.organisations_of(person), "acting": request.actor.organisation_id}
    return render(request, "identity/account.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def acting(request: SignedInRequest) -> HttpResponse:
    """Choose for which of one's organisations one acts."""
    actor = managing.act_for(cast(Person, request.user), request.POST.get("organisation", ""))
    request.session[SESSION_KEY] = actor.organisation_id
    return redirect("home")
