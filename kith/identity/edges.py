"""What every page's edge needs: who is signed in, and how a refusal becomes a sentence beside its field."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from kith.core.actor import Actor
from kith.core.errors import Denied, Refused
from kith.identity.models import Person
from kith.identity.queries import Seat

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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
        actor = getattr(request, "actor", None)
        if actor is None or not actor.present:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def whole(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let what a page of the sign-in library changes, and its row in the ledger, be one transaction."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return view(request, *args, **kwargs)

    return kept


def _to_the_second_step(request: HttpRequest) -> HttpResponseBase:
    """Lead her to where she sets it up. What she was sending stays in her browser: she is told, and goes back to it."""
    if request.method in {"GET", "HEAD"}:
        return redirect("mfa_index")
    sentence = _("A second step is asked of you now. Set it up in another window, then send this again.")
    raise Denied(sentence, ability="enter", kind="organisation", object_id=None)


def known(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in whoever is signed in, also while nothing opens to her before she has a second step."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

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
