"""Rows that a form asks for several times, such as the steps of a how-to: as many as there are, and some to spare."""

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.core.errors import Sentence
from kith.knowledge.kinds.base import Data


class LinesForm(forms.Form):
    """A form with rows. Each row has the fields of `line`; one whose first field is empty counts as not given.

    A row begins with a number by which rows are put in order, so that one can be moved without a script.

    Attributes:
        lines: the name under which the rows are kept.
        nameless: what is said of a row without its first field.
        line: the fields of a row, by name; the first is what makes a row.
        most: rows that a form takes.
        spare: empty rows that it shows.
    """

    lines: str
    nameless: Sentence
    line: Mapping[str, forms.Field] = {}
    most = 60
    spare = 3

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(self._given() + self.spare, self.most)
        for number in range(self.count):
            self.fields[f"place_{number}"] = forms.IntegerField(
                required=False, min_value=0, max_value=9999, initial=number + 1
            )
            for name, asked in self.line.items():
                self.fields[f"{name}_{number}"] = copy.deepcopy(asked)

    def _given(self) -> int:
        """How many rows there are in what was sent, or in what is kept."""
        source: Mapping[str, Any] = self.data if self.is_bound else self.initial
        first = f"{next(iter(self.line))}_"
        numbers = [
            int(name[len(first) :]) for name in source if name.startswith(first) and name[len(first) :].isdigit()
        ]
        numbers = [number for number in numbers if source.get(f"{first}{number}") not in {"", None}]
        return min(max(numbers, default=-1) + 1, self.most)

    @property
    def rows(self) -> list[tuple[BoundField, list[BoundField]]]:
        """The fields of each row: its number, and the others."""
        return [
            (self[f"place_{number}"], [self[f"{name}_{number}"] for name in self.line]) for number in range(self.count)
        ]

    def given(self) -> list[Data]:
        """The rows that were given, in the order of their numbers."""
        first, found = next(iter(self.line)), self.cleaned_data
        order = sorted(range(self.count), key=lambda n: (found.get(f"place_{n}") or n + 1, n))
        rows = [{name: found[f"{name}_{n}"] for name in self.line} for n in order]
        return [row for row in rows if row[first] not in {"", None}]

    def clean(self) -> Data:
        """Nothing may be lost because a row's first field was left out."""
        given: Data = super().clean() or {}
        first, *others = self.line
        for number in range(self.count):
            if not given.get(f"{first}_{number}") and any(given.get(f"{name}_{number}") for name in others):
                self.add_error(f"{first}_{number}", str(self.nameless))
        given[self.lines] = self.given() if not self.errors else []
        return given


def spread(rows: list[Data]) -> Data:
    """The rows that are kept, as the values with which a form begins."""
    return {f"{name}_{number}": value for number, row in enumerate(rows) for name, value in row.items()}
