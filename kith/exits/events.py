"""What happened at the end of an agreement: ids, numbers and days."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ExitOpened(Fact):
    """The end of an agreement became work for one of its parties."""

    about = "exit"
    exit_id: int
    agreement_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PiecesGathered(Fact):
    """Access has closed, and all that was shown under the agreement is listed."""

    about = "exit"
    exit_id: int
    pieces: int


@dataclass(frozen=True, kw_only=True)
class PiecesDecided(Fact):
    """The owner said what becomes of pages that the other side was shown."""

    about = "exit"
    exit_id: int
    piece_ids: tuple[int, ...]
    decision: str


@dataclass(frozen=True, kw_only=True)
class ListConfirmed(Fact):
    """The owner looked through what the other sides were shown, and what becomes of it."""

    about = "exit"
    exit_id: int


@dataclass(frozen=True, kw_only=True)
class ResultsConfirmed(Fact):
    """A party said whose the results of the work together are."""

    about = "exit"
    exit_id: int


@dataclass(frozen=True, kw_only=True)
class PiecesDone(Fact):
    """The holder returned or destroyed copies."""

    about = "exit"
    exit_id: int
    piece_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ExitCertified(Fact):
    """A party certified, by name, that it holds no copies but those that it may."""

    about = "exit"
    exit_id: int
    receipt_id: int
    backups_until: date | None


@dataclass(frozen=True, kw_only=True)
class BackupsGone(Fact):
    """The copies that had stayed in backups are overwritten."""

    about = "exit"
    exit_id: int


@dataclass(frozen=True, kw_only=True)
class ExitReviewed(Fact):
    """A party looked back at the work together."""

    about = "exit"
    exit_id: int
