"""What a kind of knowledge is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from kith.commitments.models import Status
from kith.core.errors import Refused, Sentence

Data = dict[str, Any]


class Incomplete(Refused):
    """Something is missing before it can be final."""


@dataclass(frozen=True)
class State:
    """Where an item stands in the life of its kind. Computed, never typed.

    Attributes:
        key: for programs.
        words, tone, icon: as its page shows it.
        missing: what is missing before it gets further; empty when nothing is.
    """

    key: str
    words: Sentence
    tone: str = ""
    icon: str = "circle-dashed"
    missing: Sentence = ""


@dataclass(frozen=True)
class Facts:
    """What a state is computed from.

    Attributes:
        data: what is kept.
        final: it is never changed any more.
        followed: what supersedes it is final.
        promised: what was promised on its page: what for, and where it stands.
        reviewed: somebody who wrote nothing of it vouches for its text and record, and the day has not passed.
    """

    data: Data
    final: bool = False
    followed: bool = False
    promised: tuple[tuple[str, Status], ...] = ()
    reviewed: bool = False


@dataclass(frozen=True)
class Record:
    """What items of a kind say besides their text: a form to give it, words for search, and where they stand.

    Attributes:
        title: the heading over it.
        form: asks for it.
        kept: from what a valid form has cleaned, what is kept.
        start: from what is kept, the values with which the form begins.
        words: its text for search.
        lines: the same as one reads it where no template draws it: a sentence or two for each thing that is said.
        template: how it is shown.
        fields: how its form is laid out.
        state: where an item stands; None when items of the kind just are.
        said: what is kept as its page shows it, codes in words; what is kept itself when it needs none.
        check: stops with `Incomplete` while it cannot be final; None when items of the kind never are. What is final
            is never changed, only superseded.
        anew: what of it the item that supersedes a final one begins with.
    """

    title: Sentence
    form: type[forms.Form]
    kept: Callable[[Data], Data]
    start: Callable[[Data], Data]
    words: Callable[[Data], str]
    lines: Callable[[Data], list[str]]
    template: str
    fields: str
    state: Callable[[Facts], State] | None = None
    said: Callable[[Data], Data] = dict
    check: Callable[[Data], None] | None = None
    anew: Callable[[Data], Data] | None = None


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
        reviewed: once published it is talked over, and a lesson comes out of it.
    """

    key: str
    about: Sentence
    begins: Sentence = ""
    written: bool = True
    record: Record | None = None
    promises: Mapping[str, Sentence] | None = None
    reviewed: bool = False


def words_of(data: Data) -> str:
    """All texts that stand anywhere in what is kept, for search."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for each in value.values():
                yield from texts(each)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each)

    return "\n".join(text for text in texts(data) if text)
