"""Parsing what people send about their data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kith.core.errors import Sentence
from kith.privacy.records import CHOICES, RECORDS


def lasting(months: int) -> Sentence:
    """How long so many months are."""
    if months == 0:
        return _("For good")
    if months % 12:
        return ngettext_lazy("%(n)s month", "%(n)s months", months) % {"n": months}
    years = months // 12
    return ngettext_lazy("%(n)s year", "%(n)s years", years) % {"n": years}


class DeclineForm(forms.Form):
    """Why somebody is not erased."""

    why = forms.CharField(
        label=_("Why not"),
        help_text=_("She reads this. A claim that is not settled, or a duty by law to keep it, are reasons."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RetentionForm(forms.Form):
    """For how long each kind of record is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for record in RECORDS:
            months = {0, *CHOICES, int((self.initial or {}).get(record.key, 0))}
            ordered = [*sorted(months - {0}), 0]
            self.fields[record.key] = forms.TypedChoiceField(
                label=str(record.title),
                help_text=str(record.what),
                coerce=int,
                choices=[(each, lasting(each)) for each in ordered],
                initial=0,
            )

    def wishes(self) -> dict[str, int]:
        """The months by kind; 0 for good."""
        return dict(self.cleaned_data)


class HoldForm(forms.Form):
    """Why nothing may go."""

    why = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
