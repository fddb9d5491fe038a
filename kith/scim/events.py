"""What happened to an organisation's directory: ids only. What it does to people and teams are identity's facts."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DirectoryConnected(Fact):
    """From now on an organisation's directory keeps its people and teams here."""

    about = "directory"
    directory_id: int


@dataclass(frozen=True, kw_only=True)
class DirectoryTokenDrawn(Fact):
    """The directory has a new token; the one before works no longer."""

    about = "directory"
    directory_id: int


@dataclass(frozen=True, kw_only=True)
class DirectoryEnded(Fact):
    """Its token works no longer. People and teams stay, and are kept by hand."""

    about = "directory"
    directory_id: int


@dataclass(frozen=True, kw_only=True)
class EntryAdded(Fact):
    """The directory keeps somebody here from now on."""

    about = "entry"
    entry_id: int


@dataclass(frozen=True, kw_only=True)
class EntryBound(Fact):
    """Somebody whom the directory keeps is a member."""

    about = "entry"
    entry_id: int
    membership_id: int


@dataclass(frozen=True, kw_only=True)
class EntryChanged(Fact):
    """The directory changed what it says of somebody; `fields` are what."""

    about = "entry"
    entry_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EntryRemoved(Fact):
    """The directory keeps somebody no longer."""

    about = "entry"
    entry_id: int


@dataclass(frozen=True, kw_only=True)
class GroupKept(Fact):
    """The directory keeps a team from now on."""

    about = "team"
    team_id: int


@dataclass(frozen=True, kw_only=True)
class GroupLeft(Fact):
    """The directory keeps a team no longer; it is empty, and kept by hand."""

    about = "team"
    moves_access = True
    team_id: int
