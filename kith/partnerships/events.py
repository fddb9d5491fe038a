"""What happened between organisations."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PartnershipProposed(Fact):
    about = "proposal"
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class PartnershipBegan(Fact):
    about = "partnership"
    partnership_id: int
    partner_id: int


@dataclass(frozen=True, kw_only=True)
class CompetitionSaid(Fact):
    """A side said that both compete in a market, or (`compete` false) that they do not any more."""

    about = "partnership"
    partnership_id: int
    compete: bool


@dataclass(frozen=True, kw_only=True)
class AimWritten(Fact):
    about = "partnership"
    partnership_id: int
    aim_id: int


@dataclass(frozen=True, kw_only=True)
class AimWithdrawn(Fact):
    about = "partnership"
    partnership_id: int
    aim_id: int
