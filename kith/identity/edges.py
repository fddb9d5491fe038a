"""What every page's edge needs: who is signed in, and how a refusal becomes a sentence beside its field."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kith.core.actor import Actor
from kith.core.errors import Denied, Refused
from kith.identity import proof, sign_ins, through
from kith.identity.models import Person
from kith.identity.queries import Seat

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
IN_PLACE = "reauthenticate"  # the sign-in library's word for the way that the page itself offers
P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of somebody who acts for an organisation."""

    actor: Actor
    seats: list[Seat]  # the organisations that she could act for, the one she acts for in front


View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever acts for an organisation; send everybody else to the sign-in page, whatever the address holds."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "waits", False):
            return _to_the_second_step(request)
        if getattr(request, "shut", False):
            return _to_her_firm(request)
        actor = getattr(request, "actor", None)
        if actor is None or not actor.present:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def whole(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let what a page of the sign-in library changes, and its row in the ledger, be one transaction."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            before = sign_ins.steps_of(request.user)
            answer = view(request, *args, **kwargs)
            sign_ins.note_steps(request, before)
            return answer

    return kept


def _to_the_second_step(request: HttpRequest) -> HttpResponseBase:
    """Lead her to where she sets it up. What she was sending stays in her browser: she is told, and goes back to it."""
    if request.method in {"GET", "HEAD"}:
        return redirect("mfa_index")
    sentence = _("A second step is asked of you now. Set it up in another window, then send this again.")
    raise Denied(sentence, ability="enter", kind="organisation", object_id=None)


def _to_her_firm(request: HttpRequest) -> HttpResponseBase:
    """Lead her to where she signs in through her firm, which lets her in no other way."""
    if request.method in {"GET", "HEAD"}:
        then = request.get_full_path() if request.method == "GET" else ""
        return redirect(f"{reverse('sign_in_with')}?{urlencode({'next': then})}" if then else "sign_in_with")
    sentence = _("Your firm lets you in only through its own sign-in. Sign in there, then send this again.")
    raise Denied(sentence, ability="enter", kind="organisation", object_id=None)


def require_account(request: HttpRequest, *, strict: bool = False) -> None:
    """Stop in a session that is bound to one firm, before something of the whole account is shown or changed.

    Raises:
        Denied: it is, and she has to sign in by herself.
    """
    if isinstance(request.user, Person) and not through.is_whole(request.session, request.user, strict=strict):
        sentence = _(
            "You signed in through your firm, so only what is your firm’s is open. "
            "Sign in with your password or a passkey to do this. If you have neither, sign out and ask for a new "
            "password by mail first."
        )
        raise Denied(sentence, ability="change", kind="person", object_id=None)


def of_account(view: Callable[..., HttpResponseBase], *, strict: bool = False) -> Callable[..., HttpResponseBase]:
    """Keep what belongs to the whole account closed in a session that is bound to one firm (`through.is_whole`)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_account(request, strict=strict)
        return view(request, *args, **kwargs)

    return guarded


def known(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in whoever is signed in, also while nothing opens to her before she has a second step."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def proven(view: Callable[..., HttpResponseBase], *deeds: str) -> Callable[..., HttpResponseBase]:
    """Before what matters, let in only whoever showed within a quarter of an hour that it is she.

    Opening the page leads to where she shows it. What is sent is not lost: it is answered with a page that holds it
    and asks there. Of an address that names a deed, only `deeds` ask.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (deeds and kwargs.get("deed") not in deeds) or proof.is_fresh(request):
            return view(request, *args, **kwargs)
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        if request.method != "POST":
            return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))
        form = proof.ProofForm(request, request.POST if "proof" in request.POST else None)
        if form.is_valid():
            proof.renew(request)
            return view(request, *args, **kwargs)
        ways = get_adapter().get_reauthentication_methods(request.user)
        context = {"form": form, "kept": proof.kept(request), "ways": [way for way in ways if way["id"] != IN_PLACE]}
        return render(request, "identity/proof.html", context, status=422)

    guarded.needs_proof = True  # type: ignore[attr-defined]  # the list of what needs it is read from the routes
    return guarded


@contextmanager
def explained(form: forms.BaseForm) -> Iterator[None]:
    """Within the block a refusal stops what is done and becomes a sentence in the form; what follows shows it again."""
    try:
        yield
    except Refused as refused:
        explain(form, refused)


def explain(form: forms.BaseForm, refused: Refused) -> None:
    """Put a refusal's sentence beside the field it is about, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
