"""Taking up an invitation."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.core.errors import Refused
from kith.identity import forms
from kith.identity.actions import inviting
from kith.identity.edges import BACKEND, explain, require_account
from kith.identity.models import Invitation, Person
from kith.identity.sessions import ACTING_FOR
from kith.partnerships import actions, queries
from kith.signons import invited


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and the way in: a new account, or the one that is signed in."""
    require_account(request, strict=True)
    found = inviting.find(token)
    signed_in = request.user if isinstance(request.user, Person) else None
    form = _form(request, found)
    status = 200
    if request.method == "POST" and (signed_in or form.is_valid()):
        try:
            return _accept(request, token, signed_in, form)
        except Refused as refused:
            explain(form, refused)
        except ValidationError as error:
            form.add_error("password", error.messages)
    if request.method == "POST":
        status = 422
    context = {
        "invitation": found,
        "proposal": queries.proposal_of(found),
        "form": form,
        "signed_in": signed_in,
        "token": token,
        "provider": None if signed_in else invited.way(request.session, found),
    }
    return render(request, "partnerships/invitation.html", context, status=status)


def _form(request: HttpRequest, found: Invitation) -> forms.AccountForm:
    data = request.POST or None
    if found.organisation_id is None:
        return forms.PartnerAccountForm(
            data, initial={"name": found.name, "organisation_name": found.organisation_name}
        )
    return forms.AccountForm(data, initial={"name": found.name})


def _accept(request: HttpRequest, token: str, signed_in: Person | None, form: forms.AccountForm) -> HttpResponse:
    name = "" if signed_in else form.cleaned_data.get("organisation_name", "")
    person, membership, partnership = actions.accept(
        token, person=signed_in, account=None if signed_in else form.account(), organisation_name=name
    )
    if signed_in is None:
        login(request, person, backend=BACKEND)
    request.session[ACTING_FOR] = membership.organisation_id
    return redirect("partnership", uid=partnership.uid) if partnership else redirect("home")
