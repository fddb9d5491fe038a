"""What happened to audits and findings: ids and keys, no words."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AuditOpened(Fact):
    """An audit began; `auditor_id` is who goes through it."""

    about = "audit"
    audit_id: int
    auditor_id: int


@dataclass(frozen=True, kw_only=True)
class ChecksRun(Fact):
    """An audit's checks were asked of the records; `failed` are those that did not hold."""

    about = "audit"
    audit_id: int
    asked: int
    failed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CheckAnswered(Fact):
    """A question that no record answers was answered by hand."""

    about = "audit"
    audit_id: int
    check_key: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AuditClosed(Fact):
    """An audit ended with a conclusion."""

    about = "audit"
    audit_id: int
    failed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FindingRaised(Fact):
    """A finding was given to somebody."""

    about = "finding"
    finding_id: int
    check_key: str
    grade: str
    to_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class FindingAnswered(Fact):
    """Whoever it was given to said what was done; `done`: that it is mended."""

    about = "finding"
    finding_id: int
    done: bool


@dataclass(frozen=True, kw_only=True)
class FindingMoved(Fact):
    """A finding was given to somebody else, or another day."""

    about = "finding"
    finding_id: int
    to_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class FindingLooked(Fact):
    """Somebody else looked whether the check holds again; where it does, the finding is closed with it."""

    about = "finding"
    finding_id: int
    holds: bool
    looked: int
    found: int


@dataclass(frozen=True, kw_only=True)
class ClauseApplied(Fact):
    """Somebody said whether a clause of a standard applies."""

    about = "organisation"
    standard: str
    clause: str
    applies: bool


@dataclass(frozen=True, kw_only=True)
class CheckBroke(Fact):
    """A check that held when the clock last looked does not hold any more."""

    about = "organisation"
    check_key: str
    found: int
