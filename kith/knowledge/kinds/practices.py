"""Best practices: where they come from, how they go, what proves them, where they end, and who has adopted them.

"Proven" takes a measured result, and somebody who wrote nothing of it and vouches for it.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.knowledge.kinds import steps
from kith.knowledge.kinds.base import Data, Facts, Kind, Record, State, words_of
from kith.knowledge.kinds.lines import LinesForm, spread
from kith.knowledge.kinds.steps import StepsForm, text
from kith.knowledge.models import Item

RESULTS = 6  # rows of the form
_ENDS = {"context": _("When it fits"), "limits": _("Where it does not hold")}
NUMBERS = ("before", "after", "cases")
RESULT = ("measure", "before", "after", "unit", "cases", "where")


class PracticeForm(LinesForm):
    """When it fits, its steps, what was measured, and where it does not hold."""

    lines = "steps"
    line = StepsForm.line
    nameless = StepsForm.nameless

    context = text(_("When it fits"), 2000, 3)
    limits = text(_("Where it does not hold"), 2000, 3)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for n in range(RESULTS):
            self.fields[f"measure_{n}"] = forms.CharField(label=_("What was measured"), max_length=200, required=False)
            for name, label in zip(NUMBERS, (_("Before"), _("After"), _("Cases looked at")), strict=True):
                self.fields[f"{name}_{n}"] = forms.DecimalField(
                    label=label, max_digits=12, decimal_places=4, required=False
                )
            self.fields[f"unit_{n}"] = forms.CharField(label=_("Unit"), max_length=40, required=False)
            self.fields[f"where_{n}"] = forms.CharField(
                label=_("Where and when, by whom"), max_length=300, required=False
            )

    @property
    def results(self) -> list[list[forms.BoundField]]:
        """The fields of each result."""
        return [[self[f"{name}_{n}"] for name in RESULT] for n in range(RESULTS)]

    @property
    def shows_more(self) -> bool:
        """Whether one of the further results is filled in or wrong."""
        return any(field.value() not in {"", None} or field.errors for row in self.results[1:] for field in row)

    def clean(self) -> Data:
        """A result has a name and both its values."""
        given = super().clean()
        for n in range(RESULTS):
            values = [given.get(f"{name}_{n}") for name in ("before", "after")]
            said = any(
                given.get(f"{name}_{n}") not in {"", None} for name in ("before", "after", "cases", "unit", "where")
            )
            if not given.get(f"measure_{n}"):
                if said:
                    self.add_error(f"measure_{n}", _("Say what was measured."))
            elif None in values and f"before_{n}" not in self.errors and f"after_{n}" not in self.errors:
                self.add_error(f"after_{n}", _("A result needs the value before and the one after."))
        return given


def kept(given: Data) -> Data:
    """When it fits, its steps, the results that have a name, and its limits."""
    results = [
        {
            "measure": given[f"measure_{n}"],
            **{name: _number(given[f"{name}_{n}"]) for name in NUMBERS},
            "unit": given[f"unit_{n}"],
            "where": given[f"where_{n}"],
        }
        for n in range(RESULTS)
        if given[f"measure_{n}"]
    ]
    return {"context": given["context"], "steps": given["steps"], "results": results, "limits": given["limits"]}


def _number(value: object) -> str:
    """A number as it was given, without a tail of noughts."""
    return "" if value is None else f"{value.normalize():f}"  # type: ignore[attr-defined]


def start(data: Data) -> Data:
    """What is kept, spread over the rows."""
    words = {name: data.get(name, "") for name in ("context", "limits")}
    return words | spread(data.get("steps", [])) | spread(data.get("results", []))


def lines(data: Data) -> list[str]:
    """When it fits, the steps, what was measured, and where it ends."""
    results = []
    for row in data.get("results", []):
        said = _("%(measure)s: %(before)s before, %(after)s after") % row
        if row["unit"]:
            said += f" ({row['unit']})"
        if row["cases"]:
            said += ", " + _("%(n)s cases") % {"n": row["cases"]}
        results.append(f"{said}. {row['where']}".strip())
    first, last = ([f"{label}: {data[name]}"] if data.get(name) else [] for name, label in _ENDS.items())
    return [*first, *steps.lines(data), *results, *last]


def state(facts: Facts) -> State:
    """Proven by a measured result and a reviewer who is not its author; tried with the one; nominated without."""
    if not facts.data.get("results"):
        return State(
            "nominated", _("Nominated"), missing=_("Proven takes a result that was measured: before and after.")
        )
    if not facts.reviewed:
        return State(
            "measured",
            _("Measured, not reviewed"),
            "heed",
            "chart-line",
            _("Proven takes somebody who wrote nothing of it and vouches for it after its last change."),
        )
    return State("proven", _("Proven"), "good", "badge-check")


KIND = Kind(
    Item.Kind.PRACTICE,
    _("What has worked and is worth doing elsewhere: when it fits, how it goes, what proves it, and where it ends."),
    _(
        "## Where it comes from\n\n"
        "Who found it, and what was done before.\n\n"
        "## What to look out for\n\n"
        "What goes wrong at first, and how one notices.\n"
    ),
    record=Record(
        title=_("The practice"),
        form=PracticeForm,
        kept=kept,
        start=start,
        words=words_of,
        lines=lines,
        template="knowledge/kinds/practice.html",
        fields="knowledge/kinds/practice_form.html",
        state=state,
    ),
    promises={},
)
