"""What happened about deadlines."""

from dataclasses import dataclass
from datetime import date

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DeadlineAlerted(Fact):
    """Somebody was told of a day by which something has to be done."""

    about = "alert"
    alert_id: int
    thing: str
    thing_id: int
    day: date
    before: int


@dataclass(frozen=True, kw_only=True)
class DeadlineEscalated(Fact):
    """Nobody took note of an alert in time, so all keepers were told."""

    about = "alert"
    alert_id: int


@dataclass(frozen=True, kw_only=True)
class DeadlineAcknowledged(Fact):
    """Somebody took note of an alert, with words."""

    about = "alert"
    alert_id: int
