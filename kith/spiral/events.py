"""What happened to conversions and sessions. Ids and codes only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ConversionRecorded(Fact):
    about = "conversion"
    conversion_id: int
    mode: str
    method: str
    item_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ConversionConfirmed(Fact):
    about = "conversion"
    conversion_id: int


@dataclass(frozen=True, kw_only=True)
class ConversionRetracted(Fact):
    about = "conversion"
    conversion_id: int


@dataclass(frozen=True, kw_only=True)
class SessionOpened(Fact):
    about = "session"
    session_id: int
    protocol: str
    space_id: int


@dataclass(frozen=True, kw_only=True)
class NoteMade(Fact):
    about = "session"
    session_id: int
    note_id: int


@dataclass(frozen=True, kw_only=True)
class NoteTakenBack(Fact):
    about = "session"
    session_id: int
    note_id: int


@dataclass(frozen=True, kw_only=True)
class SessionFileAdded(Fact):
    about = "session"
    session_id: int
    file_id: int


@dataclass(frozen=True, kw_only=True)
class SessionFileRemoved(Fact):
    about = "session"
    session_id: int
    file_id: int


@dataclass(frozen=True, kw_only=True)
class SessionClosed(Fact):
    """Its draft was made."""

    about = "session"
    session_id: int
    item_id: int
