"""Parsing what people send about conversions and sessions. Forms explain input; actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core import clock
from kith.core.errors import Sentence
from kith.knowledge.models import Space
from kith.spiral.actions.capturing import LONGEST
from kith.spiral.modes import METHODS, Mode, Role
from kith.spiral.protocols import Protocol
from kith.ui.fields import several

RECORDED = {  # by a form of its own; the other methods have a session, or follow from a deed
    Mode.SOCIALIZATION: METHODS[Mode.SOCIALIZATION],
    Mode.INTERNALIZATION: {key: METHODS[Mode.INTERNALIZATION][key] for key in ("demonstration", "practice_run")},
}
ROLES: dict[str, tuple[tuple[str, Sentence], ...]] = {
    Mode.SOCIALIZATION: ((Role.SOURCE, _("Who knew it")), (Role.RECIPIENT, _("Who learned it"))),
    Mode.INTERNALIZATION: ((Role.RECIPIENT, _("Who can do it now")),),
    Mode.EXTERNALIZATION: ((Role.SOURCE, _("Whose knowledge it is")), (Role.FACILITATOR, _("Who else takes part"))),
    Mode.COMBINATION: ((Role.FACILITATOR, _("Who else takes part")),),
}


def day(label: Sentence, **options: Any) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)  # type: ignore[arg-type]


class PeopleForm(forms.Form):
    """A form that asks who took part, and as what."""

    def ask(self, mode: str, people: Iterable[tuple[int, str]]) -> None:
        """Add a field for each role that a mode has."""
        choices = list(people)
        for role, label in ROLES[mode]:
            self.fields[str(role)] = forms.TypedMultipleChoiceField(
                label=str(label), choices=choices, coerce=int, required=False, widget=several(choices)
            )

    def people(self) -> dict[int, str]:
        """By person's id, what each was: whoever stands under two roles has the first."""
        found: dict[int, str] = {}
        for role in (Role.SOURCE, Role.RECIPIENT, Role.FACILITATOR):
            for person in self.cleaned_data.get(str(role), []):
                found.setdefault(person, str(role))
        return found


class ConversionForm(PeopleForm):
    """That somebody learned something from somebody, or can do it now."""

    method = forms.ChoiceField(label=_("How"))
    held_on = day(_("When"))
    minutes = forms.IntegerField(label=_("How long, in minutes"), min_value=1, required=False)
    note = forms.CharField(
        label=_("What it was about"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, mode: str, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"held_on": clock.now().date()}, **kwargs})
        self.ask(mode, people)
        self.fields["method"].choices = list(RECORDED[Mode(mode)].items())  # type: ignore[attr-defined]
        self.order_fields(["method", *(str(role) for role, _label in ROLES[mode]), "held_on", "minutes", "note"])


class CombinationForm(forms.Form):
    """Which pages a page brings together."""

    items = forms.CharField(
        label=_("The pages that this one brings together"),
        help_text=_("Their addresses, one a line; at least two."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SourceForm(forms.Form):
    """Whose knowledge a page holds."""

    source = forms.TypedChoiceField(label=_("Whose knowledge is it?"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(people)  # type: ignore[attr-defined]


class RetractionForm(forms.Form):
    """Why it was not so."""

    reason = forms.CharField(label=_("Why was it not so?"), max_length=1000)


class SessionForm(PeopleForm):
    """A session to come."""

    title = forms.CharField(label=_("What is it about?"), max_length=300)
    space = forms.ChoiceField(label=_("Where its page will stand"))
    happened_on = day(_("When did it happen?"), required=False)
    items = forms.CharField(
        label=_("Pages that it is about"),
        help_text=_("Their addresses, one a line."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, protocol: Protocol, people: Iterable[tuple[int, str]], spaces: Iterable[Space], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask(protocol.mode, people)
        self.fields["space"].choices = [  # type: ignore[attr-defined]
            (space.uid, f"{space.name} ({space.organisation.name})") for space in spaces
        ]
        if protocol.within is None:
            del self.fields["happened_on"]
        self.fields["items"].required = protocol.least_items > 0


class NoteForm(forms.Form):
    """Something to say to one question."""

    words = forms.CharField(
        label=_("What do you say?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    )
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int, required=False, empty_value=None)
    due_on = day(_("By"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Nobody yet")), *people]  # type: ignore[attr-defined]
