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
class AimWritten(Fact):
    about = "partnership"
    partnership_id: int
    aim_id: int


@dataclass(frozen=True, kw_only=True)
class AimWithdrawn(Fact):
    about = "partnership"
    partnership_id: int
    aim_id: int
