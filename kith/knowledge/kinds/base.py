"""What a kind of knowledge is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from kith.core.errors import Refused, Sentence

Data = dict[str, Any]


class Incomplete(Refused):
    """Something is missing before it can be final."""


@dataclass(frozen=True)
class Record:
    """What items of a kind say besides their text: a form to give it, words for search, and when it can be final.

    Attributes:
        title: the heading over it.
        form: asks for it; `data_kept` of a valid one is what is kept, `start(data)` what it shows of what was kept.
        words: its text for search.
        check: stops with `Incomplete` while it cannot be final. What is final is never changed, only superseded.
        anew: what of it the item that supersedes a final one begins with.
        template: how it is shown.
        fields: how its form is laid out.
    """

    title: Sentence
    form: type["RecordForm"]
    words: Callable[[Data], str]
    check: Callable[[Data], None]
    anew: Callable[[Data], Data]
    template: str
    fields: str


@dataclass(frozen=True)
class Kind:
    """One kind: its key in `Item.Kind`, what it is for, and the Markdown with which it begins if stewards say no other.

    `written` is false for what is held by people and not written down: it has no template.
    """

    key: str
    about: Sentence
    begins: Sentence = ""
    written: bool = True
    record: Record | None = None


class RecordForm(forms.Form):
    """Asks for a record."""

    def data_kept(self) -> Data:
        """What was given, as it is kept."""
        raise NotImplementedError

    @classmethod
    def start(cls, data: Data) -> Data:
        """The values with which the form begins."""
        raise NotImplementedError
