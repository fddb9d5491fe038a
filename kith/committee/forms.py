"""Parsing what is asked of the committee, and what it decides. Forms explain input; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.committee.actions.asking import Asking
from kith.committee.actions.deciding import Ruling
from kith.committee.models import Sort
from kith.core import addresses

Choices = list[tuple[str, str]]


def day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, asked for with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class AskForm(forms.Form):
    """What somebody wants decided."""

    sort = forms.ChoiceField(label=_("What is to be decided"), choices=Sort.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In one line"), max_length=300)
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    partner = forms.ChoiceField(label=_("Which partner"), required=False, help_text=_("Needed to show something."))
    asset = forms.ChoiceField(
        label=_("Which entry of the register"), required=False, help_text=_("Needed to license or to give up.")
    )
    pages = forms.CharField(
        label=_("Which pages"),
        max_length=5000,
        required=False,
        help_text=_("Their addresses, one a line. Needed to show something."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    public_on = day(_("To be published on"), _("For a publication, where the day is known."))

    def __init__(self, *args: Any, partners: Choices, assets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", _("None")), *partners]  # type: ignore[attr-defined]
        self.fields["asset"].choices = [("", _("None")), *assets]  # type: ignore[attr-defined]

    def asking(self) -> Asking:
        """What is asked."""
        given = dict(self.cleaned_data)
        return Asking(
            item_uids=addresses.item_uids(given.pop("pages")),
            partner_uid=given.pop("partner"),
            asset_uid=given.pop("asset"),
            **given,
        )


class PutForm(forms.Form):
    """How it is put to the vote."""

    words = forms.CharField(
        label=_("What the members should know besides"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    closes_on = day(_("They vote until"), _("Empty: the committee’s own days to answer."))


class RulingForm(forms.Form):
    """What goes with a decision."""

    words = forms.CharField(
        label=_("What was decided, and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    conditions = forms.CharField(
        label=_("Conditions, if it is granted"),
        help_text=_("One a line. Each becomes a task."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = day(_("It holds until"), _("After that day it ends by itself. Empty: until it is taken back."))
    owner = forms.TypedChoiceField(label=_("Who does what follows"), coerce=int)
    due_on = day(_("By when"), required=True)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people  # type: ignore[attr-defined]

    def ruling(self) -> Ruling:
        """What was said."""
        given = self.cleaned_data
        return Ruling(
            words=given["words"],
            owner_id=given["owner"],
            due_on=given["due_on"],
            conditions=given["conditions"].splitlines(),
            until=given["until"],
        )


class ReasonForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=500)
