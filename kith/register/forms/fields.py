"""Fields that several forms of the register share."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.register.actions.given import Share

SHARE = re.compile(r"^(?P<holder>.+?)[\s,;:]+(?P<percent>\d{1,3}(?:[.,]\d+)?)\s*%?$")


def day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, asked for with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def text(label: Any, most: int, rows: int = 3, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    """Several lines of words."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required, widget=widget)


def line(label: Any, most: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    """One line of words."""
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required)


class Shares(forms.CharField):
    """Who owns how much: a name and a percentage on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """The shares.

        Raises:
            ValidationError: a line is no name with a number.
        """
        found = []
        for each in str(value or "").splitlines():
            if not each.strip():
                continue
            match = SHARE.match(each.strip())
            try:
                percent = Decimal(match["percent"].replace(",", ".")) if match else None
            except InvalidOperation:
                percent = None
            if match is None or percent is None:
                raise forms.ValidationError(_("Write a name and a percentage on each line, such as “Tarnside 60”."))
            found.append(Share(match["holder"].strip(), percent))
        return found

    def prepare_value(self, value: Any) -> Any:
        """The lines as they are typed."""
        if isinstance(value, list):
            return "\n".join(f"{share.holder} {share.percent.normalize():f}" for share in value)
        return value


class Months(forms.CharField):
    """Numbers of months, with commas between them."""

    def to_python(self, value: Any) -> Any:
        """The numbers.

        Raises:
            ValidationError: one is none.
        """
        parts = [part for part in re.split(r"[\s,;]+", str(value or "")) if part]
        if not all(part.isdecimal() and part.isascii() and len(part) <= 5 for part in parts):
            raise forms.ValidationError(_("Write numbers with commas between them, such as 36, 48, 60."))
        return [int(part) for part in parts]

    def prepare_value(self, value: Any) -> Any:
        """The numbers as they are typed."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
