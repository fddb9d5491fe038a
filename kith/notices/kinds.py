"""What notices can be about. The app that owns the thing says what a notice tells, for its reader, when she looks."""

from collections.abc import Callable
from dataclasses import dataclass

from kith.core.actor import Actor
from kith.notices.models import Notice


@dataclass(frozen=True)
class Line:
    """What a notice tells its reader, and where it leads."""

    words: str
    href: str


Tell = Callable[[Actor, list[Notice]], dict[int, Line]]  # by the notice's key; without those that she may not see

KINDS: dict[str, Tell] = {}


def register(kind: str, tell: Tell) -> None:
    """Let `tell` say what notices of `kind` tell."""
    KINDS[kind] = tell
