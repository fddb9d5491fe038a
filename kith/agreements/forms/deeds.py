"""Parsing what people send when they sign, share and end. Forms explain input; actions decide."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.access.models import ContainerKind
from kith.agreements.forms.fields import day_input
from kith.agreements.models import Ending
from kith.core import clock


class SignatureForm(forms.Form):
    """A simple electronic signature."""

    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    code = forms.CharField(
        label=_("The code from your mailbox"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    typed_name = forms.CharField(
        label=_("Type your full name"),
        help_text=_(
            "This is a simple electronic signature: your name, the moment, the text’s fingerprint and the mail address "
            "to which the code went are kept."
        ),
        max_length=300,
    )


class PaperForm(forms.Form):
    """A signature on paper."""

    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    day = forms.DateField(label=_("Signed on"), widget=day_input())
    scan = forms.FileField(label=_("Scan of the signed paper"), help_text=_("PDF, JPEG or PNG, at most 20 MB."))
    attested = forms.BooleanField(label=_("I attest that this is the paper, signed, and that its text is this text"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "paper_%s"})  # it stands beside the other way to sign


class LetInForm(forms.Form):
    """Until when somebody is let in and, for a partner's people, under which agreement."""

    under = forms.ChoiceField(label=_("Under which agreement, for which purpose"))
    last_day = forms.DateField(
        label=_("Last day"), help_text=_("It closes by itself after that day."), widget=day_input()
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ways:
            self.fields["under"].choices = ways  # type: ignore[attr-defined]
        else:
            del self.fields["under"]


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


class NameForm(forms.Form):
    """The partner's name, typed so that it is not done by a slip."""

    partner_name = forms.CharField(label=_("Type the partner’s name to confirm"), max_length=300)


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
