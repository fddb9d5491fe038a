"""What happened before the committee."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RequestAsked(Fact):
    """Somebody asked the committee to decide."""

    about = "request"
    request_id: int
    sort: str
    partner_id: int | None
    asset_id: int | None


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Fact):
    """Who had asked needs no decision any more."""

    about = "request"
    request_id: int


@dataclass(frozen=True, kw_only=True)
class RequestPut(Fact):
    """A request was put to the vote, with a pack of evidence."""

    about = "request"
    request_id: int
    ballot_id: int
    pack_sha256: str


@dataclass(frozen=True, kw_only=True)
class RequestDecided(Fact):
    """A request was decided: by votes, or by the chair alone."""

    about = "request"
    request_id: int
    ballot_id: int | None
    granted: bool
    alone: bool
    until: date | None


@dataclass(frozen=True, kw_only=True)
class RequestRatified(Fact):
    """The committee voted on what its chair had decided alone."""

    about = "request"
    request_id: int
    ballot_id: int
    ratified: bool


@dataclass(frozen=True, kw_only=True)
class GrantOver(Fact):
    """What was granted does not hold any more: its day has passed, it was not ratified, or somebody took it back."""

    about = "request"
    request_id: int
