"""Parsing what people ask to be exported, and what they send to come in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.core.classification import Classification
from kith.exchange.models import Export, Import
from kith.exchange.reading.endings import READABLE
from kith.prose import profile


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


class ImportForm(forms.Form):
    """What is to come in, and how."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A zip file of Markdown, HTML or documents; an export of Confluence, Notion, BookStack, Outline or Kith; a "
            "dump of MediaWiki (XML); a single document, workbook, slides or PDF; a mailbox (mbox, eml). At most 4 GB."
        ),
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ",".join(READABLE)}),
    )
    classification = forms.TypedChoiceField(
        label=_("How closely it is held"),
        choices=Classification.choices,
        coerce=int,
        initial=Classification.INTERNAL,
    )
    documents = forms.ChoiceField(
        label=_("Word, PDF and the like in a zip file become"), choices=Import.Documents.choices, required=False
    )
    profile = forms.ChoiceField(
        label=_("Template tags in its Markdown"),
        choices=[("", _("None that mean something")), *((name, name) for name in profile.names())],
        required=False,
    )
    earlier = forms.ChoiceField(
        label=_("Is it a newer edition of something that came in before?"),
        help_text=_("Then its pages become new versions of the pages that are there."),
        required=False,
    )

    def __init__(self, *args: Any, earlier: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if earlier:
            self.fields["earlier"].choices = [("", _("No, all its pages are new")), *earlier]  # type: ignore[attr-defined]
        else:
            del self.fields["earlier"]
