"""Where an exit stands: from the clock and from what both sides have done, never typed (F7)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kith.agreements import dates
from kith.core import clock
from kith.exits.models import Exit, Side

DAYS = 30  # after access has closed, by which both sides have done what the end asks of them
TO_LIST = 14  # of these days, in which an owner says what becomes of what is hers; then it is as agreed


class State(StrEnum):
    """Where it stands. Before an end is recorded, or the agreement runs out, there is no exit."""

    NOTICE = "notice"  # the end is recorded; access goes on until its day, and nothing new is shared
    RUNNING = "running"  # access has closed; both sides see to what was shown
    SURVIVAL = "survival"  # both sides are done; what was seen stays secret
    CLOSED = "closed"  # the last duty is over


STATES = {
    State.NOTICE: _("Notice: nothing new is shared"),
    State.RUNNING: _("Exit running"),
    State.SURVIVAL: _("Secrecy goes on"),
    State.CLOSED: _("Closed"),
}


def of(row: Exit, sides: Iterable[Side], at: datetime) -> State:
    """Where an exit stands at a moment; its agreement and basis are at hand."""
    basis = row.agreement.basis
    assert basis is not None  # only what all have signed ends
    if basis.closes_at > at:
        return State.NOTICE
    day, all_sides = day_of(row, at), list(sides)
    done = all(side.is_whole or day > side.due_on for side in all_sides)
    if done and day > secret_until(row):
        return State.CLOSED  # nothing is secret any more, and nobody has days left for what was left undone
    return State.SURVIVAL if all(side.is_whole for side in all_sides) else State.RUNNING


def secret_until(row: Exit) -> date:
    """The last day on which what was seen is secret."""
    basis = row.agreement.basis
    assert basis is not None
    return dates.secret_until(row.agreement, basis.closes_at)


def day_of(row: Exit, at: datetime) -> date:
    """The day of a moment where the agreement's days begin and end."""
    return clock.day_of(at, row.agreement.zone)


def list_by(side: Side) -> date:
    """The last day on which a side may say what becomes of what is its own."""
    return side.due_on - timedelta(days=DAYS - TO_LIST)


def has_decided(row: Exit, side: Side, at: datetime) -> bool:
    """Whether it stands what becomes of a side's pages: it said so, or its days for that are over."""
    return side.listed_at is not None or day_of(row, at) > list_by(side)
