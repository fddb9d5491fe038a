"""The sign-in library's forms in Kith's words. What they check and do is the library's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

WORDS = {
    "login": (_("Your mail address"), ""),
    "email": (_("Your mail address"), ""),
    "password": (_("Password"), ""),
    "remember": (_("Keep me signed in on this device"), ""),
    "oldpassword": (_("The password you have now"), ""),
    "password1": (_("The new password"), _("Four or more words that do not belong together are good.")),
    "password2": (_("The new password once more"), ""),
    "code": (_("Code"), ""),
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
