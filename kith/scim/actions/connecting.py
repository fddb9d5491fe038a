"""Connecting an organisation's directory, drawing a new token, ending it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor, Role
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.identity.actions.inviting import fingerprint
from kith.identity.models import Organisation
from kith.notices import actions as notices
from kith.scim import events, told
from kith.scim.models import Directory

LASTS = timedelta(days=366)
WARNED = timedelta(days=14)  # before the token ends
PREFIX = "kith_scim_"


@dataclass(frozen=True)
class Made:
    """A directory and its token, which is shown only now."""

    directory: Directory
    token: str


def require_owner(by: Actor) -> None:
    """Stop unless she owns the organisation: for everybody else there is nothing here.

    Raises:
        Unseen: she does not.
    """
    if not by.present or by.role is not Role.OWNER:
        raise Unseen("Directory")


@transaction.atomic
def connect(*, by: Actor) -> Made:
    """Let the organisation's directory keep its people and teams from now on.

    Raises:
        Unseen: she is no owner.
        Refused: one is connected already.
    """
    require_owner(by)
    Organisation.objects.select_for_update().get(pk=by.organisation)
    if Directory.objects.filter(organisation=by.organisation, ended_at=None).exists():
        raise Refused(_("A directory is connected already. End it first."))
    token, moment = _draw(), clock.now()
    row = Directory.objects.create(
        organisation_id=by.organisation,
        token_sha256=fingerprint(token),
        made_at=moment,
        made_by_id=by.person,
        expires_at=moment + LASTS,
    )
    ledger.record(events.DirectoryConnected(by=by, owner_id=by.organisation, directory_id=row.pk))
    return Made(row, token)


@transaction.atomic
def draw_token(*, by: Actor) -> Made:
    """Draw a new token, for another 366 days. The one before works no longer, from this moment.

    Raises:
        Unseen: she is no owner, or none is connected.
    """
    row, token = _take(by), _draw()
    row.token_sha256, row.expires_at, row.warned_at = fingerprint(token), clock.now() + LASTS, None
    row.save(update_fields=["token_sha256", "expires_at", "warned_at"])
    ledger.record(events.DirectoryTokenDrawn(by=by, owner_id=by.organisation, directory_id=row.pk))
    return Made(row, token)


@transaction.atomic
def end(*, by: Actor) -> None:
    """Let the directory in no longer. People and teams stay, and are kept by hand again.

    Raises:
        Unseen: she is no owner, or none is connected.
    """
    row = _take(by)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    ledger.record(events.DirectoryEnded(by=by, owner_id=by.organisation, directory_id=row.pk))


@transaction.atomic
def warn() -> int:
    """Tell owners, once, whose directory's token ends within 14 days; of how many directories."""
    soon = Directory.objects.select_for_update().filter(
        ended_at=None, warned_at=None, expires_at__lte=clock.now() + WARNED
    )
    rows = list(soon)
    for row in rows:
        owners = [(person, row.organisation_id) for person in identity.owners(row.organisation_id)]
        notices.tell(told.ENDS_SOON, row.pk, owners, by=SYSTEM)
        Directory.objects.filter(pk=row.pk).update(warned_at=clock.now())
    return len(rows)


def _draw() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _take(by: Actor) -> Directory:
    require_owner(by)
    row = Directory.objects.select_for_update().filter(organisation=by.organisation, ended_at=None).first()
    if row is None:
        raise Unseen("Directory")
    return row
