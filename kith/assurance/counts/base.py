"""A counter: how many records of one sort an organisation has, and of which day the newest is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.core.errors import Sentence


@dataclass(frozen=True)
class Count:
    """One sort of records.

    Attributes:
        key: what maps call it.
        words: what is counted, for people.
        rows: the rows of an organisation of this key, and of no other.
        day: the field that says when a record came to be; "": nothing says so.
        place: the page on which its records stand, as a name of `urls`; "": there is none.
    """

    key: str
    words: Sentence
    rows: Callable[[int], "QuerySet[Any, Any]"]
    day: str = ""
    place: str = ""
