"""The sign-in library's forms in Kith's words. What they check and do is the library's."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused
from kith.identity import steps

WORDS = {
    "login": (_("Your mail address"), ""),
    "email": (_("Your mail address"), ""),
    "password": (_("Password"), ""),
    "remember": (_("Keep me signed in on this device"), ""),
    "oldpassword": (_("The password you have now"), ""),
    "password1": (_("The new password"), _("Four or more words that do not belong together are good.")),
    "password2": (_("The new password once more"), ""),
    "code": (_("Code"), ""),
    "name": (_("What you call it"), _("So that you know later which device it is on.")),
    "credential": (_("Passkey"), ""),
}


class Worded:
    """Says of each field what `WORDS` says; a label stands above it, so that no placeholder repeats it."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = WORDS[name]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    """Address and password."""


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again."""


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one."""


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link for a new password."""


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by a link."""


class SecondStepForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""


class SecondStepAgainForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code again."""


class AppForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""


# What fido2 raises for an answer that is not whole, or not the key's; the library turns some of it into sentences.
BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature)
NOT_TAKEN = _("That passkey was not taken. Try once more, or take another way.")


def _judged(judge: Callable[[], Any]) -> Any:
    """What `judge` finds.

    Raises:
        ValidationError: the browser's answer was broken, changed on its way, or sent before.
    """
    try:
        return judge()
    except BROKEN as broken:
        raise ValidationError(NOT_TAKEN) from broken
    except ValidationError as refused:
        if refused.code == "incorrect_code":  # the library's sentence is about digits
            raise ValidationError(NOT_TAKEN) from refused
        raise


class Answered(Worded):
    """Takes a browser's answer to a passkey's question; whatever is wrong with it is one sentence."""

    def clean_credential(self) -> Any:
        """The passkey that answered."""
        return _judged(super().clean_credential)  # type: ignore[misc]


class NoAppForm(totp.DeactivateTOTPForm):  # type: ignore[misc]
    """An app less; not the last second step of somebody of whom one is asked."""

    def clean(self) -> Any:
        """Nothing is typed; whether it may go is judged before she is asked."""
        try:
            steps.require_removable(self.authenticator)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        return super().clean()


class PasskeyForm(Worded, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It must know its person by itself, so that it can stand for her alone."""

    name = forms.CharField(max_length=60)
    passwordless = None

    def clean(self) -> Any:
        """The passkey, if the device asked who she is before it made it."""
        self.cleaned_data["passwordless"] = True
        return _judged(super().clean)


class PasskeyNameForm(Worded, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(max_length=60)


class PasskeyStepForm(Answered, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyLoginForm(Answered, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class PasskeyAgainForm(Answered, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey again."""
