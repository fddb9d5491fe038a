"""Who keeps people and teams where their organisation does not do it by hand, and what follows when somebody joins.

A higher floor that keeps some of them registers here; this one knows only that somebody does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kith.identity.models import Membership


@dataclass(frozen=True)
class Kept:
    """Questions about what a directory keeps, each for one organisation.

    Attributes:
        members: the ids of memberships, living or not.
        teams: the ids of teams.
        joined: what follows, in the same transaction, when somebody has joined or come back.
    """

    members: Callable[[int], set[int]]
    teams: Callable[[int], set[int]]
    joined: Callable[[Membership], None]


_keepers: list[Kept] = []


def register(keeper: Kept) -> None:
    """Ask `keeper` too from now on."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def members(organisation_id: int) -> set[int]:
    """The memberships of an organisation that are not kept by hand: one query for each keeper."""
    return {pk for keeper in _keepers for pk in keeper.members(organisation_id)}


def teams(organisation_id: int) -> set[int]:
    """The teams of an organisation that are not kept by hand: one query for each keeper."""
    return {pk for keeper in _keepers for pk in keeper.teams(organisation_id)}


def joined(membership: Membership) -> None:
    """Let follow what has to when somebody has joined, in the caller's transaction."""
    for keeper in _keepers:
        keeper.joined(membership)
