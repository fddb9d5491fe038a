"""Parsing how an item is held, by whom, and how it stands to others."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core import addresses
from kith.core.classification import Classification
from kith.identity.models import Membership
from kith.knowledge.actions import relating
from kith.knowledge.models import Holder, Item


class ClassificationForm(forms.Form):
    """A new classification."""

    classification = forms.TypedChoiceField(
        label=_("How closely it is held"), choices=Classification.choices, coerce=int, widget=forms.RadioSelect
    )


class WhyForm(forms.Form):
    """About whom the question is."""

    person = forms.ChoiceField(label=_("Whom do you ask about?"))

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.person.name}, {row.organisation.name}") for row in people
        ]


class OwnerForm(forms.Form):
    """Who owns an item."""

    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(row.person_id, row.person.name) for row in people]  # type: ignore[attr-defined]


class HoldersForm(forms.Form):
    """Who can do it, how much depends on it, where it is practised."""

    criticality = forms.TypedChoiceField(
        label=_("How much depends on it"), choices=Item.Criticality.choices, coerce=int
    )
    practised_at = forms.CharField(label=_("Where it is practised"), max_length=300, required=False)

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            self.fields[f"level_{member.person_id}"] = forms.TypedChoiceField(
                label=member.person.name,
                choices=[("", _("does not hold it")), *Holder.Level.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def levels(self) -> dict[int, int]:
        """The level for each person's id."""
        return {
            int(name.removeprefix("level_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("level_") and value
        }


class RelationForm(forms.Form):
    """How a page stands to another one."""

    kind = forms.ChoiceField(
        label=_("This page"),
        choices=[(kind.value, kind.label) for kind in relating.SAID],
        widget=forms.RadioSelect,
    )
    other = forms.CharField(label=_("The other page"), help_text=_("Its address, copied."), max_length=500)

    @property
    def other_uid(self) -> str:
        """The id of the other page."""
        return addresses.item_uid(self.cleaned_data["other"])


class ReleaseForm(forms.Form):
    """To whom an item is to be released, and why."""

    partner = forms.ChoiceField(label=_("To whom"))
    reason = forms.CharField(
        label=_("Why, and what allows it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = partners  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Why it was decided so."""

    words = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
