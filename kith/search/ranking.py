"""Which of the matches are best: BM25 over what each row holds of the words, the same for every engine.

An engine's own ranking reads how often each word stands in the whole index before it looks at the first match; that
grows with the index, hidden rows included. Here it is the matches that are read, and only rows that the viewer may see
have a say.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

K1, B, TITLE = 1.2, 0.75, 2  # a word in the title counts as two in the text
Group = tuple[str, ...]  # the ways in which one word of the query may stand in a text


@dataclass
class Candidate:
    """A match that may be shown: what it holds, how long it is, when it changed."""

    item_id: int
    updated: int
    length: int
    bag: str
    _counts: dict[str, int] = field(default_factory=dict, repr=False)

    def count(self, term: str) -> int:
        """How often the term stands in it; in the title counts double, and makes the number negative."""
        if term not in self._counts:
            self.read([term])
        return self._counts[term]

    def read(self, terms: Iterable[str]) -> None:
        """Read at once how often each of the terms stands in it."""
        bag, counts = self.bag, self._counts
        for term in terms:
            if " " in term:  # several words that mean one: as often as the rarest of them
                counts[term] = min((self.count(part) for part in term.split()), key=abs)
                continue
            mark = f" {term}:"
            at = bag.find(mark)
            if at < 0:
                counts[term] = 0
                continue
            at += len(mark)
            held = bag[at : bag.index(" ", at)]
            counts[term] = -int(held[:-1]) if held[-1] == "t" else int(held)


@dataclass(frozen=True)
class Weights:
    """How many rows the viewer sees, and in how many of them each term is, both counted up to a bound."""

    visible: int
    frequency: dict[str, int]

    def rarity(self, term: str) -> float:
        """How much a term tells: much where few rows hold it."""
        n = min(self.frequency.get(term, 1), self.visible)
        return max(log((self.visible - n + 0.5) / (n + 0.5) + 1), 1e-6)


def bag(title: Sequence[str], body: Sequence[str]) -> str:
    """A text's terms, each with how often it stands there and `t` where it stands in the title: ` core:3t vent:1 `."""
    counts = Counter(body)
    for term in title:
        counts[term] += TITLE
    named = set(title)
    return "".join(f" {term}:{n}{'t' if term in named else ''}" for term, n in counts.items()) + " "


def best(candidates: Sequence[Candidate], groups: Sequence[Group], weights: Weights | None) -> list[Candidate]:
    """The candidates, best first; the newer first where two are equally good.

    Args:
        weights: None where each candidate holds every group: what tells them apart is how often.
    """
    usual = sum(row.length for row in candidates) / len(candidates) if candidates else 1.0
    rarity = {term: weights.rarity(term) if weights else 1.0 for group in groups for term in group}

    for row in candidates:
        row.read(rarity)

    def score(row: Candidate) -> float:
        damp = K1 * (1 - B + B * row.length / (usual or 1.0))
        points = 0.0
        for term, rare in rarity.items():
            if n := abs(row.count(term)):
                points += rare * n * (K1 + 1) / (n + damp)
        return round(points, 6)

    scores = {row.item_id: score(row) for row in candidates}
    return sorted(candidates, key=lambda row: (-scores[row.item_id], -row.updated, row.item_id))


def holds_all(row: Candidate, groups: Sequence[Group]) -> bool:
    """Whether the row holds a term of each group."""
    return all(any(row.count(term) for term in group) for group in groups)


def holds_any(row: Candidate, groups: Sequence[Group]) -> bool:
    """Whether the row holds a term of any group."""
    return any(row.count(term) for group in groups for term in group)


def names_all(row: Candidate, groups: Sequence[Group]) -> bool:
    """Whether the row's title holds a term of each group."""
    return all(any(row.count(term) < 0 for term in group) for group in groups)
