"""Parsing what is written down about advisers, insurance and claims. Forms explain input; actions decide."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.claims import money
from kith.claims.actions.advising import Contact
from kith.claims.actions.claiming import Details, Happened
from kith.claims.actions.covering import Terms
from kith.claims.models import Adviser, Claim, Cover
from kith.claims.queries.choosing import Choices
from kith.core import addresses


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MoneyField(forms.CharField):
    """A sum, with the signs between thousands that its reader is used to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> Decimal | None:
        """The sum, or None where nothing was said."""
        said = super().clean(value)
        try:
            return money.parse(said) if said.strip() else None
        except ValueError as error:
            raise forms.ValidationError(_("Write it in figures, like 250000 or 1299.50.")) from error


def _currency() -> forms.ChoiceField:
    choices = [("", _("Choose one")), *((each, each) for each in money.CURRENCIES)]
    return forms.ChoiceField(label=_("Currency"), choices=choices, required=False)


class AdviserForm(forms.Form):
    """Who advises us."""

    kind = forms.ChoiceField(label=_("What she is"), choices=Adviser.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    firm = forms.CharField(label=_("Firm"), max_length=200, required=False)
    mail = forms.CharField(label=_("Mail address"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    words = forms.CharField(label=_("What to ask her about"), max_length=1000, required=False, widget=_area(3))
    since = forms.DateField(label=_("She advises us since"), widget=_day())

    @property
    def contact(self) -> Contact:
        """What was written down."""
        return Contact(**self.cleaned_data)

    @staticmethod
    def start(row: Adviser | None, today: date) -> dict[str, Any]:
        """What stands in the form at first."""
        if row is None:
            return {"since": today}
        return {name: getattr(row, name) for name in AdviserForm.base_fields}


class CoverForm(forms.Form):
    """What an insurance says."""

    kind = forms.ChoiceField(label=_("Insurance"), choices=Cover.Kind.choices)
    insurer = forms.CharField(label=_("Insurer"), max_length=200)
    number = forms.CharField(label=_("Number of the policy"), max_length=100)
    starts_on = forms.DateField(label=_("First day"), widget=_day())
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("You are told 180, 90, 30 and 7 days before."), widget=_day()
    )
    currency = _currency()
    limit = MoneyField(label=_("Limit"), help_text=_("The most that it pays."), required=False)
    excess = MoneyField(label=_("Excess"), help_text=_("What you bear yourselves."), required=False)
    territory = forms.CharField(label=_("Where it holds"), max_length=200, required=False)
    exclusions = forms.CharField(label=_("What it does not cover"), max_length=4000, required=False, widget=_area(4))
    responsible = forms.TypedChoiceField(label=_("Who sees to it"), coerce=int, empty_value=None, required=False)
    adviser = forms.ChoiceField(label=_("Broker"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "responsible", choices.people, _("All owners and stewards"))
        _choose(self, "adviser", choices.advisers, _("Nobody"))

    @property
    def terms(self) -> Terms:
        """What was written down."""
        given = dict(self.cleaned_data)
        return Terms(adviser_uid=given.pop("adviser"), **given)

    @staticmethod
    def start(row: Cover | None) -> dict[str, Any]:
        """What stands in the form at first."""
        if row is None:
            return {}
        plain = ("kind", "insurer", "number", "starts_on", "ends_on", "currency", "territory", "exclusions")
        return {name: getattr(row, name) for name in plain} | {
            "limit": money.plain(row.limit_amount),
            "excess": money.plain(row.excess_amount),
            "responsible": row.responsible_id,
            "adviser": row.adviser.uid if row.adviser else "",
        }


class ClaimForm(forms.Form):
    """What is claimed."""

    title = forms.CharField(label=_("In a line"), max_length=200)
    side = forms.ChoiceField(label=_("The claim is made"), choices=Claim.Side.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("About"), choices=Claim.Kind.choices)
    partner = forms.ChoiceField(label=_("The other side, one of your partners"), required=False)
    other = forms.CharField(label=_("Or its name, where it is no partner"), max_length=200, required=False)
    words = forms.CharField(label=_("What is claimed, and on what ground"), max_length=4000, widget=_area(5))
    asserted_on = forms.DateField(label=_("Made on"), widget=_day())
    npe = forms.ChoiceField(
        label=_("Is the other side a non-practising entity?"),
        help_text=_(
            "It holds rights, but makes and sells nothing under them: it lives on licences and claims. "
            "Ask an attorney early."
        ),
        choices=Claim.Practising.choices,
    )
    currency = _currency()
    amount = MoneyField(label=_("How much is claimed"), required=False)
    reply_by = forms.DateField(
        label=_("To be answered by"),
        help_text=_("You are told 180, 90, 30 and 7 days before."),
        required=False,
        widget=_day(),
    )
    responsible = forms.TypedChoiceField(
        label=_("Who sees to it"),
        help_text=_("She reads this claim, whatever her role."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    adviser = forms.ChoiceField(label=_("Who advises us"), required=False)
    cover = forms.ChoiceField(label=_("Insurance that may pay"), required=False)
    notified_on = forms.DateField(label=_("The insurer was told on"), required=False, widget=_day())
    pages = forms.CharField(
        label=_("Pages that it is about"),
        help_text=_("Their addresses, one a line: Kith shows who outside was shown what of them."),
        required=False,
        widget=_area(3),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "partner", choices.partners, _("None of them"))
        _choose(self, "responsible", choices.people, _("All owners and stewards"))
        _choose(self, "adviser", choices.advisers, _("Nobody"))
        _choose(self, "cover", choices.covers, _("None"))

    @property
    def details(self) -> Details:
        """What was written down; a line of pages without an address counts as an empty id, to be refused."""
        given = dict(self.cleaned_data)
        return Details(
            partner_uid=given.pop("partner"),
            adviser_uid=given.pop("adviser"),
            cover_uid=given.pop("cover"),
            item_uids=addresses.item_uids(given.pop("pages")),
            **given,
        )

    @staticmethod
    def start(row: Claim | None, today: date, pages: list[str]) -> dict[str, Any]:
        """What stands in the form at first."""
        if row is None:
            return {"asserted_on": today, "pages": "\n".join(pages), "npe": Claim.Practising.UNKNOWN}
        plain = ("title", "side", "kind", "other", "words", "asserted_on", "npe", "currency", "reply_by", "notified_on")
        return {name: getattr(row, name) for name in plain} | {
            "partner": row.partner.uid if row.partner else "",
            "amount": money.plain(row.amount),
            "responsible": row.responsible_id,
            "adviser": row.adviser.uid if row.adviser else "",
            "cover": row.cover.uid if row.cover else "",
            "pages": "\n".join(pages),
        }


class StepForm(forms.Form):
    """What happened to a claim."""

    day = forms.DateField(label=_("On which day"), widget=_day())
    words = forms.CharField(label=_("What happened"), max_length=4000, widget=_area(4))
    is_reply = forms.BooleanField(label=_("This is the answer that was due"), required=False)
    outcome = forms.ChoiceField(
        label=_("How it stands after that"),
        help_text=_("Anything but “It goes on” closes the claim."),
        choices=Claim.Outcome.choices,
        required=False,
    )

    def __init__(self, *args: Any, waits: bool, may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not waits:
            del self.fields["is_reply"]
        if not may_close:
            del self.fields["outcome"]

    @property
    def happened(self) -> Happened:
        """What was written down."""
        return Happened(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why an insurance was given up."""

    reason = forms.CharField(label=_("Why"), max_length=500)


def _choose(form: forms.Form, name: str, choices: list[Any], nothing: Any) -> None:
    form.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]
