"""How sign-in behaves: accounts begin by a set-up link or an invitation, never by a public form."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kith.core.sealing import words
from kith.identity import second_steps

CODE = _("That is not the code. It changes every half minute; type the one that is shown now.")


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
