"""One search under way: what is asked, with whose tokens, and what was found out on the way."""

from dataclasses import dataclass
from functools import cached_property

from kith.search.engines import Ask, Engine, Match, Only
from kith.search.ranking import Group, Weights

DEEPEST = 1000  # matches that are counted and can be paged through
COUNTED = 1000  # up to so many rows are counted for a term's frequency


@dataclass
class Search:
    """One search under way."""

    engine: Engine
    query: str
    languages: Group
    tokens: tuple[str, ...]
    only: Only
    words: tuple[str, ...]
    groups: tuple[Group, ...]

    def matches(self, ask: Ask, only: Only | None = None) -> list[Match]:
        """The first matches, narrowed as the viewer asked or as `only` says, and one more than can be paged to."""
        return self.engine.matches(ask, self.tokens, self.only if only is None else only, DEEPEST + 1)

    @cached_property
    def weights(self) -> Weights:
        """How many rows the viewer sees, and how often each term stands in them: asked when something needs it."""
        terms = list(dict.fromkeys(term for group in self.groups for term in group))
        visible, *counts = self.engine.frequencies([[], *([term] for term in terms)], self.tokens, COUNTED)
        return Weights(visible, dict(zip(terms, counts, strict=True)))

    def often(self, group: Group) -> int:
        """In how many visible rows the commonest term of a group stands, up to the bound."""
        return max(self.weights.frequency.get(term, 0) for term in group)
