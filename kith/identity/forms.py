"""Parsing what people send about themselves and their firm."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kith.identity.actions.inviting import NewAccount
from kith.identity.models import ApiToken, Membership

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


def password_field() -> forms.CharField:
    """A new password."""
    return forms.CharField(
        label=_("Password"),
        help_text=_("Four or more words that do not belong together are good."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def zone_field() -> forms.ChoiceField:
    """A time zone."""
    return forms.ChoiceField(label=_("Your time zone"), choices=ZONES, initial="Europe/London")


class AccountForm(forms.Form):
    """A new account."""

    name = forms.CharField(label=_("Your name"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = password_field()
    zone = zone_field()

    def account(self) -> NewAccount:
        """The account it describes."""
        given = self.cleaned_data
        return NewAccount(given["name"], given["password"], given["zone"])


class SetupForm(AccountForm):
    """The first organisation and its first person."""

    organisation_name = forms.CharField(label=_("Your organisation"), max_length=300)
    email = forms.EmailField(label=_("Your mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    field_order = ("organisation_name", "name", "email", "password", "zone")


class PartnerAccountForm(AccountForm):
    """A new account with which a partner's organisation is founded."""

    organisation_name = forms.CharField(label=_("Your organisation"), max_length=300)
    field_order = ("organisation_name", "name", "password", "zone")


class PersonForm(forms.Form):
    """What somebody says of herself."""

    name = forms.CharField(label=_("Your name"), max_length=300)
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = zone_field()


class ColleagueForm(forms.Form):
    """A colleague to invite."""

    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.EmailField(label=_("Mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.ROLES, initial="member")


class RoleForm(forms.Form):
    """A colleague's role."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.ROLES, widget=forms.RadioSelect)


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=120)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=ApiToken.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Days for which it lives"), min_value=1, max_value=366, initial=90)


class OrganisationForm(forms.Form):
    """What one's organisation is called."""

    name = forms.CharField(
        label=_("Name"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )


class SecondStepRolesForm(forms.Form):
    """Of whom in one's organisation a second step is asked."""

    roles = forms.MultipleChoiceField(
        label=_("Ask it of"), choices=Membership.ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )


class TeamForm(forms.Form):
    """A team and who is in it."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)
    members = forms.MultipleChoiceField(label=_("Who is in it"), required=False, widget=forms.CheckboxSelectMultiple)
