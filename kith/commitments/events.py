"""What happened to commitments. Ids, numbers, days and codes only."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(Fact):
    about = "commitment"
    commitment_id: int
    thing: str
    thing_id: int
    person_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentPutOff(Fact):
    about = "commitment"
    commitment_id: int
    before: date
    after: date


@dataclass(frozen=True, kw_only=True)
class CommitmentHandedOver(Fact):
    about = "commitment"
    commitment_id: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class CommitmentClosed(Fact):
    """It was kept, or dropped."""

    about = "commitment"
    commitment_id: int
    closure_id: int
    kept: bool


@dataclass(frozen=True, kw_only=True)
class CommitmentChecked(Fact):
    """Somebody else looked whether it has worked; if not, it is open again."""

    about = "commitment"
    commitment_id: int
    closure_id: int
    worked: bool
