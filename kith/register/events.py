"""What happened in the register."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AssetRegistered(Fact):
    """An asset was taken into the register."""

    about = "asset"
    asset_id: int
    kind: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class AssetChanged(Fact):
    """What the register says of an asset was changed."""

    about = "asset"
    asset_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AssetGivenUp(Fact):
    """An asset was given up."""

    about = "asset"
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class StepAttested(Fact):
    """Somebody attested a measure that keeps an asset secret."""

    about = "asset"
    asset_id: int
    step_id: int
    until: date | None


@dataclass(frozen=True, kw_only=True)
class StepOver(Fact):
    """A measure does not hold any more."""

    about = "asset"
    asset_id: int
    step_id: int


@dataclass(frozen=True, kw_only=True)
class PackMade(Fact):
    """Somebody made the file that shows how an asset is kept secret."""

    about = "asset"
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class RightEntered(Fact):
    """A right at an office was entered."""

    about = "right"
    right_id: int
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class RightChanged(Fact):
    """A right's days or numbers were changed."""

    about = "right"
    right_id: int
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class FeePaid(Fact):
    """A fee was written down as paid."""

    about = "right"
    right_id: int
    asset_id: int
    due_on: date
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class PrioritySettled(Fact):
    """It was decided where else a right's asset is filed."""

    about = "right"
    right_id: int
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class RightDropped(Fact):
    """A right was given up, or the office refused it."""

    about = "right"
    right_id: int
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class ScheduleSet(Fact):
    """An organisation set a rule of its own for the fees of an office, or went back to Kith's."""

    about = "schedule"
    schedule_id: int
    own: bool


@dataclass(frozen=True, kw_only=True)
class LicenceEntered(Fact):
    """A licence was entered."""

    about = "licence"
    licence_id: int
    asset_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class LicenceOver(Fact):
    """A licence ended, or somebody saw to its end."""

    about = "licence"
    licence_id: int
    asset_id: int


@dataclass(frozen=True, kw_only=True)
class InventionTold(Fact):
    """Somebody told her organisation of what she thinks she has invented."""

    about = "invention"
    invention_id: int


@dataclass(frozen=True, kw_only=True)
class InventionAnswered(Fact):
    """An invention was taken into the register, or put aside."""

    about = "invention"
    invention_id: int
    asset_id: int | None
