"""Parsing what people ask to be exported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.exchange.models import Export


class ExportForm(forms.Form):
    """How much, and in which format."""

    scope = forms.ChoiceField(label=_("How much"), choices=Export.Scope.choices, widget=forms.RadioSelect)
    format = forms.ChoiceField(
        label=_("As what"), choices=Export.Format.choices, initial=Export.Format.PDF, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, scopes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"scope": scopes[0], "format": Export.Format.PDF}, **kwargs})
        labels = dict(Export.Scope.choices)
        self.fields["scope"].choices = [(scope, labels[scope]) for scope in scopes]  # type: ignore[attr-defined]
