"""What happened to exports and imports. Ids and codes only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ExportAsked(Fact):
    about = "export"
    export_id: int
    scope: str
    format: str


@dataclass(frozen=True, kw_only=True)
class ExportMade(Fact):
    about = "export"
    export_id: int
    items: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ExportFetched(Fact):
    about = "export"
    export_id: int


@dataclass(frozen=True, kw_only=True)
class ArchiveImported(Fact):
    about = "space"
    space_id: int
    items: int


@dataclass(frozen=True, kw_only=True)
class ImportSent(Fact):
    about = "import"
    import_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ImportAgreed(Fact):
    about = "import"
    import_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ImportDone(Fact):
    about = "import"
    import_id: int
    space_id: int
    items: int
    versions: int


@dataclass(frozen=True, kw_only=True)
class ImportUndoing(Fact):
    about = "import"
    import_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Fact):
    about = "import"
    import_id: int
    space_id: int
    items: int
    versions: int
