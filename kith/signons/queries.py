"""Questions about providers and links."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity import queries as identity
from kith.identity import through
from kith.identity.models import Person, ProviderDemand
from kith.signons import policy
from kith.signons.models import Link, Provider


@dataclass(frozen=True)
class Way:
    """A provider by which somebody could sign in, and whether she does."""

    provider: Provider
    link: Link | None


def of_organisation(by: Actor) -> Provider | None:
    """The provider of the actor's organisation.

    Raises:
        Unseen: she is no owner.
    """
    policy.require_owner(by)
    return Provider.objects.standing().filter(organisation=by.organisation).first()


def is_required(organisation_id: int) -> bool:
    """Whether an organisation lets its people in only through its provider."""
    return ProviderDemand.objects.filter(organisation=organisation_id).exists()


def linked(provider: Provider) -> int:
    """How many of the organisation's people sign in by it."""
    people = identity.colleagues(provider.organisation_id).values("person")
    return Link.objects.filter(provider=provider, person__in=people).count()


def open_one(uid: str) -> Provider:
    """A provider by which people may sign in.

    Raises:
        Unseen: there is none.
    """
    found = Provider.objects.open().filter(uid=uid).first()
    if found is None:
        raise Unseen("Provider")
    return found


def called(short: str) -> Provider | None:
    """The provider that people find under a short name."""
    return Provider.objects.open().filter(short=short.strip().lower()).first() if short.isprintable() else None


def remembered(uid: str) -> Provider | None:
    """The provider that was used on a device before."""
    return Provider.objects.open().filter(uid=uid).first() if uid.isalnum() else None


def of_person(person: Person) -> list[Provider]:
    """The providers of the organisations to which somebody belongs, by name."""
    firms = identity.organisations_of(person).values("pk")
    return list(Provider.objects.open().filter(organisation__in=firms).order_by("name", "pk"))


def ways(person: Person) -> list[Way]:
    """The providers by which somebody could sign in."""
    links = {link.provider_id: link for link in Link.objects.filter(person=person)}
    return [Way(provider, links.get(provider.pk)) for provider in of_person(person)]


def ways_to_prove(request: HttpRequest) -> list[dict[str, Any]]:
    """The provider by which somebody can show that it is still she: the one through which her session was begun."""
    begun = through.provider_of(request.session)
    row = Link.objects.filter(provider__uid=begun or "", person=request.user.pk, provider__in=Provider.objects.open())
    return [
        {
            "id": f"provider:{link.provider.uid}",
            "description": _("Sign in once more through %(name)s") % {"name": link.provider.name},
            "url": reverse("sign_in_again_through", args=[link.provider.uid]),
        }
        for link in row.select_related("provider")
    ]
