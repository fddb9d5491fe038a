"""Connecting an organisation's provider, changing it, ending it."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock, ids
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import sessions
from kith.signons import events, policy
from kith.signons.actions import asking
from kith.signons.actions.holding import take
from kith.signons.models import Link, Provider
from kith.signons.oidc import discovery, outgoing

SHORT = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")


@dataclass(frozen=True)
class Wish:
    """What an owner says of the provider."""

    name: str
    short: str
    secret: str  # empty at a change: it stays
    issuer: str = ""
    client_id: str = ""


def uid_of_next(organisation_id: int) -> str:
    """The id that the organisation's next provider will have.

    It is known before: the provider wants to know where it sends people back to before it says what it calls Kith.
    """
    earlier = Provider.objects.filter(organisation=organisation_id).count()
    drawn = salted_hmac("kith.signons.provider", f"{organisation_id}.{earlier}", algorithm="sha256").digest()
    return "".join(ids.ALPHABET[byte % len(ids.ALPHABET)] for byte in drawn[: ids.LENGTH])


def connect(wish: Wish, *, by: Actor) -> Provider:
    """Connect the organisation's provider, after asking it about itself. Nobody signs in by it before it was tried.

    Raises:
        Unseen: she is no owner.
        Refused: it does not answer as it should, the short name is taken, or there is one already.
    """
    policy.require_owner(by)
    _check(wish, None)
    try:
        with outgoing.turn(by.organisation):
            found = discovery.find(wish.issuer, inside=policy.may_go_inside(by.organisation))
    except outgoing.Busy as busy:
        raise Refused(str(busy.said)) from busy
    with transaction.atomic():
        if Provider.objects.standing().filter(organisation=by.organisation).exists():
            raise Refused(_("Your organisation has connected one already. End it first."))
        provider = Provider.objects.create(
            uid=uid_of_next(by.organisation),
            organisation_id=by.organisation,
            name=wish.name.strip(),
            short=wish.short,
            issuer=wish.issuer,
            client_id=wish.client_id,
            secret=wish.secret,
            authorization_endpoint=found.authorization_endpoint,
            token_endpoint=found.token_endpoint,
            jwks_uri=found.jwks_uri,
            basic=found.basic,
            made_at=clock.now(),
        )
        ledger.record(events.ProviderConnected(by=by, owner_id=by.organisation, provider_id=provider.pk))
    return provider


@transaction.atomic
def change(wish: Wish, *, by: Actor) -> Provider:
    """Give it another name, short name or secret.

    Raises:
        Unseen: she is no owner, or there is none.
        Refused: the short name is taken.
    """
    provider = take(by)
    _check(wish, provider)
    new = {"name": wish.name.strip(), "short": wish.short, "secret": wish.secret or provider.secret}
    changed = tuple(sorted(name for name, value in new.items() if getattr(provider, name) != value))
    if changed:
        for name, value in new.items():
            setattr(provider, name, value)
        provider.save(update_fields=["name", "short", "secret"])
        ledger.record(events.ProviderChanged(by=by, owner_id=by.organisation, provider_id=provider.pk, fields=changed))
    return provider


@transaction.atomic
def tried(uid: str, *, by: Actor) -> Provider:
    """An owner came back from it as she should: from now on her people may sign in by it.

    Raises:
        Unseen: she is no owner, or there is none.
    """
    provider = take(by)
    if provider.uid != uid:
        raise Unseen("Provider")
    if provider.tried_at is None:
        provider.tried_at = clock.now()
        provider.save(update_fields=["tried_at"])
        ledger.record(events.ProviderTried(by=by, owner_id=by.organisation, provider_id=provider.pk))
    return provider


@transaction.atomic
def end(*, by: Actor) -> None:
    """Let nobody sign in by it any more: links go, sessions that were begun so are over, and it is required no more.

    Raises:
        Unseen: she is no owner, or there is none.
    """
    provider = take(by)
    asking.lift(provider.organisation_id, by=by)
    sessions.end_through(provider.uid, provider.links.values_list("person", flat=True))
    Link.objects.filter(provider=provider).delete()
    provider.ended_at, provider.secret, provider.keys = clock.now(), "", ""
    provider.save(update_fields=["ended_at", "secret", "keys"])
    ledger.record(events.ProviderEnded(by=by, owner_id=by.organisation, provider_id=provider.pk))


def _check(wish: Wish, held: Provider | None) -> None:
    if not wish.name.strip():
        raise Refused(_("Say what stands on the button."), "name")
    if not SHORT.fullmatch(wish.short):
        raise Refused(_("Use 3 to 40 small letters, digits and hyphens."), "short")
    taken = Provider.objects.standing().filter(short=wish.short)
    if (taken.exclude(pk=held.pk) if held else taken).exists():
        raise Refused(_("This short name is taken. Choose another."), "short")
