"""Parsing what people send about agreements. Forms explain input; actions decide."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.access.actions import Subject
from kith.access.models import ContainerKind, SubjectKind
from kith.agreements.actions.drafting import Draft, Signatory
from kith.agreements.models import Agreement, Ending
from kith.core import clock
from kith.core.classification import HIGHEST_OUTSIDE, Classification
from kith.identity.forms import ZONES
from kith.identity.models import Membership, Organisation, Team


def day_input() -> forms.DateInput:
    """A day, as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Side:
    """One side of a partnership, with those who can be named for it."""

    def __init__(self, organisation: Organisation, members: list[Membership], teams: list[Team]) -> None:
        self.organisation = organisation
        self.members = members
        self.teams = teams

    def people(self) -> list[tuple[str, str]]:
        """The people as choices."""
        return [(str(row.person_id), row.person.name) for row in self.members]

    def recipients(self) -> list[tuple[str, str]]:
        """Everyone, teams and people as choices."""
        everyone = _("Everyone at %(name)s") % {"name": self.organisation.name}
        return [
            ("organisation", everyone),
            *((f"team:{team.pk}", team.name) for team in self.teams),
            *((f"person:{row.person_id}", row.person.name) for row in self.members),
        ]

    def subject(self, choice: str) -> Subject:
        """What a choice means."""
        kind, _sep, number = choice.partition(":")
        if kind == SubjectKind.TEAM:
            return Subject(self.organisation.pk, team_id=int(number))
        if kind == SubjectKind.PERSON:
            return Subject(self.organisation.pk, person_id=int(number))
        return Subject(self.organisation.pk)


class TermsForm(forms.Form):
    """The terms of an agreement."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Type"), choices=Agreement.Kind.choices)
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
    our_signatory = forms.ChoiceField(label=_("Who signs for us"))
    our_authority = forms.CharField(label=_("In which capacity"), max_length=120, required=False)
    their_signatory = forms.ChoiceField(label=_("Who signs for them"))
    their_authority = forms.CharField(label=_("In which capacity, for them"), max_length=120, required=False)

    def __init__(self, *args: Any, ours: Side, theirs: Side, amends: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ours, self.theirs, self.amends = ours, theirs, amends
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

    def terms(self) -> Draft:
        """The cleaned terms."""
        given = self.cleaned_data
        plain = ("title", "kind", "ceiling", "ends_on", "zone", "end_rule")
        return Draft(
            **{name: given[name] for name in plain},
            starts_on=self.amends.starts_on if self.amends else given["starts_on"],
            survival_months=given["survival_months"],
            notice_days=given["notice_days"],
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


def terms_of(agreement: Agreement, ours_id: int) -> dict[str, object]:
    """What the form shows of a draft, from our side."""
    parties = {row.organisation_id == ours_id: row for row in agreement.parties.all()}
    sees: dict[bool, list[str]] = {True: [], False: []}
    for row in agreement.recipients.order_by("pk"):
        number = row.team_id or row.person_id
        sees[row.organisation_id == ours_id].append(f"{row.kind}:{number}" if number else row.kind)
    plain = ("title", "kind", "ceiling", "starts_on", "ends_on", "zone", "end_rule", "survival_months", "notice_days")
    return {name: getattr(agreement, name) for name in plain} | {
        "purposes": "\n".join(agreement.purposes.order_by("pk").values_list("text", flat=True)),
        "ours_see": sees[True],
        "theirs_see": sees[False],
        "our_signatory": str(parties[True].signatory_id),
        "our_authority": parties[True].authority,
        "their_signatory": str(parties[False].signatory_id),
        "their_authority": parties[False].authority,
    }


class SignatureForm(forms.Form):
    """A simple electronic signature."""

    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    typed_name = forms.CharField(
        label=_("Type your full name"),
        help_text=_(
            "This is a simple electronic signature: your name, the moment and the text’s fingerprint are kept."
        ),
        max_length=300,
    )


class ShareForm(forms.Form):
    """What to share with whom, for what."""

    agreement = forms.ChoiceField(label=_("Under which agreement"))
    purpose = forms.ChoiceField(label=_("For which purpose"))
    whole = forms.ChoiceField(
        label=_("What"),
        choices=[("item", _("This page alone")), ("subtree", _("This page and all below it, now and later"))],
        initial="item",
        widget=forms.RadioSelect,
    )
    joint = forms.ChoiceField(
        label=_("What they may do"),
        choices=[("read", _("Read")), ("joint", _("Read and write: both sides write in the space"))],
        initial="read",
        widget=forms.RadioSelect,
    )
    subjects = forms.MultipleChoiceField(label=_("With whom"))
    use_by = forms.DateField(label=_("To be put to use by, if there is a day"), widget=day_input(), required=False)

    def kind(self, is_space: bool) -> ContainerKind:
        """Which container is opened."""
        if is_space:
            return ContainerKind.SPACE
        return ContainerKind.SUBTREE if self.cleaned_data["whole"] == "subtree" else ContainerKind.ITEM


BY_HAND = [choice for choice in Ending.Reason.choices if choice[0] != Ending.Reason.AMENDED]


class EndForm(forms.Form):
    """How an agreement ends."""

    reason = forms.ChoiceField(label=_("How it ends"), choices=BY_HAND, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Why, in your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    effective_on = forms.DateField(
        label=_("Last day on which it holds; leave empty for at once"), widget=day_input(), required=False
    )
    partner_name = forms.CharField(
        label=_("Type the partner’s name to confirm"),
        max_length=300,
        required=False,  # only once the effects were looked at
        widget=forms.TextInput(attrs={"aria-required": "true"}),
    )

    def effective_at(self, zone: str) -> datetime:
        """The moment from which it has ended."""
        day = self.cleaned_data["effective_on"]
        return clock.end_of(day, zone) if day else clock.now()
