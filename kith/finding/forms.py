"""Parsing what people send about searches, gaps and words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core import clock

USUAL = timedelta(days=14)  # in which a gap is to be closed, unless another day is chosen


class GapForm(forms.Form):
    """Who writes it down, by when."""

    owner = forms.TypedChoiceField(label=_("Who writes it down"), coerce=int)
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"due_on": clock.now().date() + USUAL}, **kwargs})
        self.fields["owner"].choices = list(people)  # type: ignore[attr-defined]


class SynonymForm(forms.Form):
    """Words that mean the same."""

    words = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_(
            "An acronym and what it stands for, a trade’s word and its plain one, parted by =. "
            "For example: NDE = non-destructive examination"
        ),
        max_length=800,
    )
