"""All terms by name; what a type of agreement has of them, and what a draft keeps."""

from collections.abc import Mapping
from typing import Any

from kith.agreements.terms import duties, results, secrecy
from kith.agreements.terms.base import Term, Values
from kith.agreements.terms.clauses import CLAUSES
from kith.agreements.terms.shapes import Names
from kith.agreements.terms.types import TYPES
from kith.core.errors import Refused

TERMS: dict[str, Term] = {term.key: term for room in (secrecy, results, duties) for term in room.TERMS}

_PLACE = {key: n for n, key in enumerate(CLAUSES)}


def of(kind: str) -> list[Term]:
    """The terms that a type of agreement has, in the order of its text."""
    own = set(TYPES[kind].terms)
    return sorted((term for term in TERMS.values() if term.key in own), key=lambda term: _PLACE[term.clause])


def start(kind: str) -> Values:
    """The values with which a draft of this type begins."""
    return {term.key: term.start for term in of(kind) if term.start is not None}


def clean(kind: str, given: Mapping[str, Any], names: Names) -> Values:
    """What is kept of given values: those of the type's own terms that say something.

    Raises:
        Refused: with the term's key as the field, when a value is none that the term can have.
    """
    kept: Values = {}
    for term in of(kind):
        try:
            value = term.shape.clean(given.get(term.key), names)
        except Refused as refused:
            raise Refused(refused.sentence, term.key) from refused
        if value is not None:
            kept[term.key] = value
    return kept
