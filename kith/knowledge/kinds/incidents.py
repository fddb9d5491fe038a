"""Incidents, near misses and unsafe conditions: what happened, its cause, and what is done about it."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.commitments.models import Status
from kith.knowledge.kinds.base import Data, Facts, Kind, Record, State, words_of
from kith.knowledge.kinds.steps import text
from kith.knowledge.models import Item

WHYS = 5


class Sort(models.TextChoices):
    """What happened, or only might have."""

    INCIDENT = "incident", _("Incident: something went wrong")
    NEAR_MISS = "near_miss", _("Near miss: it nearly did")
    CONDITION = "condition", _("Unsafe condition: it could")


class Severity(models.TextChoices):
    """How bad it was, or could have been."""

    NONE = "1", _("Nothing to speak of")
    MINOR = "2", _("Minor: set right the same day")
    SERIOUS = "3", _("Serious: somebody hurt, a delivery or a customer lost")
    GRAVE = "4", _("Grave: it threatens people or the firm")


class Method(models.TextChoices):
    """How its cause is looked for."""

    WHYS = "whys", _("Five whys: ask why of each answer")
    FISHBONE = "fishbone", _("Fishbone: go through what may have played a part")


BONES = {
    "people": _("People"),
    "method": _("Method"),
    "machine": _("Machine"),
    "material": _("Material"),
    "measurement": _("Measurement"),
    "surroundings": _("Surroundings"),
}
PROMISES = {
    "review": _("Talk it over"),
    "containment": _("Contain it now"),
    "corrective": _("Take away its cause"),
    "preventive": _("Keep it from happening elsewhere"),
}
CURES = {"corrective", "preventive"}


class WhatForm(forms.Form):
    """What happened, when and where, and how bad it was: all that somebody who reports it can know."""

    sort = forms.ChoiceField(label=_("What is it?"), choices=Sort.choices, widget=forms.RadioSelect)
    severity = forms.ChoiceField(
        label=_("How bad was it, or could it have been?"), choices=Severity.choices, widget=forms.RadioSelect
    )
    happened_on = forms.DateField(
        label=_("When"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    where = forms.CharField(label=_("Where"), max_length=300, required=False)
    harm = text(_("What came of it"), 2000)
    at_once = text(_("What was done at once"), 2000)


class IncidentForm(WhatForm):
    """What happened, and its cause by five whys or along a fishbone."""

    method = forms.ChoiceField(
        label=_("How do you look for its cause?"), choices=[("", _("Not yet")), *Method.choices], required=False
    )
    root = text(_("The cause: what would have kept it from happening, had it been otherwise"), 2000, 3)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for n in range(WHYS):
            label = _("Why did it happen?") if n == 0 else _("And why was that?")
            self.fields[f"why_{n}"] = forms.CharField(label=label, max_length=500, required=False)
        for bone, label in BONES.items():
            self.fields[f"bone_{bone}"] = text(label)

    @property
    def whys(self) -> list[forms.BoundField]:
        """The fields of the five whys."""
        return [self[f"why_{n}"] for n in range(WHYS)]

    @property
    def bones(self) -> list[forms.BoundField]:
        """The fields of the fishbone."""
        return [self[f"bone_{bone}"] for bone in BONES]


WHAT = ("sort", "severity", "where", "harm", "at_once")


def what(given: Data) -> Data:
    """What is kept of what somebody reports."""
    day = given["happened_on"]
    return {**{name: given[name] for name in WHAT}, "happened_on": day.isoformat() if day else ""}


def kept(given: Data) -> Data:
    """What happened, and as far as it was looked for, the cause."""
    return {
        **what(given),
        "method": given["method"],
        "whys": [given[f"why_{n}"] for n in range(WHYS) if given[f"why_{n}"]],
        "bones": {bone: given[f"bone_{bone}"] for bone in BONES if given[f"bone_{bone}"]},
        "root": given["root"],
    }


def start(data: Data) -> Data:
    """What is kept, as the values with which the form begins."""
    values = {name: data.get(name, "") for name in (*WHAT, "happened_on", "method", "root")}
    values |= {f"why_{n}": why for n, why in enumerate(data.get("whys", []))}
    return values | {f"bone_{bone}": words for bone, words in data.get("bones", {}).items()}


def said(data: Data) -> Data:
    """What is kept with its codes in words, as its page shows it."""
    bones = [(BONES[bone], words) for bone, words in data.get("bones", {}).items() if bone in BONES]
    names = {"sort": Sort, "severity": Severity, "method": Method}
    words: Data = {
        f"{name}_name": kind(data[name]).label for name, kind in names.items() if data.get(name) in kind.values
    }
    return {**data, **words, "bone_list": bones}


def lines(data: Data) -> list[str]:
    """What it was, how bad, when and where, and its cause."""
    shown = said(data)
    first = [shown.get("sort_name"), shown.get("severity_name"), data.get("happened_on"), data.get("where")]
    bones = [f"{name}: {words}" for name, words in shown["bone_list"]]
    rest = [data.get("harm"), data.get("at_once"), *data.get("whys", []), *bones, data.get("root")]
    return [str(each) for each in (*first, *rest) if each]


def state(facts: Facts) -> State:
    """Reported, its cause known, being dealt with, to be checked, closed: from its cause and what was promised."""
    cures = [status for sort, status in facts.promised if sort in CURES]
    if not facts.data.get("root"):
        return State("reported", _("Reported"), "heed", "triangle-alert", _("Its cause is not known yet."))
    if not cures or all(status == Status.DROPPED for status in cures):
        missing = _("Nobody has promised yet to take away its cause.")
        return State("explained", _("Cause known"), "heed", "search", missing)
    statuses = [status for _sort, status in facts.promised]
    if Status.OPEN in statuses or Status.OVERDUE in statuses:
        return State("acted_on", _("Being dealt with"), "", "list-checks", _("Something is still to be done."))
    if Status.TO_CHECK in statuses:
        missing = _("Somebody has to look whether what was done has worked.")
        return State("to_check", _("Done, to be checked"), "heed", "clipboard-check", missing)
    return State("closed", _("Closed"), "good", "check")


KIND = Kind(
    Item.Kind.INCIDENT,
    _("What went wrong, or nearly: what happened, its cause, and what is done about it."),
    _(
        "## What happened\n\n"
        "What one saw, in the order in which it happened. No names, no blame: what, not who.\n\n"
        "## What we do not know\n\n"
        "What is still to be found out, and how.\n"
    ),
    record=Record(
        title=_("What happened and why"),
        form=IncidentForm,
        kept=kept,
        start=start,
        words=words_of,
        lines=lines,
        template="knowledge/kinds/incident.html",
        fields="knowledge/kinds/incident_form.html",
        state=state,
        said=said,
    ),
    promises=PROMISES,
    reviewed=True,
)
