"""Parsing what is typed about committees, meetings and votes. Forms explain input; actions decide."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.identity.forms import ZONES
from kith.meetings.actions.balloting import Pack
from kith.meetings.actions.calling import When
from kith.meetings.actions.committees import MOST_DAYS, MOST_SEATS, Rules
from kith.meetings.actions.minuting import LONGEST, Minutes
from kith.meetings.models import Attendance, Vote
from kith.meetings.queries.meetings import MeetingPage
from kith.ui.fields import several

People = Iterable[tuple[int, str]]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RulesForm(forms.Form):
    """What a committee is called and how it decides."""

    name = forms.CharField(label=_("What it is called"), max_length=120)
    quorum = forms.IntegerField(
        label=_("How many have to vote"),
        help_text=_("With fewer votes nothing is decided. Whoever abstains has voted."),
        min_value=1,
        max_value=MOST_SEATS,
        initial=2,
    )
    answer_days = forms.IntegerField(
        label=_("Days to decide"),
        help_text=_("A question that no meeting decides is open for so long, unless another day is set."),
        min_value=1,
        max_value=MOST_DAYS,
        initial=14,
    )

    @property
    def rules(self) -> Rules:
        """What was typed."""
        given = self.cleaned_data
        return Rules(given["name"], given["quorum"], given["answer_days"])


class CommitteeForm(RulesForm):
    """A new committee: also what it is for, and who sits in it."""

    purpose = forms.ChoiceField(label=_("What it is for"), required=False)
    chair = forms.TypedChoiceField(label=_("Who chairs it"), coerce=int)
    others = forms.MultipleChoiceField(label=_("Who else sits in it"), required=False)
    field_order = ["name", "purpose", "chair", "others", "quorum", "answer_days"]

    def __init__(self, *args: Any, people: People, purposes: Iterable[tuple[str, Sentence]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(pk), name) for pk, name in people]
        self.fields["chair"].choices = named  # type: ignore[attr-defined]
        self.fields["others"].widget = several(named)
        self.fields["others"].choices = named  # type: ignore[attr-defined]
        known = list(purposes)
        self.fields["purpose"].choices = [("", _("Whatever comes")), *known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["purpose"]

    @property
    def members(self) -> list[int]:
        """Who else sits in it than the chair."""
        return [int(pk) for pk in self.cleaned_data["others"] if int(pk) != self.cleaned_data["chair"]]


class PersonForm(forms.Form):
    """One person."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


class NamedForm(forms.Form):
    """Whom, or which point, a button is about."""

    person = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    point = forms.CharField(required=False, max_length=20)


class WhenForm(forms.Form):
    """When and where a meeting is."""

    day = _day(label=_("Day"))
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=24 * 60, initial=60)
    zone = forms.ChoiceField(label=_("In which time zone"), choices=ZONES)
    place = forms.CharField(
        label=_("Where"), help_text=_("A room, or the address of a call."), max_length=300, required=False
    )

    @property
    def when(self) -> When:
        """What was typed."""
        given = self.cleaned_data
        starts = datetime.combine(given["day"], given["time"].replace(second=0, microsecond=0))
        return When(starts, given["zone"], given["minutes"], given["place"])


class MeetingForm(WhenForm):
    """A new meeting."""

    title = forms.CharField(label=_("What it is called"), max_length=200)
    field_order = ["title", "day", "time", "minutes", "zone", "place"]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=_lines(2))


class PointForm(forms.Form):
    """A point for an agenda."""

    title = forms.CharField(label=_("What to speak about"), max_length=200)
    words = forms.CharField(label=_("Notes"), max_length=2000, required=False, widget=_lines(2))


class ApprovalForm(forms.Form):
    """Which minutes were read."""

    shown = forms.CharField(max_length=40)


class MinutesForm(forms.Form):
    """Who was there, and what was said about each point."""

    def __init__(self, *args: Any, page: MeetingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        for row in page.people:
            self.fields[f"was_{row.person.pk}"] = forms.ChoiceField(
                label=row.person.name, choices=Attendance.Was.choices, initial=row.was or Attendance.Was.PRESENT
            )
        for number, item in enumerate(page.points, 1):
            self.fields[f"point_{item.point.uid}"] = forms.CharField(
                label=f"{number}. {item.point.title}",
                max_length=LONGEST,
                required=False,
                widget=_lines(4),
                initial=item.point.record,
            )
        self.fields["record"] = forms.CharField(
            label=_("Besides"),
            help_text=_("What was said that belongs to no point."),
            max_length=LONGEST,
            required=False,
            widget=_lines(4),
            initial=page.meeting.record,
        )

    @property
    def attendance(self) -> list[forms.BoundField]:
        """The fields that say who was there."""
        return [self[name] for name in self.fields if name.startswith("was_")]

    @property
    def said(self) -> list[forms.BoundField]:
        """The fields that say what was said."""
        return [self[name] for name in self.fields if not name.startswith("was_")]

    @property
    def written(self) -> Minutes:
        """What was typed."""
        given = self.cleaned_data
        return Minutes(
            {row.person.pk: given[f"was_{row.person.pk}"] for row in self.page.people},
            {item.point.uid: given[f"point_{item.point.uid}"] for item in self.page.points},
            given["record"],
        )


class BallotForm(forms.Form):
    """A question for a committee."""

    question = forms.CharField(
        label=_("Question"), help_text=_("One that can be answered with yes or no."), max_length=300
    )
    words = forms.CharField(label=_("What one has to know"), max_length=4000, required=False, widget=_lines(4))
    papers = forms.CharField(
        label=_("Papers"),
        help_text=_("One a line: what it is called, and its address behind it. They are fixed once it is put."),
        max_length=20_000,
        required=False,
        widget=_lines(3),
    )
    meeting = forms.ChoiceField(label=_("Where it is decided"), required=False)
    closes_on = _day(
        label=_("Last day to vote"), help_text=_("In a meeting it may stay empty: it is closed there."), required=False
    )
    barred = forms.MultipleChoiceField(
        label=_("Who has no vote in it"), help_text=_("Whoever asks for it does not decide it."), required=False
    )
    reason = forms.CharField(label=_("Why they have none"), max_length=500, required=False)

    def __init__(self, *args: Any, people: People, meetings: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(pk), name) for pk, name in people]
        self.fields["barred"].widget = several(named)
        self.fields["barred"].choices = named  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [("", _("Between meetings")), *meetings]  # type: ignore[attr-defined]

    @property
    def pack(self) -> Pack:
        """The papers that were typed."""
        return [_paper(line) for line in self.cleaned_data["papers"].splitlines() if line.strip()]

    @property
    def bars(self) -> dict[int, str]:
        """Who has no vote in it, and why."""
        reason = self.cleaned_data["reason"].strip() or str(_("Whoever asks does not decide."))
        return {int(pk): reason for pk in self.cleaned_data["barred"]}


def _paper(line: str) -> dict[str, str]:
    """One paper: words, and perhaps an address at their end."""
    words, _space, last = line.strip().rpartition(" ")
    if last.startswith(("http://", "https://", "/")):
        return {"title": words.strip() or last[:300], "href": last}
    return {"title": line.strip()}


class VoteForm(forms.Form):
    """Yes, no, or neither."""

    choice = forms.ChoiceField(
        label=_("What you say"),
        choices=[(Vote.Choice.YES, _("Yes")), (Vote.Choice.NO, _("No")), (Vote.Choice.ABSTAIN, _("I abstain"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why"), help_text=_("The other members read it."), max_length=2000, required=False, widget=_lines(2)
    )


class ConflictForm(ReasonForm):
    """What interest of her own somebody has."""


class TakeUpForm(forms.Form):
    """Which meeting decides a question."""

    meeting = forms.ChoiceField(label=_("Meeting"))

    def __init__(self, *args: Any, meetings: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = list(meetings)  # type: ignore[attr-defined]


class NothingForm(forms.Form):
    """Nothing is asked."""
