"""Parsing what is said about a deadline. Forms explain input; actions decide."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """What will be done about a day that comes."""

    reason = forms.CharField(
        label=_("What will be done"),
        help_text=_("Or why nothing has to be done. It stays beside the deadline."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
