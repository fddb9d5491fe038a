"""Who acts when a directory asks, and whether one keeps an organisation's people now."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from kith.core import clock
from kith.core.actor import DIRECTORY, Actor, Role
from kith.identity.actions.inviting import fingerprint
from kith.scim.models import Directory

NOTED = 60  # seconds after which the last use is noted again


def actor(organisation_id: int) -> Actor:
    """An organisation's directory as it acts: nobody in person, and no more than a steward may."""
    return Actor(None, organisation_id, Role.STEWARD, via=DIRECTORY)


def of_token(token: str) -> Actor | None:
    """The directory that a token is of; None when it is unknown, ended or expired. Its use is noted once a minute."""
    moment, print_ = clock.now(), fingerprint(token)
    row = all_living().filter(token_sha256=print_).first()
    if row is None or not constant_time_compare(row.token_sha256, print_):
        return None
    if row.last_used_at is None or (moment - row.last_used_at).total_seconds() >= NOTED:
        Directory.objects.filter(pk=row.pk).update(last_used_at=moment)
    return actor(row.organisation_id)


def all_living() -> QuerySet[Directory]:
    """The directories that keep anything now: neither ended by hand nor by the day of their token."""
    return Directory.objects.filter(ended_at=None, expires_at__gt=clock.now())


def living(organisation_id: int) -> Directory | None:
    """The directory that keeps an organisation's people now."""
    return all_living().filter(organisation=organisation_id).first()


def connected(organisation_id: int) -> Directory | None:
    """The directory that an owner connected and did not end; its token may have run out."""
    return Directory.objects.filter(organisation=organisation_id, ended_at=None).select_related("made_by").first()


def base() -> str:
    """The address that is given to a directory."""
    return f"{settings.KITH_URL}/scim/v2"
