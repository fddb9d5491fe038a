"""One list of two: what holds the words, and what lies near in meaning.

Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009, https://doi.org/10.1145/1571941.1572114): an item's points
are the sum of weight / (RANK + its place) over the lists that hold it. No score of one list is held against another's.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from kith.search.engines import Match
from kith.search.vectors.recall import Close

RANK = 10  # measured: ADR 15
FUSED = 100  # places of each list that are fused
ADDED = 10  # items that hold none of the words, or too few, and are shown for their meaning


def added(close: Close, known: Collection[int]) -> list[Match]:
    """The nearest items that the words did not find, where they are near enough."""
    points = _points([], close, known)
    return [close.matches[pk] for pk in _best(points) if pk not in known][:ADDED]


def fused(words: Sequence[int], close: Close, named: int, more: Sequence[Match]) -> list[int]:
    """The items by both, best first.

    Args:
        words: what the words found, best first; the first `named` of them have the question for their title and stay.
        more: what is added to it for its meaning.
    """
    if not close.matches:
        return list(words)
    first, middle, rest = words[:named], words[named : named + FUSED], words[named + FUSED :]
    points = _points(middle, close, set(words))
    here = {*middle, *(match.item_id for match in more)}
    return [*first, *(pk for pk in _best(points) if pk in here), *rest]


def _points(words: Sequence[int], close: Close, known: Collection[int]) -> dict[int, float]:
    """The points of items; of those that the words did not find only where they are near enough."""
    points: dict[int, float] = defaultdict(float)
    for place, pk in enumerate(words):
        points[pk] += 1 / (RANK + place)
    for weight, nearest in close.lists:
        for place, near in enumerate(nearest):
            if near.enough or near.item_id in known:
                points[near.item_id] += weight / (RANK + place)
    return points


def _best(points: dict[int, float]) -> list[int]:
    return sorted(points, key=lambda pk: -points[pk])
