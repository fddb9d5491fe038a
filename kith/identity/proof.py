"""Proof that it is still she: by signing in, or by password, code or passkey once more, a short while ago."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kith.identity.models import Person

LASTS = 15 * 60  # seconds
SHOWN_AT = "proof_shown_at"  # in the session
# Ways that a higher floor adds: in a request, what the sign-in library calls `id`, `description` and `url`.
MORE: list[Callable[[HttpRequest], list[dict[str, Any]]]] = []
SECRET = {"csrfmiddlewaretoken", "proof", "password", "password1", "password2", "oldpassword", "code", "credential"}


def renew(request: HttpRequest) -> None:
    """Somebody has just shown that it is she."""
    request.session[SHOWN_AT] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """Whether she showed it a short while ago."""
    if not isinstance(request.user, Person):
        return False
    records = get_authentication_records(request, request.user)
    shown = [request.session.get(SHOWN_AT, 0), *(each["at"] for each in records)]
    return bool(time.time() - max(shown) < LASTS)


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What she was sending, to be sent again; never a password or a code."""
    return [(name, each) for name, some in request.POST.lists() if name not in SECRET for each in some]


class ProofForm(forms.Form):
    """The password once more. It may stay empty for whoever shows a passkey or a code in another window."""

    proof = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_proof(self) -> str:
        """The password, if it is hers and was not tried too often."""
        person: Any = self.request.user
        if not ratelimit.consume(self.request, action="reauthenticate", user=person):
            raise forms.ValidationError(_("That was tried too often. Wait a little, then try again."))
        given: str = self.cleaned_data["proof"]
        if not person.check_password(given):
            raise forms.ValidationError(_("That is not your password."))
        return given
