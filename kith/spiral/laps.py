"""Laps of the spiral, stalls and balance, from what happened. Pure: no database."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from kith.spiral.modes import Mode

STALL = timedelta(days=60)  # without a conversion (domain/seci.md, A2)
LEAST_FOR_BALANCE = 12  # conversions below which shares say nothing (domain/seci.md, A3)
LEAST_FOR_MEDIAN = 3
ALL = frozenset(Mode.values)


@dataclass(frozen=True)
class Turn:
    """One conversion as far as counting needs it: its mode, its day, who took part, and whether it counts."""

    mode: str
    on: date
    people: frozenset[int]
    counts: bool = True


@dataclass(frozen=True)
class Lap:
    """One lap: the first and the last day of it, and who was in it."""

    began: date
    ended: date
    people: frozenset[int]

    @property
    def days(self) -> int:
        """How long it took."""
        return (self.ended - self.began).days


def laps(turns: Iterable[Turn]) -> list[Lap]:
    """The laps that were closed, the first one in front.

    A lap holds all four modes, in any order, and is closed by a socialization after them that takes in somebody who
    was in none of it: so a circle becomes a spiral. That socialization begins the next lap (domain/seci.md, A2).
    """
    closed: list[Lap] = []
    modes: set[str] = set()
    people: set[int] = set()
    began: date | None = None
    for turn in in_order(turns):
        if modes == ALL and turn.mode == Mode.SOCIALIZATION and turn.people - people and began is not None:
            closed.append(Lap(began, turn.on, frozenset(people | turn.people)))
            modes, people, began = set(), set(), None
        began = began or turn.on
        modes.add(turn.mode)
        people |= turn.people
    return closed


def in_order(turns: Iterable[Turn]) -> list[Turn]:
    """The turns that count, by day; within a day as they were given."""
    return sorted((turn for turn in turns if turn.counts), key=lambda turn: turn.on)


def stage(turns: Iterable[Turn]) -> set[str]:
    """The modes of the lap that is not closed yet."""
    modes: set[str] = set()
    people: set[int] = set()
    for turn in in_order(turns):
        if modes == ALL and turn.mode == Mode.SOCIALIZATION and turn.people - people:
            modes, people = set(), set()
        modes.add(turn.mode)
        people |= turn.people
    return modes


def stalled(turns: Iterable[Turn], today: date) -> bool:
    """Whether nothing has happened for 60 days to what had begun."""
    counted = in_order(turns)
    return bool(counted) and today - counted[-1].on >= STALL


def waits(turns: Iterable[Turn]) -> list[tuple[str, int]]:
    """For each turn after the first, its mode and the days since the one before."""
    ordered = in_order(turns)
    return [(turn.mode, (turn.on - before.on).days) for before, turn in pairwise(ordered)]


def median_of(values: Sequence[int]) -> float | None:
    """The median; None for fewer than three values."""
    return float(median(values)) if len(values) >= LEAST_FOR_MEDIAN else None


def balance(modes: Iterable[str]) -> float | None:
    """How evenly the four modes are used: entropy over its maximum, 0 to 1; None below 12 conversions.

    H = -Σ p ln p / ln 4 (domain/seci.md, A3).
    """
    counts = Counter(modes)
    total = sum(counts.values())
    if total < LEAST_FOR_BALANCE:
        return None
    shares = [count / total for count in counts.values()]
    return max(0.0, -sum(share * math.log(share) for share in shares) / math.log(4))
