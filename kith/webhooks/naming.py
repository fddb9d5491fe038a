"""Under which id a program asks the API for what a fact is about. The app that owns the thing says it, for an actor."""

from collections.abc import Callable, Iterable

from kith.core.actor import Actor

Name = Callable[[Actor, set[int]], dict[int, str]]  # the uids of those that she may see
_names: dict[str, Name] = {}


def register(kind: str, name: Name) -> None:
    """Let `name` say the uids of things of a kind."""
    _names[kind] = name


def uids(about: Iterable[tuple[str, int | None]], by: Actor | None) -> dict[tuple[str, int], str]:
    """The uids of those things that the actor may see now: one question for each kind; nothing for nobody."""
    if by is None or not by.keeps:
        return {}
    wanted: dict[str, set[int]] = {}
    for kind, pk in about:
        if pk is not None and kind in _names:
            wanted.setdefault(kind, set()).add(pk)
    return {(kind, pk): uid for kind, pks in wanted.items() for pk, uid in _names[kind](by, pks).items()}
