"""What the records come to for one clause, and the signs for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kith.assurance.checks.base import Check
from kith.assurance.counts.base import Count
from kith.assurance.maps import Map, Row
from kith.assurance.models import Applicability
from kith.assurance.outcome import STATES, State
from kith.core.errors import Sentence


class Support(StrEnum):
    """How far the records support evidence for a clause."""

    BROKEN = "broken"
    SUPPORTED = "supported"
    ATTESTED = "attested"
    NOTHING = "nothing"
    OUTSIDE = "outside"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Sign:
    """How a state looks, and what it says; `part`: where a clause asks for more than Kith holds."""

    words: Sentence
    icon: str
    tone: str = ""
    part: Sentence = ""


SIGNS = {
    Support.BROKEN: Sign(_("A check does not hold"), "circle-x", "stop"),
    Support.SUPPORTED: Sign(
        _("Supports evidence for it"), "circle-check", "good", _("Supports evidence for it, in part")
    ),
    Support.ATTESTED: Sign(_("Attested by hand"), "hand"),
    Support.NOTHING: Sign(_("Nothing recorded yet"), "circle-dashed", "heed"),
    Support.OUTSIDE: Sign(_("Kith keeps no record of it"), "circle-minus"),
    Support.EXCLUDED: Sign(_("Said not to apply"), "ban"),
}
CHECK_SIGNS = {
    State.HOLDS: Sign(STATES[State.HOLDS], "circle-check"),
    State.FAILS: Sign(STATES[State.FAILS], "circle-x", "stop"),
    State.NOTHING: Sign(STATES[State.NOTHING], "circle-dashed"),
    State.OPEN: Sign(STATES[State.OPEN], "circle-dashed"),
}


@dataclass(frozen=True)
class CheckLine:
    """A check, and what it comes to now; one by hand has the day of its answer, the others have numbers."""

    check: Check
    state: State
    looked: int = 0
    found: int = 0
    day: date | None = None

    @property
    def sign(self) -> Sign:
        """How its state looks."""
        return CHECK_SIGNS[self.state]


@dataclass(frozen=True)
class CountLine:
    """A counter, how many records it found, and of which day the newest is."""

    count: Count
    number: int
    newest: date | None
    href: str


@dataclass(frozen=True)
class Line:
    """One clause with all that is known for it."""

    of: Map
    row: Row
    checks: Sequence[CheckLine]
    counts: Sequence[CountLine]
    said: Applicability | None  # whether it applies, as somebody said last

    @property
    def called(self) -> str:
        """The clause as people say it."""
        return self.of.called(self.row)

    @property
    def state(self) -> Support:
        """How far the records support evidence for it. What she excluded is not judged."""
        if self.said and not self.said.applies:
            return Support.EXCLUDED
        if any(line.state == State.FAILS for line in self.checks):
            return Support.BROKEN
        holding = [line for line in self.checks if line.state == State.HOLDS]
        if any(line.number for line in self.counts) or any(not line.check.by_hand for line in holding):
            return Support.SUPPORTED
        if holding:
            return Support.ATTESTED
        return Support.NOTHING if self.row.checks or self.row.counts else Support.OUTSIDE

    @property
    def sign(self) -> Sign:
        """How its state looks."""
        return SIGNS[self.state]

    @property
    def words(self) -> Sentence:
        """Its state in words. Where the clause asks for more than Kith holds, that is said."""
        return (self.row.beyond and self.sign.part) or self.sign.words

    @property
    def looked(self) -> int:
        """How many records were looked at. One that two checks look at is looked at twice."""
        return sum(line.looked for line in self.checks) + sum(line.number for line in self.counts)
