"""The terms of an agreement, asked for clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from kith.agreements.actions.drafting import PLAIN, Draft, Signatory
from kith.agreements.forms.fields import Side, day_input
from kith.agreements.models import Agreement
from kith.agreements.terms import catalogue
from kith.agreements.terms.base import Values
from kith.agreements.terms.clauses import CLAUSES, Clause
from kith.agreements.terms.shapes import Names
from kith.agreements.terms.types import TYPES
from kith.core.classification import HIGHEST_OUTSIDE, Classification
from kith.identity.forms import ZONES

_PLACES = {
    "ceiling": "share",
    "purposes": "purposes",
    "starts_on": "time",
    "ends_on": "time",
    "zone": "time",
    "notice_days": "time",
    "renewal_months": "time",
    "end_rule": "end",
    "survival_months": "survival",
}


@dataclass(frozen=True)
class Section:
    """A clause and the fields that ask for what it says."""

    clause: Clause
    fields: list[BoundField]
    aside: bool  # it says nothing that an agreement of this type needs: it can stay folded

    @property
    def open(self) -> bool:
        """Whether it stands open: it is needed, or something in it is wrong."""
        return not self.aside or any(bound.errors for bound in self.fields)


class TermsForm(forms.Form):
    """The terms of an agreement."""

    title = forms.CharField(label=_("Title"), max_length=300)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the revision the terms were written from
    purposes = forms.CharField(
        label=_("What the knowledge may be used for"),
        help_text=_("One purpose a line. It may be used for these and nothing else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ceiling = forms.TypedChoiceField(
        label=_("Highest classification it may open"),
        coerce=int,
        choices=[choice for choice in Classification.choices if choice[0] <= HIGHEST_OUTSIDE],
        initial=Classification.PARTNER,
    )
    starts_on = forms.DateField(label=_("From"), widget=day_input())
    ends_on = forms.DateField(label=_("Until, that day included"), widget=day_input())
    zone = forms.ChoiceField(label=_("Time zone of these days"), choices=ZONES)
    end_rule = forms.ChoiceField(
        label=_("What happens to copies at the end"), choices=Agreement.EndRule.choices, widget=forms.RadioSelect
    )
    survival_months = forms.IntegerField(
        label=_("Months of secrecy after the end"), min_value=0, max_value=600, initial=60
    )
    notice_days = forms.IntegerField(label=_("Days of notice to end it early"), min_value=0, max_value=730, initial=30)
    renewal_months = forms.IntegerField(
        label=_("Months by which it renews by itself"),
        help_text=_("0: it ends on its last day. Otherwise it goes on, unless a side says no in time."),
        min_value=0,
        max_value=120,
        initial=0,
        required=False,
    )

    def __init__(
        self, *args: Any, kind: str, sides: Sequence[Side], amends: Agreement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.sides, self.amends = kind, sides, amends
        self.names = {side.organisation.pk: side.organisation.name for side in sides}
        self.places = dict(_PLACES)
        for side in sides:
            self._ask_who_sees(side)
        for term in catalogue.of(kind):
            asked = term.shape.fields(term.key, term.label, term.hint, self.names)
            self.fields.update(asked)
            self.places |= dict.fromkeys(asked, term.clause)
        for side in sides:
            self._ask_who_signs(side)
        if amends:
            del self.fields["starts_on"]
            self.fields["purposes"].help_text = _(
                "One purpose a line. What was shared for a purpose stays shared only if its words stay the same."
            )

    def _ask_who_sees(self, side: Side) -> None:
        name = {"name": side.organisation.name}
        field = f"sees_{side.organisation.pk}"
        self.fields[field] = forms.MultipleChoiceField(
            label=_("Who at %(name)s may see it") % name,
            choices=side.recipients(),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.places[field] = "people"

    def _ask_who_signs(self, side: Side) -> None:
        pk, name = side.organisation.pk, {"name": side.organisation.name}
        self.fields[f"signatory_{pk}"] = forms.ChoiceField(
            label=_("Who signs for %(name)s") % name, choices=side.people()
        )
        self.fields[f"authority_{pk}"] = forms.CharField(
            label=_("In which capacity, for %(name)s") % name, max_length=120, required=False
        )

    @property
    def sections(self) -> list[Section]:
        """The fields under the clauses to which they belong, in the order of the text."""
        found: dict[str, list[BoundField]] = {key: [] for key in CLAUSES}
        for bound in self:
            if bound.name in self.places:
                found[self.places[bound.name]].append(bound)
        needed = {*_PLACES.values(), *(catalogue.TERMS[key].clause for key in TYPES[self.kind].needs)}
        return [Section(CLAUSES[key], fields, key not in needed) for key, fields in found.items() if fields]

    @property
    def signing(self) -> list[BoundField]:
        """Who signs."""
        return [bound for bound in self if bound.name.startswith(("signatory_", "authority_"))]

    def terms(self) -> Draft:
        """The cleaned terms."""
        given = self.cleaned_data
        plain = ("title", "ceiling", "ends_on", "zone", "end_rule")
        return Draft(
            **{name: given[name] for name in plain},
            kind=self.kind,
            further={term.key: term.shape.collect(term.key, given, self.names) for term in catalogue.of(self.kind)},
            starts_on=self.amends.starts_on if self.amends else given["starts_on"],
            survival_months=given["survival_months"],
            notice_days=given["notice_days"],
            renewal_months=given["renewal_months"] or 0,
            purposes=tuple(line.strip() for line in given["purposes"].splitlines() if line.strip()),
            recipients=tuple(
                side.subject(choice) for side in self.sides for choice in given[f"sees_{side.organisation.pk}"]
            ),
            signatories=tuple(
                Signatory(pk, int(given[f"signatory_{pk}"]), given[f"authority_{pk}"]) for pk in self.names
            ),
        )


def further_of(kind: str, values: Values, names: Names) -> dict[str, Any]:
    """What the form shows of the values of a type's terms."""
    shown: dict[str, Any] = {}
    for term in catalogue.of(kind):
        shown |= term.shape.spread(term.key, values.get(term.key), names)
    return shown


def terms_of(agreement: Agreement) -> dict[str, Any]:
    """What the form shows of an agreement's terms."""
    shown: dict[str, Any] = {name: getattr(agreement, name) for name in ("title", *PLAIN)}
    shown["purposes"] = "\n".join(agreement.purposes.order_by("pk").values_list("text", flat=True))
    for party in agreement.parties.all():
        shown |= signs(party.organisation_id, party.signatory_id, party.authority)
    for row in agreement.recipients.order_by("pk"):
        number = row.team_id or row.person_id
        choice = f"{row.kind}:{number}" if number else row.kind
        shown.setdefault(f"sees_{row.organisation_id}", []).append(choice)
    return shown


def signs(organisation_id: int, person_id: int, authority: str = "") -> dict[str, Any]:
    """What the form shows of who signs for an organisation."""
    return {f"signatory_{organisation_id}": str(person_id), f"authority_{organisation_id}": authority}
