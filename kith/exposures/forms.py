"""Parsing what is asked of the log, and what was told. Forms explain input; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core import addresses
from kith.exposures.models import Disclosure
from kith.exposures.queries.log import CHANNELS, DAYS, Asked, LogPage


class LogForm(forms.Form):
    """Which part of the log: it shows what was asked, and `asked` reads it."""

    use_required_attribute = False  # each has a choice that means all
    partner = forms.ChoiceField(label=_("Partner"))
    person = forms.ChoiceField(label=_("Person"))
    channel = forms.ChoiceField(
        label=_("How"),
        choices=[("", _("All but lists and search")), ("all", _("All")), *CHANNELS.items()],
    )
    days = forms.TypedChoiceField(
        label=_("Since"),
        coerce=int,
        choices=[*((n, _("The last %(n)s days") % {"n": n}) for n in DAYS), (0, _("Ever"))],
    )

    def __init__(self, page: LogPage) -> None:
        asked = page.asked
        super().__init__(
            initial={"partner": asked.partner, "person": asked.person, "channel": asked.channel, "days": asked.days}
        )
        firms = [(row.uid, row.name) for row in page.partners]
        people = [(str(row.pk), row.name) for row in page.people]
        self.fields["partner"].choices = [("", _("All")), *firms]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Everyone")), *people]  # type: ignore[attr-defined]


def asked(given: dict[str, Any]) -> Asked:
    """What an address asks of the log; what makes no sense counts as not said."""
    days = str(given.get("days", ""))
    channel = str(given.get("channel", ""))
    return Asked(
        to_us=given.get("side") == "us",
        partner=str(given.get("partner", "")),
        person=str(given.get("person", "")),
        item=str(given.get("item", "")),
        channel=channel if channel == "all" or channel in CHANNELS else "",
        days=int(days) if days.isdigit() and int(days) in (0, *DAYS) else Asked.days,
    )


class DisclosureForm(forms.Form):
    """What was told to whom."""

    told_on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    channel = forms.ChoiceField(
        label=_("How"), choices=Disclosure.Channel.choices, initial="oral", widget=forms.RadioSelect
    )
    about = forms.CharField(
        label=_("What was told"),
        help_text=_("In words that can be confirmed to them in writing."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pages = forms.CharField(
        label=_("Pages that it is about"),
        help_text=_("Their addresses, one a line. Leave it empty when it is written down nowhere."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    people = forms.MultipleChoiceField(label=_("Who was told"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=_("Others, who are not in Kith"), help_text=_("Their names."), max_length=500, required=False
    )
    told_by = forms.TypedChoiceField(label=_("Who told it"), coerce=int)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    agreement = forms.ChoiceField(label=_("Under which agreement"), required=False)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        ours: list[tuple[int, str]],
        agreements: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["told_by"].choices = ours  # type: ignore[attr-defined]
        self.fields["agreement"].choices = [*agreements, ("", _("None was in force"))]  # type: ignore[attr-defined]

    @property
    def item_uids(self) -> tuple[str, ...]:
        """The pages whose addresses were given; a line that is none counts as an empty id, to be refused."""
        return addresses.item_uids(self.cleaned_data.get("pages", ""))


class ReasonForm(forms.Form):
    """Why it was taken back."""

    reason = forms.CharField(label=_("Why"), max_length=500)
