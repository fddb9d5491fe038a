"""Parsing what is said at the end. Forms explain input; actions decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.exits.actions.leaving import Review, Statement
from kith.exits.models import Piece, Side


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DecideForm(forms.Form):
    """What becomes of chosen pages."""

    decision = forms.ChoiceField(label=_("What becomes of those chosen"), choices=Piece.Decision.choices)
    words = forms.CharField(
        label=_("Under which licence or until when, or why it is free"), max_length=500, required=False
    )


class ResultsForm(forms.Form):
    """Whose the results are."""

    results = forms.CharField(
        label=_("Whose they are"),
        help_text=_("As your agreement divides them. If nothing came out of it, say so."),
        max_length=2000,
        widget=_area(3),
    )


class CertifyForm(forms.Form):
    """The certificate, and what stays in backups."""

    backups = forms.CharField(
        label=_("What stays in backups, and how it is kept"),
        help_text=_("Backups are seldom changed in one place. Say so honestly: it is what most agreements allow."),
        max_length=1000,
        required=False,
        widget=_area(2),
    )
    backups_until = forms.DateField(
        label=_("By when it is overwritten"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    typed_name = forms.CharField(label=_("Your name, to certify it"), max_length=300)

    @property
    def statement(self) -> Statement:
        """What was said."""
        return Statement(**self.cleaned_data)


class ReviewForm(forms.Form):
    """Looking back."""

    went_well = forms.CharField(label=_("What went well"), max_length=2000, widget=_area(3))
    went_badly = forms.CharField(label=_("What you would do otherwise"), max_length=2000, widget=_area(3))
    reference = forms.ChoiceField(
        label=_("May they name you as a partner of theirs?"), choices=Side.Reference.choices, required=False
    )
    contact = forms.CharField(label=_("Whom they may turn to later"), max_length=500, required=False)

    @property
    def review(self) -> Review:
        """What was said."""
        return Review(**self.cleaned_data)
