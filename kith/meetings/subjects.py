"""What points and questions can be about, and what committees can be for. Higher floors register both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kith.core.actor import Actor
from kith.core.errors import Sentence


@dataclass(frozen=True)
class Line:
    """What a thing is called, and the way there."""

    words: str
    href: str


@dataclass(frozen=True)
class Subject:
    """A kind of thing.

    Attributes:
        lines: what things are called, for those of them that an actor may see.
    """

    lines: Callable[[Actor, Iterable[int]], dict[int, Line]]


SUBJECTS: dict[str, Subject] = {}
PURPOSES: dict[str, Sentence] = {}


def register(kind: str, subject: Subject) -> None:
    """Let points and questions be about things of a kind."""
    SUBJECTS[kind] = subject


def register_purpose(key: str, name: Sentence) -> None:
    """Let committees be for something: an organisation has one open committee for each at most."""
    PURPOSES[key] = name


def lines(by: Actor, things: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int], Line]:
    """What things are called, by kind and id, as far as she may see them: one question for each kind."""
    wanted: dict[str, set[int]] = {}
    for kind, pk in things:
        if kind in SUBJECTS and pk is not None:
            wanted.setdefault(kind, set()).add(pk)
    return {(kind, pk): line for kind, ids in wanted.items() for pk, line in SUBJECTS[kind].lines(by, ids).items()}
