"""How long a session lasts, when it ends before, and who acts in one outside of a request."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from kith.core import clock
from kith.core.actor import Actor
from kith.identity import queries, through
from kith.identity.models import Person

ACTING_FOR = "acting_for"
ENDS_AT = "ends_at"  # in the session, as a time stamp: of whoever comes from outside


def begin(session: Any, person: Person) -> None:
    """Let the session of whoever belongs to other organisations than the founder be a short one.

    Her firm's devices and habits are not the founder's to know; whoever finds one open finds it shut tomorrow.
    """
    session.set_expiry(None)  # a sign-in through a provider begins in a session that is to last ten minutes only
    founder = queries.founder()
    if all(seat.actor.organisation_id != founder for seat in queries.seats_in(person, None, through.bound(session))):
        session[ENDS_AT] = clock.now().timestamp() + settings.KITH_SESSION_OUTSIDE * 3600


def is_over(session: Mapping[str, Any]) -> bool:
    """Whether a session has lasted as long as it may."""
    return bool(session.get(ENDS_AT, clock.now().timestamp() + 1) <= clock.now().timestamp())


def end_all(person: Person, *, but: str | None = None) -> int:
    """Sign a person out everywhere but in one session, in the caller's transaction; how many sessions ended."""
    rows = UserSession.objects.filter(user=person).exclude(session_key=but or "")
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    return int(rows.delete()[0])


def end_in(person: Person, organisation_id: int) -> int:
    """End those of a person's sessions that act for an organisation or are bound to it; how many.

    For an organisation's directory: what she does elsewhere is not its to end. In the caller's transaction, and asked
    before her seat there ends.
    """
    rows = UserSession.objects.filter(user=person)
    held = Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True)))
    keys = [row.session_key for row in held if _is_in(row.get_decoded(), person, organisation_id)]
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    return len(keys)


def _is_in(values: Mapping[str, Any], person: Person, organisation_id: int) -> bool:
    bound = through.bound(values)
    if bound is not None:
        return bound == organisation_id
    seats = queries.seats_in(person, values.get(ACTING_FOR), None)
    return not seats or seats[0].actor.organisation_id == organisation_id


def end_through(provider: str, people: Iterable[int]) -> int:
    """End those people's sessions that were begun through a provider, in the caller's transaction; how many."""
    rows = UserSession.objects.filter(user__in=set(people))
    held = Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True)))
    keys = [row.session_key for row in held if through.provider_of(row.get_decoded()) == provider]
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    return len(keys)


def actors_of(session_keys: Iterable[str]) -> dict[str, Actor]:
    """The actor of each of those sessions now; none for one that is over, whose person is nobody's
    any more, or that waits for a second step.

    Two queries and one for each person. As at a request, a session is over when its person's password has changed.
    """
    rows = Session.objects.filter(session_key__in=set(session_keys), expire_date__gt=clock.now())
    kept = {row.session_key: row.get_decoded() for row in rows}
    ids = {int(values[SESSION_KEY]) for values in kept.values() if str(values.get(SESSION_KEY, "")).isdigit()}
    people = Person.objects.filter(is_active=True).in_bulk(ids)
    actors = {}
    for key, values in kept.items():
        person = people.get(int(values.get(SESSION_KEY, 0)))
        if (
            person is None
            or is_over(values)
            or not constant_time_compare(values.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
        ):
            continue
        seats = queries.seats_in(person, values.get(ACTING_FOR), through.bound(values))
        if seats and not seats[0].waits:
            actors[key] = seats[0].actor
    return actors
