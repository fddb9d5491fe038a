"""What a kind of knowledge is made of."""

from collections.abc import Callable, Mapping
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
        form: asks for it.
        kept: from what a valid form has cleaned, what is kept.
        start: from what is kept, the values with which the form begins.
        words: its text for search.
        check: stops with `Incomplete` while it cannot be final. What is final is never changed, only superseded.
        anew: what of it the item that supersedes a final one begins with.
        template: how it is shown.
        fields: how its form is laid out.
    """

    title: Sentence
    form: type[forms.Form]
    kept: Callable[[Data], Data]
    start: Callable[[Data], Data]
    words: Callable[[Data], str]
    check: Callable[[Data], None]
    anew: Callable[[Data], Data]
    template: str
    fields: str


@dataclass(frozen=True)
class Kind:
    """One kind of knowledge.

    Attributes:
        key: in `Item.Kind`.
        about: what it is for.
        begins: the Markdown with which it begins if stewards say no other.
        written: false for what is held by people and not written down: it has no template.
        record: what it says besides its text.
        promises: what commitments on its pages can be for, by key; None when its pages show none.
    """

    key: str
    about: Sentence
    begins: Sentence = ""
    written: bool = True
    record: Record | None = None
    promises: Mapping[str, Sentence] | None = None
