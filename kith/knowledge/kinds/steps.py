"""How something is done, as steps: what is done, by whom, and why just so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.knowledge.kinds.base import Data, Record, words_of
from kith.knowledge.kinds.lines import LinesForm, spread


def text(label: object, most: int = 1000, rows: int = 2) -> forms.CharField:
    """A field for a few lines that may stay empty."""
    return forms.CharField(label=label, max_length=most, required=False, widget=forms.Textarea(attrs={"rows": rows}))  # type: ignore[arg-type]


class StepsForm(LinesForm):
    """The steps, in their order."""

    lines = "steps"
    line = {
        "what": text(_("What is done"), 2000),
        "who": forms.CharField(label=_("By whom"), max_length=200, required=False),
        "why": text(_("Why just so")),
    }
    nameless = _("Say what is done in this step.")


def kept(given: Data) -> Data:
    """The steps that were given, in their order."""
    return {"steps": given["steps"]}


def start(data: Data) -> Data:
    """The steps that are kept, as the rows of the form."""
    return spread(data.get("steps", []))


def lines(data: Data) -> list[str]:
    """The steps, each with who does it and why."""
    return [
        " ".join(_ended(step[name]) for name in ("what", "who", "why") if step[name]) for step in data.get("steps", [])
    ]


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


RECORD = Record(
    title=_("Steps"),
    form=StepsForm,
    kept=kept,
    start=start,
    words=words_of,
    lines=lines,
    template="knowledge/kinds/steps.html",
    fields="knowledge/kinds/steps_form.html",
)
