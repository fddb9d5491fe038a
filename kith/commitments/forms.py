"""Parsing what people send about commitments. Forms explain input; actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.commitments.actions import LONGEST, MOST
from kith.core import addresses
from kith.core.errors import Sentence


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **options)


class OwnerForm(forms.Form):
    """Who will do it."""

    owner = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(people)  # type: ignore[attr-defined]


class PromiseForm(OwnerForm):
    """What somebody will do by when."""

    words = forms.CharField(label=_("What will be done"), max_length=MOST)
    sort = forms.ChoiceField(label=_("What for"), required=False)
    due_on = _day(label=_("By"))
    check_on = _day(
        label=_("Look whether it has worked, from"),
        help_text=_("Somebody else than the one who did it is asked then."),
        required=False,
    )
    field_order = ["words", "sort", "owner", "due_on", "check_on"]

    def __init__(self, *args: Any, sorts: Iterable[tuple[str, Sentence]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "promise_%s", **kwargs})  # it stands beside other forms
        self.fields["sort"].choices = list(sorts)  # type: ignore[attr-defined]


class KeepForm(forms.Form):
    """What was done, and the page that shows it."""

    words = forms.CharField(label=_("What was done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.CharField(
        label=_("The page that shows it"), help_text=_("Its address, copied."), max_length=500, required=False
    )

    @property
    def proof_uid(self) -> str:
        """The id of the page, from its address."""
        address: str = self.cleaned_data["proof"]
        return (addresses.item_uid(address) or "nothing") if address.strip() else ""


class DropForm(forms.Form):
    """Why nothing will be done."""

    words = forms.CharField(label=_("Why not"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


class LaterForm(forms.Form):
    """Another day."""

    due_on = _day(label=_("By"))


class CheckForm(forms.Form):
    """Whether it has worked."""

    worked = forms.TypedChoiceField(
        label=_("Has it worked?"),
        choices=[("yes", _("Yes")), ("no", _("No, something else has to be done"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("How one can see that"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    again_on = _day(label=_("If not: something else will be done by"), required=False)
