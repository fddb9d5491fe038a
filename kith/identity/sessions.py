"""Who acts in a session, asked outside of a request: by connections that stay open."""

from collections.abc import Iterable

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from kith.core import clock
from kith.core.actor import Actor
from kith.identity import queries
from kith.identity.models import Person

ACTING_FOR = "acting_for"


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
        if person is None or not constant_time_compare(
            values.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()
        ):
            continue
        seats = queries.seats_in(person, values.get(ACTING_FOR))
        if seats and not seats[0].waits:
            actors[key] = seats[0].actor
    return actors
