"""Parsing what is asked of one's people. Forms explain input; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.policies.actions import MOST_DAYS, MOST_MONTHS


def in_days(usual: int) -> forms.IntegerField:
    """In how many days it is to be done."""
    return forms.IntegerField(
        label=_("Days to do it"),
        help_text=_("After so many days nothing of partners is shown to whoever has not done it. 0: at once."),
        min_value=0,
        max_value=MOST_DAYS,
        initial=usual,
    )


class NoteForm(forms.Form):
    """Of which policy people are to take note."""

    page = forms.ChoiceField(label=_("Which policy"))
    days = in_days(7)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].choices = choices  # type: ignore[attr-defined]


class TrainingForm(forms.Form):
    """Which training people are asked for."""

    name = forms.CharField(label=_("Which training"), max_length=200)
    months = forms.IntegerField(
        label=_("Months until it has to be done again"), min_value=1, max_value=MOST_MONTHS, initial=12
    )
    days = in_days(30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "training_%s"})  # it stands beside the other form


class AttestForm(forms.Form):
    """Who was trained, and when."""

    people = forms.MultipleChoiceField(label=_("Who was trained"), widget=forms.CheckboxSelectMultiple)
    done_on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
