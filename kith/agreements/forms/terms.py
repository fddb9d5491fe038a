"""The terms of an agreement, asked for clause by clause."""

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
    "ours_see": "people",
    "theirs_see": "people",
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
    ours_see = forms.MultipleChoiceField(label=_("Who of us may see it"), required=False)
    theirs_see = forms.MultipleChoiceField(label=_("Who of them may see it"), required=False)
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
    our_signatory = forms.ChoiceField(label=_("Who signs for us"))
    our_authority = forms.CharField(label=_("In which capacity"), max_length=120, required=False)
    their_signatory = forms.ChoiceField(label=_("Who signs for them"))
    their_authority = forms.CharField(label=_("In which capacity, for them"), max_length=120, required=False)

    def __init__(
        self, *args: Any, kind: str, ours: Side, theirs: Side, amends: Agreement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.ours, self.theirs, self.amends = kind, ours, theirs, amends
        self.names = {side.organisation.pk: side.organisation.name for side in (ours, theirs)}
        self.places = dict(_PLACES)
        for term in catalogue.of(kind):
            asked = term.shape.fields(term.key, term.label, term.hint, self.names)
            self.fields.update(asked)
            self.places |= dict.fromkeys(asked, term.clause)
        if amends:
            del self.fields["starts_on"]
            self.fields["purposes"].help_text = _(
                "One purpose a line. What was shared for a purpose stays shared only if its words stay the same."
            )
        for prefix, side in (("our", ours), ("their", theirs)):
            sees = self.fields[f"{prefix}s_see"]
            sees.choices = side.recipients()  # type: ignore[attr-defined]
            sees.widget = forms.CheckboxSelectMultiple(choices=side.recipients())
            self.fields[f"{prefix}_signatory"].choices = side.people()  # type: ignore[attr-defined]
        self.fields["ours_see"].label = _("Who at %(name)s may see it") % {"name": ours.organisation.name}
        self.fields["theirs_see"].label = _("Who at %(name)s may see it") % {"name": theirs.organisation.name}

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
        return [bound for bound in self if bound.name.endswith(("_signatory", "_authority"))]

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
                [self.ours.subject(choice) for choice in given["ours_see"]]
                + [self.theirs.subject(choice) for choice in given["theirs_see"]]
            ),
            signatories=(
                Signatory(self.ours.organisation.pk, int(given["our_signatory"]), given["our_authority"]),
                Signatory(self.theirs.organisation.pk, int(given["their_signatory"]), given["their_authority"]),
            ),
        )


def further_of(kind: str, values: Values, names: Names) -> dict[str, Any]:
    """What the form shows of the values of a type's terms."""
    shown: dict[str, Any] = {}
    for term in catalogue.of(kind):
        shown |= term.shape.spread(term.key, values.get(term.key), names)
    return shown


def terms_of(agreement: Agreement, ours_id: int) -> dict[str, Any]:
    """What the form shows of a draft, from our side."""
    parties = {row.organisation_id == ours_id: row for row in agreement.parties.all()}
    sees: dict[bool, list[str]] = {True: [], False: []}
    for row in agreement.recipients.order_by("pk"):
        number = row.team_id or row.person_id
        sees[row.organisation_id == ours_id].append(f"{row.kind}:{number}" if number else row.kind)
    return {name: getattr(agreement, name) for name in ("title", *PLAIN)} | {
        "purposes": "\n".join(agreement.purposes.order_by("pk").values_list("text", flat=True)),
        "ours_see": sees[True],
        "theirs_see": sees[False],
        "our_signatory": str(parties[True].signatory_id),
        "our_authority": parties[True].authority,
        "their_signatory": str(parties[False].signatory_id),
        "their_authority": parties[False].authority,
    }
