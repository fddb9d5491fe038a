"""What happened to what was told outside Kith."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Told(Fact):
    """Somebody wrote down that people of a partner were told or shown something, and how."""

    about = "disclosure"
    disclosure_id: int
    partner_id: int
    agreement_id: int | None
    channel: str


@dataclass(frozen=True, kw_only=True)
class ToldConfirmed(Fact):
    """It was confirmed to the partner in writing."""

    about = "disclosure"
    disclosure_id: int


@dataclass(frozen=True, kw_only=True)
class ToldRetracted(Fact):
    """It was written down by mistake."""

    about = "disclosure"
    disclosure_id: int
