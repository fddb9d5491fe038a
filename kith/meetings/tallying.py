"""Counting votes: one pure function, for the page while a question is open and for the row when it is closed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """How a question stands: who may vote, who has, and how many are needed.

    Attributes:
        members: of the committee.
        entitled: of them may vote.
        void: votes that count nothing, of people who may not vote or sit there no more.
        needed: valid votes, abstentions among them, without which nothing is decided.
    """

    members: int
    entitled: int
    yes: int
    no: int
    abstain: int
    void: int
    needed: int

    @property
    def valid(self) -> int:
        """How many votes count, abstentions among them."""
        return self.yes + self.no + self.abstain

    @property
    def complete(self) -> bool:
        """Whether everybody who may vote has."""
        return self.valid == self.entitled

    @property
    def reachable(self) -> bool:
        """Whether enough may vote at all."""
        return self.entitled >= self.needed

    @property
    def quorate(self) -> bool:
        """Whether enough have voted."""
        return self.valid >= self.needed

    @property
    def tied(self) -> bool:
        """Whether as many said yes as no."""
        return self.yes == self.no

    @property
    def outcome(self) -> str:
        """What follows: carried with more yes than no, rejected with as many or fewer, undecided without quorum."""
        if not self.quorate:
            return "no_quorum"
        return "carried" if self.yes > self.no else "rejected"


def tally(members: Collection[int], barred: Collection[int], votes: Iterable[tuple[int, str]], needed: int) -> Count:
    """Count the votes of members who are not barred.

    Args:
        members: who sits in the committee now and belongs to the organisation.
        votes: each a person and what she chose, one for a person.
        needed: the quorum.
    """
    entitled = set(members) - set(barred)
    said = list(votes)
    valid = [choice for person, choice in said if person in entitled]
    return Count(
        members=len(set(members)),
        entitled=len(entitled),
        yes=valid.count("yes"),
        no=valid.count("no"),
        abstain=valid.count("abstain"),
        void=len(said) - len(valid),
        needed=needed,
    )
