"""For whoever lost her second step: the operator takes it away, so that her password lets her in."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core.actor import SYSTEM
from kith.core.errors import Refused
from kith.identity import events, queries, sessions, steps
from kith.identity.models import Person


@dataclass(frozen=True)
class Held:
    """What somebody has for her second step."""

    address: str
    ways: tuple[str, ...]  # `totp`, an app that shows codes; `webauthn`, a passkey
    codes: bool  # recovery codes were made for her


def held(address: str) -> Held:
    """What somebody has for her second step.

    Raises:
        Refused: nobody has this address here.
    """
    return _held(_person(address))


@transaction.atomic
def end_second_step(address: str) -> tuple[Held, int]:
    """Take somebody's second steps and recovery codes away, and sign her out everywhere; what went, and of how many
    sessions. She is told by mail.

    Raises:
        Refused: nobody has this address here, or she has nothing that could go.
    """
    person = Person.objects.select_for_update().get(pk=_person(address).pk)
    found = _held(person)
    if not found.ways and not found.codes:
        raise Refused(_("%(address)s has no second step. Nothing was changed.") % {"address": found.address})
    Authenticator.objects.filter(user=person).delete()
    home = queries.actor_for(person)
    for way in found.ways:
        owner = home.organisation_id if home else None
        ledger.record(events.SecondStepRemoved(by=SYSTEM, owner_id=owner, person_id=person.pk, way=way))
    return found, sessions.end_all(person)


def _held(person: Person) -> Held:
    ways = tuple(steps.held(person).order_by("pk").values_list("type", flat=True))
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
    return Held(person.email, ways, codes)


def _person(address: str) -> Person:
    person = Person.objects.filter(email__iexact=address.strip()).first()
    if person is None:
        raise Refused(_("Nobody has the address %(address)s here.") % {"address": address})
    return person
