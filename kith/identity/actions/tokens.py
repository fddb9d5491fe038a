"""Tokens for programs: scoped, expiring, shown once."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import events, queries
from kith.identity.actions.inviting import fingerprint
from kith.identity.models import ApiToken

LONGEST = 366  # days
PREFIX = "kith_"


@dataclass(frozen=True)
class Made:
    """A token and its secret, which is known only now."""

    token: ApiToken
    secret: str


@transaction.atomic
def make(name: str, scopes: set[str], days: int, *, by: Actor) -> Made:
    """Make a token with which a program acts as the actor.

    Raises:
        Refused: no name, no or unknown scopes, or a life that is not 1 to 366 days.
    """
    if not name.strip():
        raise Refused(_("Say what the token is for."), "name")
    if not scopes or not scopes <= set(ApiToken.Scope.values):
        raise Refused(_("Say what the token may do."), "scopes")
    if not 1 <= days <= LONGEST:
        raise Refused(_("A token lives for 1 to 366 days."), "days")
    if by.membership_id is None:
        raise Unseen("Membership")
    secret = PREFIX + secrets.token_urlsafe(32)
    moment = clock.now()
    token = ApiToken.objects.create(
        membership_id=by.membership_id,
        name=name.strip()[:120],
        token_sha256=fingerprint(secret),
        scopes=" ".join(sorted(scopes)),
        made_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    ledger.record(events.TokenMade(by=by, owner_id=by.organisation_id, token_id=token.pk))
    return Made(token, secret)


@transaction.atomic
def revoke(uid: str, *, by: Actor) -> None:
    """Make one of the actor's tokens useless."""
    token = ApiToken.objects.filter(uid=uid, membership=by.membership_id, revoked_at=None).first()
    if token is None:
        raise Unseen("ApiToken")
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    ledger.record(events.TokenRevoked(by=by, owner_id=by.organisation_id, token_id=token.pk))


def actor_of(secret: str) -> Actor | None:
    """Who acts with a token; None when it is unknown, revoked, expired, or its person has left.

    Raises:
        Denied: a second step is asked of its person, and she has none.
    """
    token = (
        ApiToken.objects.filter(token_sha256=fingerprint(secret), revoked_at=None, expires_at__gt=clock.now())
        .select_related("membership__person")
        .first()
    )
    if token is None:
        return None
    actor = queries.admitted(token.membership.person, token.membership.organisation_id, via="token")
    return replace(actor, scopes=frozenset(token.scopes.split())) if actor else None
