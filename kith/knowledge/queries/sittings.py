"""How long people look for something (metric 23): counted from the first question to the page that was opened.

A sitting is one person's questions less than ten minutes apart. While it lasts it is in a signed cookie of hers: a
search writes nothing; what is kept of it afterwards says the firm and the day, neither who it was nor what was asked.
"""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.core import signing
from django.http import HttpRequest, HttpResponse

from kith.core import clock
from kith.core.actor import Actor
from kith.search.models import Sitting

COOKIE = "kith_sitting"
PAUSE = 600  # seconds without a question after which a sitting is over
COUNTED = timedelta(days=90)
FEWEST = 20  # sittings below which there is not enough data
LONGEST = 86_400  # seconds for which a browser keeps an unfinished one


def asked(request: HttpRequest, response: HttpResponse, by: Actor) -> None:
    """Take note that somebody asks."""
    now, going = int(clock.now().timestamp()), _going(request)
    if going is not None and now - going[1] > PAUSE:
        _keep(by, going[2], None)
        going = None
    begun = (going[0], now, going[2] + 1) if going else (now, now, 1)
    response.set_cookie(
        COOKIE,
        signing.dumps(begun, salt=COOKIE),
        max_age=LONGEST,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def opened(request: HttpRequest, response: HttpResponse, by: Actor) -> None:
    """Take note that somebody opens a page that she has found."""
    going = _going(request)
    if going is not None:
        now = int(clock.now().timestamp())
        _keep(by, going[2], now - going[0] if now - going[1] <= PAUSE else None)
        response.delete_cookie(COOKIE, samesite="Lax")


def _going(request: HttpRequest) -> tuple[int, int, int] | None:
    """When a sitting began, when it was last asked, and how often."""
    try:
        first, last, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(first), int(last), int(number)


def _keep(by: Actor, questions: int, seconds: int | None) -> None:
    if by.present:
        Sitting.objects.create(
            organisation_id=by.organisation,
            day=clock.now().date(),
            questions=min(questions, 1000),
            seconds=min(seconds, LONGEST) if seconds is not None else None,
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
