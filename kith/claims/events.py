"""What happened to advisers, insurance and claims: ids and days, no names, no sums."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AdviserAdded(Fact):
    """Somebody advises us from now on."""

    about = "adviser"
    adviser_id: int


@dataclass(frozen=True, kw_only=True)
class AdviserChanged(Fact):
    """What is written down about an adviser was corrected."""

    about = "adviser"
    adviser_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AdviserEnded(Fact):
    """An adviser advises us no more."""

    about = "adviser"
    adviser_id: int


@dataclass(frozen=True, kw_only=True)
class CoverAdded(Fact):
    """An insurance was written down; `renews_id` is the one that it follows."""

    about = "cover"
    cover_id: int
    ends_on: date
    renews_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CoverChanged(Fact):
    """What is written down about an insurance was corrected."""

    about = "cover"
    cover_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CoverGivenUp(Fact):
    """An insurance was given up, and nothing follows it."""

    about = "cover"
    cover_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimMade(Fact):
    """A claim was written down."""

    about = "claim"
    claim_id: int
    asserted_on: date


@dataclass(frozen=True, kw_only=True)
class ClaimChanged(Fact):
    """What is written down about a claim was changed."""

    about = "claim"
    claim_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClaimStepped(Fact):
    """Something happened to a claim; `is_reply` is the answer that was due."""

    about = "claim"
    claim_id: int
    step_id: int
    is_reply: bool


@dataclass(frozen=True, kw_only=True)
class ClaimClosed(Fact):
    """A claim ended: settled, withdrawn, won or lost."""

    about = "claim"
    claim_id: int
    step_id: int
    outcome: str
