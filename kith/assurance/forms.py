"""Parsing what is said in audits, about findings and about clauses. Forms explain input; actions decide."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.assurance.actions.mending import Given
from kith.assurance.models import Applicability, Grade
from kith.assurance.outcome import State

USUAL = {Grade.MAJOR: 14, Grade.MINOR: 30, Grade.OBSERVATION: 90}  # days to mend it


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Choosing(forms.Form):
    """A form in which somebody is chosen."""

    chosen = ""

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.chosen]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people


class AuditForm(_Choosing):
    """A new audit."""

    chosen = "auditor"
    title = forms.CharField(label=_("Which audit it is"), max_length=200, help_text=_("A quarter, or an occasion."))
    auditor = forms.TypedChoiceField(
        label=_("Auditor"),
        coerce=int,
        help_text=_("She looks, asks and grades. What she finds is mended by somebody else."),
    )


class AnswerForm(forms.Form):
    """An answer to a question that no record answers."""

    state = forms.ChoiceField(
        label=_("What you saw"),
        choices=[
            (State.HOLDS.value, _("It holds")),
            (State.FAILS.value, _("It does not hold")),
            (State.NOTHING.value, _("There is nothing to look at")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Where you looked, and what you saw"), max_length=1000, widget=_area(3))


class FindingForm(_Choosing):
    """Something to be mended."""

    chosen = "owner"
    grade = forms.ChoiceField(label=_("How much it matters"), choices=Grade.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What was found"), max_length=2000, widget=_area(4))
    owner = forms.TypedChoiceField(label=_("Who mends it"), coerce=int, help_text=_("Somebody who is not the auditor."))
    due_on = forms.DateField(
        label=_("By"), widget=_day(), help_text=_("Usual: 14 days for a major one, 30 for a minor one, 90 else.")
    )

    @property
    def given(self) -> Given:
        """What was said."""
        data = self.cleaned_data
        return Given(data["grade"], data["words"], data["owner"], data["due_on"])

    @staticmethod
    def start(words: str, today: date) -> dict[str, Any]:
        """What stands in the form at first."""
        return {"grade": Grade.MINOR, "words": words, "due_on": today + timedelta(days=USUAL[Grade.MINOR])}


class MoveForm(_Choosing):
    """A finding for somebody else, or another day."""

    chosen = "owner"
    owner = forms.TypedChoiceField(label=_("Who mends it"), coerce=int)
    due_on = forms.DateField(label=_("By"), widget=_day())
    words = forms.CharField(label=_("Why"), max_length=2000, widget=_area(2))


class SayForm(forms.Form):
    """What was done about a finding."""

    words = forms.CharField(label=_("What you did, or what is in the way"), max_length=2000, widget=_area(3))
    done = forms.BooleanField(label=_("It is mended: somebody else can look again"), required=False)


class LookForm(forms.Form):
    """What looking again came to, where the records are asked: words are welcome."""

    words = forms.CharField(label=_("What you saw"), max_length=2000, required=False, widget=_area(2))


class CloseForm(forms.Form):
    """The conclusion of an audit."""

    conclusion = forms.CharField(label=_("What you conclude"), max_length=2000, widget=_area(4))


class ApplyForm(forms.Form):
    """Whether a clause applies, and why."""

    applies = forms.ChoiceField(
        label=_("Does it apply to us?"),
        choices=[("yes", _("It applies")), ("no", _("It does not apply"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("An auditor will ask. “We have no rooms of our own” is a reason, “not relevant” is none."),
        max_length=500,
        widget=_area(3),
    )

    @staticmethod
    def start(said: Applicability | None) -> dict[str, Any]:
        """What stands in the form at first: what was said last."""
        return {"applies": "yes" if said.applies else "no", "reason": said.reason} if said else {}
