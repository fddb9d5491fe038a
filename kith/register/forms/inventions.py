"""Parsing inventions that are told, and rules for fees. Forms explain input; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.register.actions.inventions import Telling
from kith.register.actions.schedules import Wanted
from kith.register.forms.assets import Choices
from kith.register.forms.fields import Months, day, line, text
from kith.register.models import REGISTERED, Kind, Schedule
from kith.ui.fields import several


class InventionForm(forms.Form):
    """What somebody thinks she has invented."""

    title = line(_("A name for it"), 300, required=True)
    problem = text(_("Which problem it solves"), 2000, 3, required=True)
    idea = text(_("How it works, and what is new"), 4000, 6, required=True)
    known = text(_("What comes nearest to it"), 2000, 2, _("What others do, papers, patents that you know."))
    inventors = forms.MultipleChoiceField(label=_("Who invented it, of your people"), required=False)
    others = line(_("Other inventors"), 500, _("Of partners or elsewhere, with commas between them."))
    conceived_on = day(_("When it was thought of"))
    public_on = day(
        _("Told, shown or sold outside since"), _("Empty: not yet. Before it is filed that can cost the patent.")
    )
    partnership = forms.ChoiceField(label=_("Out of which partnership"), required=False)

    def __init__(self, *args: Any, people: Choices, partnerships: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inventors"].widget = several(people)
        self.fields["inventors"].choices = people  # type: ignore[attr-defined]
        self.fields["partnership"].choices = [("", _("None")), *partnerships]  # type: ignore[attr-defined]

    def telling(self) -> Telling:
        """What was told."""
        given = dict(self.cleaned_data)
        people = [int(pk) for pk in given.pop("inventors")]
        return Telling(inventors=people, partnership_uid=given.pop("partnership"), **given)


class TakeForm(forms.Form):
    """As what it is taken into the register."""

    kind = forms.ChoiceField(
        label=_("As what"),
        choices=[(kind.value, kind.label) for kind in (Kind.PATENT, Kind.UTILITY, Kind.SECRET, Kind.KNOWHOW)],
        widget=forms.RadioSelect,
    )
    words = text(_("What follows"), 1000, 2, _("Its inventors read it."), required=True)


class AsideForm(forms.Form):
    """Why it is put aside."""

    words = text(_("Why"), 1000, 2, _("Its inventors read it."), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "aside_%s"})  # it stands beside the other form


class ScheduleForm(forms.Form):
    """When the fees of an office are due."""

    office = line(_("Office"), 40, required=True)
    kind = forms.ChoiceField(
        label=_("Kind of right"), choices=[(kind.value, kind.label) for kind in Kind if kind in REGISTERED]
    )
    counted_from = forms.ChoiceField(label=_("Counted from"), choices=Schedule.From.choices)
    months = Months(label=_("Fees are due after so many months"), help_text=_("With commas: 36, 48, 60."))
    month_end = forms.BooleanField(label=_("On the last day of that month"), required=False)
    grace_months = forms.IntegerField(
        label=_("Months in which it can be paid late"), min_value=0, max_value=24, initial=6
    )
    term_months = forms.IntegerField(
        label=_("Months until it ends for good"),
        min_value=0,
        max_value=1200,
        initial=240,
        help_text=_("0: it can go on."),
    )
    words = line(_("Where the rule stands"), 500, required=True)

    def wanted(self) -> Wanted:
        """The rule."""
        return Wanted(**self.cleaned_data)
