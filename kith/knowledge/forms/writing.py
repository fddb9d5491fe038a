"""Parsing where things begin and what is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core.classification import Classification
from kith.knowledge.models import Item, Space


class SpaceForm(forms.Form):
    """A new space."""

    name = forms.CharField(label=_("Name"), max_length=200)
    about = forms.CharField(label=_("What it is for"), max_length=500, required=False)
    for_whom = forms.ChoiceField(
        label=_("Who may read and write in it"),
        choices=[("all", _("Everyone at our company")), ("me", _("Only me, until I let others in"))],
        initial="all",
        widget=forms.RadioSelect,
    )


class DoorForm(forms.Form):
    """Whom of our own people to let into a space."""

    subject = forms.ChoiceField(label=_("Whom"))
    ability = forms.ChoiceField(
        label=_("What they may do"),
        choices=[("write", _("Read and write")), ("read", _("Read"))],
        initial="write",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]


class NewItemForm(forms.Form):
    """Where a new item stands and how closely it is held."""

    space = forms.ChoiceField(label=_("Space"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Item.Kind.choices, initial=Item.Kind.ARTICLE)
    classification = forms.TypedChoiceField(
        label=_("How closely it is held"),
        choices=Classification.choices,
        coerce=int,
        initial=Classification.INTERNAL,
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=1000)
    markdown = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: # heading, - list, **bold**, [words](address)."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        strip=False,
    )

    def __init__(self, *args: Any, spaces: list[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].choices = _by_firm(spaces)  # type: ignore[attr-defined]


def _by_firm(spaces: list[Space]) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Spaces as choices, in groups by organisation as soon as there is more than one."""
    firms: dict[str, list[tuple[str, str]]] = {}
    for space in spaces:
        firms.setdefault(space.organisation.name, []).append((space.uid, space.name))
    if len(firms) <= 1:
        return [choice for choices in firms.values() for choice in choices]
    return [*firms.items()]


class DraftForm(forms.Form):
    """A draft, with the number of the save that was shown."""

    saves = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Title"), max_length=1000, required=False)
    markdown = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: # heading, - list, **bold**, [words](address)."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 22}),
        strip=False,
    )


class TemplateForm(forms.Form):
    """A template's text, with the number of the version that was shown."""

    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    markdown = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: # heading, - list, **bold**, [words](address)."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        strip=False,
        max_length=100_000,
    )
