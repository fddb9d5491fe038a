"""Parsing what people send about partnerships."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.partnerships.models import Aim


class ProposalForm(forms.Form):
    """A partner to invite, and what both will do together."""

    organisation_name = forms.CharField(label=_("The partner organisation"), max_length=300)
    name = forms.CharField(label=_("Whom you invite there"), max_length=300)
    email = forms.EmailField(label=_("Mail address"))
    title = forms.CharField(label=_("What you do together"), max_length=300)
    gain = forms.CharField(label=_("What you hope to learn"), max_length=500, required=False)
    give = forms.CharField(label=_("What you can give"), max_length=500, required=False)


class AimForm(forms.Form):
    """One aim of the actor's side."""

    direction = forms.ChoiceField(label=_("Direction"), choices=Aim.Direction.choices)
    text = forms.CharField(label=_("Aim"), max_length=500)
