"""How long people look for something (metric 23): counted from the first question to the page that was opened.

A sitting is one person's questions less than ten minutes apart. While it lasts it is in her session; what is kept of it
afterwards says the firm and the day, and neither who it was nor what she looked for.
"""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.contrib.sessions.backends.base import SessionBase

from kith.core import clock
from kith.core.actor import Actor
from kith.search.models import Sitting

KEY = "sitting"
PAUSE = 600  # seconds without a question after which a sitting is over
COUNTED = timedelta(days=90)
FEWEST = 20  # sittings below which there is not enough data


def asked(session: SessionBase, by: Actor) -> None:
    """Take note that somebody asks."""
    now = int(clock.now().timestamp())
    going = session.get(KEY)
    if going and now - going["last"] > PAUSE:
        _keep(by, going["n"], None)
        going = None
    session[KEY] = {"first": going["first"] if going else now, "last": now, "n": going["n"] + 1 if going else 1}


def opened(session: SessionBase, by: Actor) -> None:
    """Take note that somebody opens a page that she has found."""
    going = session.pop(KEY, None)
    if going:
        now = int(clock.now().timestamp())
        _keep(by, going["n"], now - going["first"] if now - going["last"] <= PAUSE else None)


def _keep(by: Actor, questions: int, seconds: int | None) -> None:
    if by.present:
        Sitting.objects.create(
            organisation_id=by.organisation,
            day=clock.now().date(),
            questions=min(questions, 1000),
            seconds=seconds,
        )


@dataclass(frozen=True)
class Spent:
    """How long sittings took: how many there were and how many ended with a page; the median only of enough of them."""

    n: int
    opened: int
    median: int | None  # seconds


def spent(by: Actor) -> Spent:
    """How long the people of an organisation looked for things in the last 90 days."""
    if not by.present:
        return Spent(0, 0, None)
    since = clock.now().date() - COUNTED
    rows = Sitting.objects.filter(organisation_id=by.organisation, day__gte=since).values_list("seconds", flat=True)
    took = [seconds for seconds in rows if seconds is not None]
    return Spent(len(rows), len(took), round(median(took)) if len(took) >= FEWEST else None)
