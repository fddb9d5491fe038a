"""What happened to searches that are kept, answers, gaps, and words that mean the same. Ids and numbers only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SearchKept(Fact):
    about = "watch"
    watch_id: int


@dataclass(frozen=True, kw_only=True)
class SearchLetGo(Fact):
    about = "watch"
    watch_id: int


@dataclass(frozen=True, kw_only=True)
class SynonymAdded(Fact):
    about = "synonym"
    synonym_id: int
    words: int


@dataclass(frozen=True, kw_only=True)
class SynonymRemoved(Fact):
    about = "synonym"
    synonym_id: int


@dataclass(frozen=True, kw_only=True)
class GapAsked(Fact):
    """Somebody was asked to write down what was looked for in vain."""

    about = "gap"
    gap_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PassagesSent(Fact):
    """Passages of pages were sent to the endpoint that writes answers."""

    about = "answer"
    written_id: int
    item_ids: tuple[int, ...]
