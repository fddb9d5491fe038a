"""Parsing what people add to an item, say about it and do with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.knowledge.models import Use
from kith.knowledge.quality import Scores


class AttachmentForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(label=_("File"), max_length=1000)


class ThreadForm(forms.Form):
    """What somebody says about a text, where in it, and who else sees it."""

    words = forms.CharField(
        label=_("Say something about this"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}),
    )
    partner = forms.ChoiceField(label=_("Who sees it"), initial="us")
    quote = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, widget=forms.HiddenInput)
    anchor = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, partners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "thread_%s", **kwargs})  # it stands beside other forms
        self.fields["partner"].choices = [  # type: ignore[attr-defined]
            ("us", _("Only us")),
            *((str(pk), _("%(name)s too") % {"name": name}) for pk, name in partners),
        ]
        self.fields["partner"].required = bool(partners)


def _score(label: Sentence) -> forms.TypedChoiceField:
    """A field for a score from 1 to 5."""
    names = (_("no"), _("hardly"), _("partly"), _("mostly"), _("fully"))
    return forms.TypedChoiceField(
        label=str(label),
        choices=[("", _("not said")), *((n + 1, f"{n + 1}: {name}") for n, name in enumerate(names))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class UseForm(forms.Form):
    """What an item did for somebody."""

    outcome = forms.ChoiceField(
        label=_("What did it do for you?"), choices=Use.Outcome.choices, widget=forms.RadioSelect
    )
    hours = forms.DecimalField(
        label=_("Hours saved, if it saved time"), max_digits=7, decimal_places=2, min_value=0, required=False
    )
    words = forms.CharField(label=_("In your words, if you like"), max_length=1000, required=False)
    accuracy = _score(_("Is it right?"))
    relevance = _score(_("Was it what you needed?"))
    timeliness = _score(_("Is it up to date?"))

    def clean(self) -> dict[str, Any]:
        """All three scores or none."""
        given: dict[str, Any] = super().clean() or {}
        scores = [given.get(name) for name in ("accuracy", "relevance", "timeliness")]
        if any(scores) and not all(scores):
            self.add_error(None, _("Say all three of how good it is, or none."))
        return given

    @property
    def scores(self) -> Scores | None:
        """How good it is, if she said so."""
        accuracy, relevance, timeliness = (
            self.cleaned_data.get(name) for name in ("accuracy", "relevance", "timeliness")
        )
        return Scores(accuracy, relevance, timeliness) if accuracy and relevance and timeliness else None


class AcceptanceForm(forms.Form):
    """By when somebody will use an item."""

    use_by = forms.DateField(label=_("I will use it by"), widget=forms.DateInput(attrs={"type": "date"}))
