"""A check: a question about the records whose answer is computed, or one that somebody answers by hand."""

from collections.abc import Callable
from dataclasses import dataclass

from kith.assurance.outcome import Outcome
from kith.assurance.records import Records
from kith.core.errors import Sentence


@dataclass(frozen=True)
class Check:
    """One question of an audit.

    Attributes:
        key: what it is called in stored rows; never changed.
        question: as a person asks it; “yes” is good.
        about: what is looked at, and what counts as a fault.
        ask: reads the records in a fixed number of questions; None: somebody answers by hand.
        place: the page on which faults are mended, as a name of `urls`.
    """

    key: str
    question: Sentence
    about: Sentence
    ask: Callable[[Records], Outcome] | None = None
    place: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether somebody has to answer it."""
        return self.ask is None
