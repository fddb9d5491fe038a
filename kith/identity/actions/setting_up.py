"""The first organisation of an installation, made through a link that is printed where the server runs."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from kith.core import clock
from kith.core.errors import Unseen
from kith.identity.actions import joining
from kith.identity.actions.inviting import NewAccount, fingerprint
from kith.identity.models import Organisation, Person, SetupLink


@transaction.atomic
def fresh_link() -> str | None:
    """A new one-time link, which voids the old ones; None when an organisation is here already."""
    if Organisation.objects.exists():
        return None
    SetupLink.objects.all().delete()
    token = secrets.token_urlsafe(24)
    SetupLink.objects.create(token_sha256=fingerprint(token), made_at=clock.now())
    return f"{settings.KITH_URL}/setup/{token}"


def check(token: str) -> None:
    """Stop unless the link works.

    Raises:
        Unseen: it never did, was used, or was voided.
    """
    if Organisation.objects.exists() or not SetupLink.objects.filter(token_sha256=fingerprint(token)).exists():
        raise Unseen("SetupLink")


@dataclass(frozen=True)
class First:
    """The first person, her address and her organisation."""

    organisation_name: str
    email: str
    account: NewAccount


@transaction.atomic
def begin(token: str, first: First) -> Person:
    """Make the first account and organisation, and use the link up."""
    SetupLink.objects.select_for_update().filter(token_sha256=fingerprint(token)).first()
    check(token)
    person = joining.create_person(
        email=first.email, name=first.account.name, password=first.account.password, zone=first.account.zone
    )
    joining.found(first.organisation_name, founder=person)
    SetupLink.objects.all().delete()
    return person
