"""A term: one thing that an agreement can say, in the clause where it is said."""

from dataclasses import dataclass
from typing import Any

from kith.agreements.terms.shapes import Shape
from kith.core.errors import Sentence

Values = dict[str, Any]  # by the key of the term; as JSON keeps it


@dataclass(frozen=True)
class Term:
    """One thing that an agreement can say.

    Attributes:
        key: under which its value is kept.
        clause: in which clause it is said.
        label, hint: how a form asks for it.
        shape: what it can hold, and how a text says it.
        start: with what a new draft begins.
    """

    key: str
    clause: str
    label: Sentence
    shape: Shape
    hint: Sentence = ""
    start: Any = None
