"""Parsing what people send about knowledge. Forms explain input; actions decide."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core import addresses, clock
from kith.core.classification import Classification
from kith.core.errors import Sentence
from kith.identity.models import Membership
from kith.knowledge.actions import relating
from kith.knowledge.actions.vouching import Care
from kith.knowledge.models import Holder, Item, Space, Use
from kith.knowledge.quality import Scores
from kith.ui.fields import several


class DecisionForm(forms.Form):
    """Why it was decided so."""

    words = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReleaseForm(forms.Form):
    """To whom an item is to be released, and why."""

    partner = forms.ChoiceField(label=_("To whom"))
    reason = forms.CharField(
        label=_("Why, and what allows it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = partners  # type: ignore[attr-defined]


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


class AttachmentForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(label=_("File"), max_length=1000)


class ThreadForm(forms.Form):
    """What somebody says about a text, where in it, and who else sees it."""

    words = forms.CharField(
        label=_("Say something about this"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}),
    )
    partner = forms.ChoiceField(label=_("Who sees it"), initial="us")
    quote = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, widget=forms.HiddenInput)
    anchor = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, partners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "thread_%s", **kwargs})  # it stands beside other forms
        self.fields["partner"].choices = [  # type: ignore[attr-defined]
            ("us", _("Only us")),
            *((str(pk), _("%(name)s too") % {"name": name}) for pk, name in partners),
        ]
        self.fields["partner"].required = bool(partners)


def _score(label: Sentence) -> forms.TypedChoiceField:
    """A field for a score from 1 to 5."""
    names = (_("no"), _("hardly"), _("partly"), _("mostly"), _("fully"))
    return forms.TypedChoiceField(
        label=str(label),
        choices=[("", _("not said")), *((n + 1, f"{n + 1}: {name}") for n, name in enumerate(names))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class UseForm(forms.Form):
    """What an item did for somebody."""

    outcome = forms.ChoiceField(
        label=_("What did it do for you?"), choices=Use.Outcome.choices, widget=forms.RadioSelect
    )
    hours = forms.DecimalField(
        label=_("Hours saved, if it saved time"), max_digits=7, decimal_places=2, min_value=0, required=False
    )
    words = forms.CharField(label=_("In your words, if you like"), max_length=1000, required=False)
    accuracy = _score(_("Is it right?"))
    relevance = _score(_("Was it what you needed?"))
    timeliness = _score(_("Is it up to date?"))

    def clean(self) -> dict[str, Any]:
        """All three scores or none."""
        given: dict[str, Any] = super().clean() or {}
        scores = [given.get(name) for name in ("accuracy", "relevance", "timeliness")]
        if any(scores) and not all(scores):
            self.add_error(None, _("Say all three of how good it is, or none."))
        return given

    @property
    def scores(self) -> Scores | None:
        """How good it is, if she said so."""
        accuracy, relevance, timeliness = (
            self.cleaned_data.get(name) for name in ("accuracy", "relevance", "timeliness")
        )
        return Scores(accuracy, relevance, timeliness) if accuracy and relevance and timeliness else None


class AcceptanceForm(forms.Form):
    """By when somebody will use an item."""

    use_by = forms.DateField(label=_("I will use it by"), widget=forms.DateInput(attrs={"type": "date"}))


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
