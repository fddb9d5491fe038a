"""What happened to backups: ids and numbers."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BackupMade(Fact):
    """Everything lies in one sealed file."""

    about = "backup"
    backup_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class BackupFailed(Fact):
    """No backup was made."""

    about = "backup"
    backup_id: int


@dataclass(frozen=True, kw_only=True)
class BackupCleared(Fact):
    """An old backup made room for newer ones."""

    about = "backup"
    backup_id: int


@dataclass(frozen=True, kw_only=True)
class RestoreTried(Fact):
    """A backup was restored into an empty place and compared, part by part."""

    about = "backup"
    backup_id: int
    trial_id: int
    held: bool
