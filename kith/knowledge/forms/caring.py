"""Parsing who vouches for an item and who is asked to read it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core import clock
from kith.knowledge.actions.vouching import Care
from kith.ui.fields import several


class CareForm(forms.Form):
    """Who vouches for a page, and how often."""

    verifier = forms.ChoiceField(label=_("Who vouches for it"), required=False)
    days = forms.TypedChoiceField(
        label=_("How often it is looked at again"),
        choices=[
            ("", _("Each time anew, usually after half a year")),
            (30, _("Every month")),
            (91, _("Every three months")),
            (182, _("Every half year")),
            (365, _("Every year")),
            (730, _("Every two years")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, verifiers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verifier"].choices = [("", _("Anybody of our company")), *verifiers]  # type: ignore[attr-defined]

    @property
    def care(self) -> Care:
        """What was chosen."""
        kind, _sep, number = self.cleaned_data["verifier"].partition("-")
        return Care(
            person_id=int(number) if kind == "person" else None,
            team_id=int(number) if kind == "team" else None,
            days=self.cleaned_data["days"],
        )


class ReadersForm(forms.Form):
    """Who is asked to read a page, and by when."""

    people = forms.TypedMultipleChoiceField(label=_("Who should read it"), coerce=int)
    due_on = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["people"].widget = several(people)


class VerificationForm(forms.Form):
    """Until when somebody vouches for an item; for as long as was arranged where she says nothing."""

    until = forms.DateField(
        label=_("I have checked it. It holds until"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    @staticmethod
    def usual() -> date:
        """Half a year from today."""
        return clock.now().date() + timedelta(days=182)
