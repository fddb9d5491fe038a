"""Who may see an item, and under what. Built from the same grants as the reach, read from the item's side."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from kith.access.models import BasisRecipient, ContainerKind, Grant, SubjectKind
from kith.access.reach import ceiling_of
from kith.core import clock
from kith.core.actor import Role
from kith.identity.models import Membership
from kith.knowledge.models import Item


@dataclass
class Group:
    """The people of one organisation who may see an item, and the bases under which they do."""

    organisation_id: int
    organisation_name: str = ""
    person_ids: set[int] = field(default_factory=set)
    bases: dict[int, tuple[str, datetime]] = field(default_factory=dict)  # id: title and the moment it closes

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.person_ids)


@dataclass(frozen=True)
class Audience:
    """Everyone who may see an item, by organisation, the owner's first."""

    ours: Group
    partners: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many people in all; somebody who belongs to two organisations counts once."""
        return len(self.ours.person_ids.union(*(group.person_ids for group in self.partners)))


def covering(item: Item) -> Q:
    """The grants whose container holds the item."""
    return Q(owner=item.organisation_id) & (
        Q(container_kind=ContainerKind.SPACE, container_id=item.space_id)
        | Q(container_kind=ContainerKind.SUBTREE, container_id__in=item.ancestor_ids)
        | Q(container_kind=ContainerKind.ITEM, container_id=item.pk)
    )


def of(item: Item) -> Audience:
    """Everyone who may see the item's current text now: four queries, whatever the number of people."""
    moment = clock.now()
    grants = [
        grant
        for grant in Grant.objects.live(moment).filter(covering(item)).select_related("basis")
        if item.classification <= ceiling_of(grant) and (grant.basis is None or grant.basis.is_in_force(moment))
    ]
    organisations = {item.organisation_id, *(grant.organisation_id for grant in grants)}
    members = _members(organisations)
    recipients = _recipients({grant.basis_id for grant in grants if grant.basis_id})
    groups = {pk: Group(pk) for pk in organisations}
    for pk, rows in members.items():
        groups[pk].organisation_name = rows[0].organisation.name
    ours = groups[item.organisation_id]
    for row in members[item.organisation_id]:
        if Role(row.role).keeps or row.person_id == item.owner_id:
            ours.person_ids.add(row.person_id)
    for grant in grants:
        _let_in(groups[grant.organisation_id], grant, members[grant.organisation_id], recipients)
    partners = [group for pk, group in groups.items() if pk != item.organisation_id and group.person_ids]
    return Audience(ours, tuple(sorted(partners, key=lambda group: group.organisation_name)))


def _members(organisation_ids: set[int]) -> dict[int, list[Membership]]:
    rows = (
        Membership.objects.filter(organisation__in=organisation_ids, ended_at=None, person__is_active=True)
        .select_related("organisation")
        .prefetch_related("teams")
        .order_by("pk")
    )
    members: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        members[row.organisation_id].append(row)
    return members


def _recipients(basis_ids: set[int]) -> dict[int, list[BasisRecipient]]:
    found: dict[int, list[BasisRecipient]] = defaultdict(list)
    for row in BasisRecipient.objects.filter(basis__in=basis_ids):
        found[row.basis_id].append(row)
    return found


def _let_in(
    group: Group,
    grant: Grant,
    members: list[Membership],
    recipients: dict[int, list[BasisRecipient]],
) -> None:
    for member in members:
        if not _means(grant.subject_kind, grant, member):
            continue
        if grant.basis is not None:
            rows = [row for row in recipients[grant.basis.pk] if row.organisation_id == member.organisation_id]
            if not any(_means(row.kind, row, member) for row in rows):
                continue
            group.bases[grant.basis.pk] = (grant.basis.title, grant.basis.closes_at)
        group.person_ids.add(member.person_id)


def _means(kind: str, row: Grant | BasisRecipient, member: Membership) -> bool:
    """Whether a subject is this member."""
    if kind == SubjectKind.PERSON:
        return row.person_id == member.person_id
    if kind == SubjectKind.TEAM:
        return any(team.pk == row.team_id for team in member.teams.all())
    return True
