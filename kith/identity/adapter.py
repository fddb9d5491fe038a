"""How sign-in behaves: accounts begin by a set-up link or an invitation, never by a public form."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kith.core.sealing import words
from kith.identity import proof, second_steps, through

CODE = _("That is not the code. It changes every half minute; type the one that is shown now.")

AGAIN = {
    "reauthenticate": _("Give your password"),
    "mfa_reauthenticate": _("Give a code of your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use your passkey"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The sign-in library's questions, answered for Kith."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Address and password do not belong together. Try again, or ask for a new one."),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes, then try again."),
        "rate_limited": _("That was tried too often. Wait a little, then try again."),
        "enter_current_password": _("That is not the password you have now."),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": CODE,
        "same_as_current": _("That is the password you have now. Choose another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes herself an account."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in; a session's bond to a provider outlasts it when another one's session was there.

        A provider that ended while she was at her second step lets nobody in any more. While it is held the session is
        written, so that an end that comes now finds it.
        """
        through.keep(request, user)
        through.settle(request, user)
        if through.provider_of(request.session) is None:
            super().login(request, user)
            return
        with transaction.atomic():
            stands = through.stands(request.session, user)
            if stands:
                super().login(request, user)
                request.session.save()
        if not stands:
            request.session.flush()
            raise ImmediateHttpResponse(redirect("sign_in_with"))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for somebody who showed a short while ago that it is she, signing in included."""
        return not proof.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show again that it is she, in our words."""
        own = [each | {"description": AGAIN[each["id"]]} for each in super().get_reauthentication_methods(user)]
        return [*own, *(way for more in proof.MORE for way in more(self.request))]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names."""


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step's sentences in Kith's words, and its secrets under the installation's seal."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": CODE,
        "cannot_delete_authenticator": _("The second step cannot be taken away now."),
        "cannot_generate_recovery_codes": _("Recovery codes belong to the second step. Set that up first."),
    }

    def encrypt(self, text: str) -> str:
        """An authenticator's secret as it is kept."""
        return words.seal(text, second_steps.PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """An authenticator's secret again."""
        return words.unseal(encrypted_text, second_steps.PLACE)

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """What a new passkey is called, until she calls it something else."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(n)s") % {"n": held + 1} if held else gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For whom a passkey is made: this host, under Kith's name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Kith"}
