"""Decisions: what could have been done, what was chosen and why. Once accepted they are superseded, never changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.knowledge.kinds.base import Data, Facts, Incomplete, Kind, Record, State, words_of
from kith.knowledge.models import Item

OPTIONS = 6  # rows of the form
FIRST = 3  # of them that are shown at once
LEAST = 2


class DecisionForm(forms.Form):
    """The options with what speaks for and against each, the choice, and who made it when."""

    chosen = forms.TypedChoiceField(
        label=_("What was chosen"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why this one"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    deciders = forms.CharField(
        label=_("Who decided"),
        help_text=_("Names, one a line."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decided_on = forms.DateField(
        label=_("Decided on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    review_on = forms.DateField(
        label=_("To be looked at again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(n, _("Option %(n)s") % {"n": n + 1}) for n in range(OPTIONS)]
        for n, label in numbers:
            self.fields[f"name_{n}"] = forms.CharField(label=label, max_length=300, required=False)
            for side, words in (("for", _("Speaks for it")), ("against", _("Speaks against it"))):
                self.fields[f"{side}_{n}"] = forms.CharField(
                    label=words, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
                )

        named = [(n, self[f"name_{n}"].value()) for n in range(OPTIONS)]
        choices = [(n, f"{n + 1}: {name}" if name else str(n + 1)) for n, name in named]
        self.fields["chosen"].choices = [("", _("Nothing yet")), *choices]  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each option."""
        return [(self[f"name_{n}"], self[f"for_{n}"], self[f"against_{n}"]) for n in range(OPTIONS)]

    @property
    def shows_more(self) -> bool:
        """Whether one of the further options is filled in or wrong."""
        return any(field.value() or field.errors for row in self.rows[FIRST:] for field in row)

    def clean(self) -> Data:
        """Reasons belong to an option that has a name, and so does the choice."""
        given: Data = super().clean() or {}
        for n in range(OPTIONS):
            if not given.get(f"name_{n}") and (given.get(f"for_{n}") or given.get(f"against_{n}")):
                self.add_error(f"name_{n}", _("Name the option that these reasons belong to."))
        chosen = given.get("chosen")
        if chosen is not None and not given.get(f"name_{chosen}"):
            self.add_error("chosen", _("That option has no name."))
        return given


def kept(given: Data) -> Data:
    """The options that have a name, in their order; the choice as one of them."""
    named = [n for n in range(OPTIONS) if given[f"name_{n}"]]
    day = {name: given[name].isoformat() if given[name] else "" for name in ("decided_on", "review_on")}
    return {
        "options": [
            {"name": given[f"name_{n}"], "for": given[f"for_{n}"], "against": given[f"against_{n}"]} for n in named
        ],
        "chosen": named.index(given["chosen"]) if given["chosen"] is not None else None,
        "why": given["why"],
        "deciders": [line.strip() for line in given["deciders"].splitlines() if line.strip()],
        **day,
    }


def start(data: Data) -> Data:
    """What was kept, spread over the rows."""
    values: Data = {name: data.get(name) for name in ("why", "decided_on", "review_on")}
    values["chosen"] = data.get("chosen", "")
    values["deciders"] = "\n".join(data.get("deciders", []))
    for n, option in enumerate(data.get("options", [])):
        values |= {f"name_{n}": option["name"], f"for_{n}": option["for"], f"against_{n}": option["against"]}
    return values


def check(data: Data) -> None:
    """Stop unless a decision can be accepted.

    Raises:
        Incomplete: with what is missing.
    """
    sentence = missing(data)
    if sentence:
        raise Incomplete(sentence)


def missing(data: Data) -> Sentence:
    """What is missing before a decision can be accepted; empty when nothing is."""
    options = data.get("options", [])
    for lacks, sentence in (
        (len(options) < LEAST, _("A decision needs at least two options: one alone was no choice.")),
        (
            any(not option["for"] and not option["against"] for option in options),
            _("Say for each option what speaks for it or against it."),
        ),
        (data.get("chosen") is None, _("Say which option was chosen.")),
        (not data.get("why"), _("Say why this option was chosen.")),
        (not data.get("deciders"), _("Say who decided.")),
        (not data.get("decided_on"), _("Say on which day it was decided.")),
    ):
        if lacks:
            return sentence
    return ""


def lines(data: Data) -> list[str]:
    """The options with their reasons, which was chosen, why, by whom and when."""
    found = []
    for number, option in enumerate(data.get("options", [])):
        chosen = f" ({_('chosen')})" if number == data.get("chosen") else ""
        sides = [f"+ {option['for']}" if option["for"] else "", f"− {option['against']}" if option["against"] else ""]
        found.append(" ".join([f"{option['name']}{chosen}.", *(side for side in sides if side)]))
    who = ", ".join(data.get("deciders", []))
    return [*found, *(each for each in (data.get("why", ""), who, data.get("decided_on", "")) if each)]


def state(facts: Facts) -> State:
    """Proposed, accepted, superseded."""
    if facts.followed:
        return State("superseded", _("Superseded"), icon="history")
    if facts.final:
        return State("accepted", _("Accepted"), "good", "check")
    return State("proposed", _("Proposed"), missing=missing(facts.data))


def anew(data: Data) -> Data:
    """The options, for somebody to choose among again."""
    return {"options": data.get("options", [])}


KIND = Kind(
    Item.Kind.DECISION,
    _("What could have been done, what was chosen, and why. Once accepted it is superseded, never changed."),
    _(
        "## What it is about\n\n"
        "What has to be decided, why now, and what holds whatever is chosen.\n\n"
        "## What follows from it\n\n"
        "What gets easier, what gets harder, and what has to be done next.\n"
    ),
    record=Record(
        title=_("Options and choice"),
        form=DecisionForm,
        kept=kept,
        start=start,
        words=words_of,
        lines=lines,
        template="knowledge/kinds/decision.html",
        fields="knowledge/kinds/decision_form.html",
        state=state,
        check=check,
        anew=anew,
    ),
    promises={},
)
