"""Parsing what is entered into the register. Forms explain input; actions decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from kith.core import addresses
from kith.core.classification import Classification
from kith.core.errors import Sentence
from kith.register.actions.assets import Entry
from kith.register.actions.licences import Terms
from kith.register.actions.rights import Filing
from kith.register.forms.fields import Shares, day, line, text
from kith.register.models import INVENTED, Asset, Kind, Licence, Step
from kith.ui.fields import several

Choices = list[tuple[str, str]]
SECRETS = {Kind.SECRET, Kind.KNOWHOW}


@dataclass(frozen=True)
class Part:
    """Fields of the asset form that belong together; folded where its kind needs none of them."""

    heading: Sentence
    meaning: Sentence
    fields: list[BoundField]
    open: bool


# A part's heading, what it is for, its fields, and the kinds for which it is not folded.
PARTS = (
    (
        _("Owners and makers"),
        _("Whose it is, with shares, and who invented or wrote it. Offices ask for inventors."),
        ("holdings", "makers", "others"),
        set(Kind) - SECRETS - {Kind.DOMAIN},
    ),
    (
        _("Its worth, and its pages"),
        _("For what is kept secret: why that makes it worth something, and where it is described."),
        ("value", "pages"),
        SECRETS,
    ),
    (
        _("Known to the public"),
        _("What the public could know before it was filed bars a patent in most countries."),
        ("public_on",),
        INVENTED,
    ),
    (
        _("Open-source software in it"),
        _("What its licences ask of whoever passes it on."),
        ("open_source", "licence_name"),
        {Kind.SOFTWARE},
    ),
)


class AssetForm(forms.Form):
    """What the register is to say of an asset."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    title = line(_("What it is called"), 300, required=True)
    words = text(_("In a few sentences"), 2000)
    origin = forms.ChoiceField(label=_("Where it comes from"), choices=Asset.Origin.choices, widget=forms.RadioSelect)
    partnership = forms.ChoiceField(
        label=_("Out of which partnership"), required=False, help_text=_("Needed for foreground.")
    )
    holdings = Shares(
        label=_("Who owns it"),
        required=False,
        help_text=_(
            "A name and a percentage on each line, such as “Tarnside Pumps 60”. Partners are known by their names."
        ),
    )
    makers = forms.MultipleChoiceField(label=_("Who invented or made it, of your people"), required=False)
    others = text(_("Other inventors or makers"), 2000, 2, _("One name a line."))
    custodian = forms.ChoiceField(
        label=_("Who sees to it"),
        required=False,
        help_text=_("Told of its deadlines first. A trade secret needs somebody."),
    )
    classification = forms.TypedChoiceField(
        label=_("Who may see this entry"),
        coerce=int,
        choices=Classification.choices,
        initial=Classification.INTERNAL,
        help_text=_(
            "Above “inside our company”: owners, stewards, auditors, who sees to it and who made it. A trade secret is "
            "held as one, whatever you choose."
        ),
    )
    value = text(_("Why it is worth something"), 1000, 2, _("For a trade secret: because it is secret."))
    public_on = day(_("Known to the public since"), _("Told, shown, sold or published. Empty: it is not public."))
    open_source = forms.ChoiceField(
        label=_("Open-source software in it"), choices=Asset.Sharing.choices, required=False
    )
    licence_name = line(_("Under which licences"), 200, _("Such as MIT, Apache-2.0, GPL-3.0."))
    pages = text(_("Pages that describe it"), 5000, 2, _("Their addresses, one a line, as your browser shows them."))

    def __init__(self, *args: Any, people: Choices, partnerships: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].choices = [("", _("None")), *partnerships]  # type: ignore[attr-defined]
        self.fields["custodian"].choices = [("", _("Nobody yet")), *people]  # type: ignore[attr-defined]
        self.fields["makers"].widget = several(people)
        self.fields["makers"].choices = people  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[Part]:
        """The fields beside those that everything needs, first those that are open: its kind needs them, or something
        stands there."""
        return sorted(self._parts(), key=lambda part: not part.open)

    def _parts(self) -> Iterator[Part]:
        kind = self["kind"].value()
        for heading, meaning, names, kinds in PARTS:
            fields = [self[name] for name in names]
            yield Part(heading, meaning, fields, kind in kinds or any(each.value() or each.errors for each in fields))

    def entry(self) -> Entry:
        """What was entered."""
        given = self.cleaned_data
        return Entry(
            kind=given["kind"],
            title=given["title"],
            origin=given["origin"],
            words=given["words"],
            partnership_uid=given["partnership"],
            classification=given["classification"],
            custodian_id=int(given["custodian"]) if given["custodian"] else None,
            value=given["value"],
            public_on=given["public_on"],
            open_source=given["open_source"],
            licence_name=given["licence_name"],
            holdings=given["holdings"],
            makers=[int(pk) for pk in given["makers"]],
            others=given["others"],
            item_uids=addresses.item_uids(given["pages"]),
        )


class RightForm(forms.Form):
    """A right at an office."""

    office = line(
        _("At which office"),
        40,
        _("With EPO, UKIPO, DPMA, USPTO, EUIPO and WIPO, Kith reckons the fees itself."),
        required=True,
    )
    office.widget.attrs["list"] = "offices"
    where = line(_("For which countries"), 200)
    filed_on = day(_("Filed on"))
    filing_number = line(_("Number of the filing"), 60)
    granted_on = day(_("Granted or registered on"))
    grant_number = line(_("Number of the grant"), 60)
    is_first = forms.BooleanField(
        label=_("It is the first filing: elsewhere it can follow with this day"), required=False
    )
    paid_before = day(_("Fees that were due before this day are paid"), _("For what is older than this register."))
    runs_out_on = day(_("Has to be renewed by"), _("Only where no rule says so, as for a domain name."))

    def filing(self) -> Filing:
        """What was entered."""
        return Filing(**self.cleaned_data)


class FeeForm(forms.Form):
    """A fee that was paid."""

    due_on = forms.DateField(widget=forms.HiddenInput)
    paid_on = day(_("Paid on"), required=True)
    words = line(_("How, and where the receipt lies"), 300)


class ReasonForm(forms.Form):
    """Why."""

    reason = line(_("Why"), 500, required=True)


class LicenceForm(forms.Form):
    """A licence."""

    way = forms.ChoiceField(label=_("Which way"), choices=Licence.Way.choices, widget=forms.RadioSelect)
    other = line(_("Who"), 300, _("A partner’s name, or somebody else’s."), required=True)
    sort = forms.ChoiceField(
        label=_("How exclusive"), choices=Licence.Sort.choices, initial=Licence.Sort.OPEN, widget=forms.RadioSelect
    )
    field = line(_("For what"), 300)
    territory = line(_("Where"), 300)
    royalty = line(_("What is paid for it"), 300)
    starts_on = day(_("From"), required=True)
    ends_on = day(_("Until"), _("Its last day. Empty: no end was agreed."))
    agreement = forms.ChoiceField(label=_("Under which agreement"), required=False)

    def __init__(self, *args: Any, agreements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].choices = [("", _("None in Kith")), *agreements]  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What was entered."""
        given = dict(self.cleaned_data)
        return Terms(agreement_uid=given.pop("agreement"), **given)


class StepForm(forms.Form):
    """A measure that keeps an asset secret."""

    what = forms.ChoiceField(label=_("What sort"), choices=Step.What.choices)
    words = text(_("What was done"), 1000, 2, required=True)
    done_on = day(_("On which day"), required=True)
    until = day(_("Vouched for until"), _("You are reminded before. Empty: once for all."))
