"""Parsing what people report. Forms explain input; actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.knowledge.kinds.incidents import WhatForm
from kith.speakup.actions import LONGEST


class ReportForm(WhatForm):
    """What somebody saw."""

    title = forms.CharField(label=_("In a line"), max_length=300)
    words = forms.CharField(
        label=_("What happened, as you saw it"),
        help_text=_("What, not who. Leave out what only you can know, if it must not be known that it was you."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    field_order = ["title", "words", "sort", "severity", "happened_on", "where", "harm", "at_once"]


class KeyForm(forms.Form):
    """The key that opens a report again."""

    key = forms.CharField(label=_("Your key"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class SayForm(forms.Form):
    """More words about a report."""

    words = forms.CharField(
        label=_("Say something"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class TakeUpForm(forms.Form):
    """Where the incident will stand."""

    space = forms.ChoiceField(label=_("Space"))

    def __init__(self, *args: Any, spaces: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].choices = list(spaces)  # type: ignore[attr-defined]
