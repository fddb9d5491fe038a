"""What a check found: data only, so that it can be kept, compared, and shown to whoever may see what it names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

KEPT = 200  # faults that are named; all are counted


class State(StrEnum):
    """What a check came to."""

    HOLDS = "holds"
    FAILS = "fails"
    NOTHING = "nothing"  # there was nothing to look at, so nothing is shown by it
    OPEN = "open"  # somebody has to answer it by hand, and nobody has


STATES = {
    State.HOLDS: _("Holds"),
    State.FAILS: _("Does not hold"),
    State.NOTHING: _("Nothing to look at"),
    State.OPEN: _("Not answered yet"),
}


@dataclass(frozen=True)
class Fault:
    """One thing because of which a check does not hold, by its kind and key; `naming` says what it is called."""

    kind: str
    pk: int
    day: date | None = None  # since when, where that is known


@dataclass(frozen=True)
class Outcome:
    """How many things were looked at, in how many a fault was found, and the first of these."""

    looked: int
    found: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def state(self) -> State:
        """What it comes to."""
        if self.found:
            return State.FAILS
        return State.HOLDS if self.looked else State.NOTHING

    @property
    def more(self) -> int:
        """How many faults are counted and not named."""
        return self.found - len(self.faults)


def among(
    looked: "QuerySet[Any, Any]",
    faulty: "QuerySet[Any, Any]",
    kind: str,
    day: Callable[[Any], date | None] = lambda row: None,
) -> Outcome:
    """An outcome from two questions: all that is looked at, and those of it that are faulty."""
    found = faulty.count()
    rows: list[Model] = list(faulty.order_by("pk")[:KEPT]) if found else []
    return Outcome(looked.count(), found, tuple(Fault(kind, row.pk, day(row)) for row in rows))


def listed(looked: int, faults: list[Fault]) -> Outcome:
    """An outcome from faults that were found in Python."""
    return Outcome(looked, len(faults), tuple(faults[:KEPT]))
