"""What happened to reports without names, told from our side only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChannelOpened(Fact):
    """The link was made, or made anew: the one before it leads nowhere."""

    about = "channel"
    channel_id: int


@dataclass(frozen=True, kw_only=True)
class ChannelClosed(Fact):
    about = "channel"
    channel_id: int


@dataclass(frozen=True, kw_only=True)
class ReportHandedOver(Fact):
    """It reached the keepers. When it came in nobody writes down."""

    about = "report"
    report_id: int


@dataclass(frozen=True, kw_only=True)
class ReportAnswered(Fact):
    about = "report"
    report_id: int


@dataclass(frozen=True, kw_only=True)
class ReportTakenUp(Fact):
    about = "report"
    report_id: int
    item_id: int


@dataclass(frozen=True, kw_only=True)
class ReportClosed(Fact):
    about = "report"
    report_id: int
