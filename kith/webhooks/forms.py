"""Parsing what is said about a webhook. Forms explain input; actions decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.webhooks import topics
from kith.webhooks.actions.keeping import Wish


class HookForm(forms.Form):
    """What is posted where."""

    name = forms.CharField(label=_("What it is for"), max_length=120)
    address = forms.CharField(
        label=_("Address of the receiver"),
        help_text=_("It begins with https://. Each post is signed, so the receiver can check that it comes from Kith."),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    topics = forms.MultipleChoiceField(
        label=_("What is posted"), choices=topics.CHOICES, widget=forms.CheckboxSelectMultiple
    )

    @property
    def wish(self) -> Wish:
        """What was said."""
        given = self.cleaned_data
        return Wish(given["name"], given["address"], tuple(given["topics"]))
