"""What a directory keeps, for pages of people. Loads nothing of the library that speaks to directories."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.core.actor import Actor
from kith.scim import directories
from kith.scim.actions.connecting import require_owner
from kith.scim.models import Directory, Entry, Group


@dataclass(frozen=True)
class Summary:
    """What an owner sees of her organisation's directory."""

    directory: Directory | None
    base: str
    joined: int = 0
    awaited: int = 0
    teams: int = 0


def summary(by: Actor) -> Summary:
    """The organisation's directory, and how much it keeps.

    Raises:
        Unseen: she is no owner.
    """
    require_owner(by)
    connected = directories.connected(by.organisation)
    entries = Entry.objects.filter(organisation=by.organisation)
    return Summary(
        connected,
        directories.base(),
        joined=entries.filter(membership__isnull=False, membership__ended_at=None).count(),
        awaited=entries.filter(membership=None).exclude(active=False).count(),
        teams=Group.objects.filter(organisation=by.organisation, ended_at=None).count(),
    )


def members(organisation_id: int) -> set[int]:
    """The memberships that a living directory keeps: one query."""
    rows = Entry.objects.filter(organisation=organisation_id, membership__isnull=False)
    return set(_while_connected(rows, organisation_id).values_list("membership", flat=True))


def teams(organisation_id: int) -> set[int]:
    """The teams that a living directory keeps: one query."""
    rows = Group.objects.filter(organisation=organisation_id, ended_at=None)
    return set(_while_connected(rows, organisation_id).values_list("team", flat=True))


def _while_connected(rows: QuerySet[Any], organisation_id: int) -> QuerySet[Any]:
    living = directories.all_living().filter(organisation=organisation_id)
    return rows.filter(organisation__in=living.values("organisation"))
