"""What commitments can be about. The app that owns the things says who may see them, and what they are called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen


@dataclass(frozen=True)
class Thing:
    """One thing that a commitment is about, and whose it is."""

    pk: int
    organisation_id: int


@dataclass(frozen=True)
class Line:
    """What a thing is called, and the way there."""

    words: str
    href: str


@dataclass(frozen=True)
class Subject:
    """A kind of thing.

    Attributes:
        seen: the ids of those that an actor may see, as a question for the database to ask inside another.
        find: the thing with that id, if she may make commitments about it; raises `Unseen` or `Denied` if not.
        seats: who may see the thing of that id, each with the organisation for which she does; those of them whom the
            actor may name.
        lines: what things are called, for those of them that she may see.
        proof: the id of one that she may see, by which she shows that something was done; None if there is none.
        sorts: what commitments about them can be for, by key.
    """

    seen: Callable[[Actor], "QuerySet[Any, Any]"]
    find: Callable[[str, Actor], Thing]
    seats: Callable[[int, Actor], Mapping[int, int]]
    lines: Callable[[Actor, Iterable[int]], dict[int, Line]]
    proof: Callable[[str, Actor], int | None]
    sorts: Mapping[str, Sentence] = field(default_factory=dict)


SUBJECTS: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Let commitments be about things of a kind."""
    SUBJECTS[kind] = subject


def of(kind: str) -> Subject:
    """The kind of that name.

    Raises:
        Unseen: there is none.
    """
    if kind not in SUBJECTS:
        raise Unseen("Commitment")
    return SUBJECTS[kind]
