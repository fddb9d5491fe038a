"""Sessions that were begun through a firm's own provider: each is bound to that firm. The one place of that rule.

Whoever runs a firm's provider can sign in there as anybody whom the firm has here. So such a session holds the seats of
that firm only, and nothing that belongs to the whole account: no other firm's pages, no password, no passkey.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

from kith.identity.models import Membership, Person

KEY = "through"  # in the session
# What a higher floor knows: whether somebody may still come in by a provider. Asked in a transaction, and holds it.
STANDS: list[Callable[[str, Person], bool]] = []
METHOD = "provider"  # what the sign-in library writes down of it


def mark(request: HttpRequest, person: Person, *, provider: str, organisation_id: int) -> None:
    """A provider has just said who somebody is. Whatever follows at this sign-in, its session is bound."""
    record_authentication(request, person, METHOD, provider=provider)
    request.session[KEY] = {
        "provider": provider,
        "organisation": organisation_id,
        "person": person.pk,
        "at": time.time(),
    }


def settle(request: HttpRequest, person: Person) -> None:
    """Somebody has signed in: the session stays bound, unless she showed a password or passkey of her own since."""
    held = request.session.get(KEY)
    if held is None:
        return
    since = [each for each in get_authentication_records(request, person) if each["at"] > held["at"]]
    if held["person"] != person.pk or any(_own(each) for each in since):
        del request.session[KEY]


def _own(record: dict[str, Any]) -> bool:
    return record["method"] == "password" or bool(record.get("passwordless"))


def keep(request: HttpRequest, person: Person) -> None:
    """Before somebody's session takes the place of another one's: empty it, but not of its bond."""
    if request.session.get(SESSION_KEY, str(person.pk)) == str(person.pk):
        return
    held = request.session.get(KEY)
    request.session.flush()
    if held is not None:
        request.session[KEY] = held


def stands(session: Mapping[str, Any], person: Person) -> bool:
    """Whether a sign-in may end in a session: what it was begun through still lets her in."""
    begun = provider_of(session)
    return begun is None or all(each(begun, person) for each in STANDS)


def bound(session: Mapping[str, Any]) -> int | None:
    """The organisation to which a session is bound; None: to none."""
    held = session.get(KEY)
    return int(held["organisation"]) if held else None


def provider_of(session: Mapping[str, Any]) -> str | None:
    """The provider through which a session was begun."""
    held = session.get(KEY)
    return str(held["provider"]) if held else None


def is_whole(session: Mapping[str, Any], person: Person, *, strict: bool = False) -> bool:
    """Whether what belongs to the whole account opens in a session.

    In a bound one only where she never belonged to another organisation; what lets her in without the provider, which
    is `strict`, never: it would outlast the bond.
    """
    organisation_id = bound(session)
    if organisation_id is None:
        return True
    elsewhere = Membership.objects.filter(person=person).exclude(organisation=organisation_id)
    return not strict and not elsewhere.exists()
