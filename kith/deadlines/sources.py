"""What has deadlines. The app that owns the things says which days they have, and what they are called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence

BEFORE = (180, 90, 30, 7)  # days before a date on which somebody is told
LATE = -1  # stands for: the date has passed, and nothing was done


@dataclass(frozen=True)
class Due:
    """A day by which something has to be done about a thing, as long as it is not done."""

    about_id: int
    what: str  # which of the thing's days, by a key of its source's `sorts`
    day: date  # the last day on which it can be done
    known_since: date  # since when it has been this day
    organisation_id: int
    responsible_id: int | None = None  # who sees to it; None: the organisation's keepers
    zone: str = "UTC"

    def days_left(self, at: datetime) -> int:
        """Days until it in its zone; negative when it has passed."""
        return (self.day - clock.day_of(at, self.zone)).days

    def alert(self, at: datetime) -> int | None:
        """Which alert is due: 180, 90, 30 or 7 days before it, or `LATE`; None when none is.

        A date that was nearer already when it came to be known gives no such alert, but the last one always.
        """
        left = self.days_left(at)
        if left < 0:
            return LATE
        known = (self.day - self.known_since).days
        return min((days for days in BEFORE if left <= days and (days < known or days == BEFORE[-1])), default=None)


@dataclass(frozen=True)
class Wanted:
    """Which days are asked for: of these things, of this organisation, up to this day; None: of all."""

    ids: tuple[int, ...] | None = None
    organisation_id: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """What a thing is called, and the way there."""

    words: str
    href: str


@dataclass(frozen=True)
class Source:
    """A kind of thing that has deadlines.

    Attributes:
        dues: the open days that are asked for, in a fixed number of questions.
        lines: what things are called, for those of them that an actor may see.
        sorts: what is to be done by a day, by key.
    """

    dues: Callable[[Wanted], Iterable[Due]]
    lines: Callable[[Actor, Iterable[int]], dict[int, Line]]
    sorts: Mapping[str, Sentence]


SOURCES: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Let things of a kind have deadlines."""
    SOURCES[kind] = source
