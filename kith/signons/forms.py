"""Parsing what an owner says of her provider, and what somebody types to find her firm's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.signons.actions.connecting import Wish


class ChangeForm(forms.Form):
    """What can be changed later."""

    name = forms.CharField(
        label=_("What stands on the button"), max_length=80, help_text=_("Such as the name of your firm.")
    )
    short = forms.CharField(
        label=_("Your firm’s sign-in name"),
        max_length=40,
        help_text=_("Your people type it to find the button. Small letters, digits and hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        help_text=_("It is kept sealed and never shown again. Left empty, the one before stays."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    @property
    def wish(self) -> Wish:
        """What was said."""
        given: dict[str, Any] = self.cleaned_data
        return Wish(**given)


class ConnectForm(ChangeForm):
    """A provider to be connected."""

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=400,
        help_text=_("The provider’s address, to the letter as it names itself. It begins with https://."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    client_id = forms.CharField(
        label=_("Client id"),
        max_length=300,
        help_text=_("What the provider calls Kith."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        help_text=_("It is kept sealed and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "short", "issuer", "client_id", "secret")


class FindForm(forms.Form):
    """Which firm's provider."""

    firm = forms.CharField(
        label=_("Your firm’s sign-in name"),
        max_length=40,
        help_text=_("Your firm tells you. It is not your mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "spellcheck": "false", "autocapitalize": "none"}),
    )
