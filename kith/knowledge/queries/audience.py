"""Who may see an item, and under what. Built from the same grants as the reach, read from the item's side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from kith.access.models import Basis, BasisRecipient, ContainerKind, Grant, SubjectKind
from kith.access.reach import Door, ceiling_of
from kith.core import clock
from kith.core.actor import Role
from kith.core.prepared import Prepared, PreparedObjects, moment, numbers, several
from kith.identity.models import Membership
from kith.knowledge import bound
from kith.knowledge.bound import Released
from kith.knowledge.models import Item


@dataclass(frozen=True)
class Under:
    """A basis under which people of another organisation see an item."""

    uid: str
    title: str
    until: datetime | None  # None: nothing but a stop closes it, for what both wrote is frozen
    joint: bool  # both sides write, or did until it was frozen

    @property
    def last(self) -> datetime | None:
        """The last moment at which it is open, whose day is the last one: what is said to people."""
        return self.until - timedelta(microseconds=1) if self.until else None

    @classmethod
    def of(cls, door: Door) -> "Under":
        """Under what a door to another organisation opens."""
        return cls(door.basis_uid, door.basis_title, door.closes_at, door.joint)


@dataclass
class Group:
    """The people of one organisation who may see an item, and the bases under which they do."""

    organisation_id: int
    organisation_name: str = ""
    person_ids: set[int] = field(default_factory=set)
    bases: dict[int, Under] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.person_ids)


@dataclass
class Member:
    """Somebody of an organisation, as far as deciding needs her."""

    person_id: int
    role: Role
    organisation_name: str
    team_ids: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Audience:
    """Everyone who may see an item, by organisation, the owner's first."""

    ours: Group
    partners: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many people in all; somebody who belongs to two organisations counts once."""
        return len(self.ours.person_ids.union(*(group.person_ids for group in self.partners)))


def covering(items: Iterable[Item]) -> Q:
    """The grants whose container holds any of the items."""
    return _covering(**_containers(items))


def _containers(items: Iterable[Item]) -> dict[str, list[int]]:
    """The owners of the items, and the containers that hold them."""
    rows = list(items)
    return {
        "owners": sorted({item.organisation_id for item in rows}),
        "spaces": sorted({item.space_id for item in rows}),
        "subtrees": sorted({pk for item in rows for pk in item.ancestor_ids}),
        "items": sorted({item.pk for item in rows}),
    }


def _covering(owners: list[int], spaces: list[int], subtrees: list[int], items: list[int]) -> Q:
    return Q(owner__pk__in=owners) & (
        Q(container_kind=ContainerKind.SPACE, container_id__in=spaces)
        | Q(container_kind=ContainerKind.SUBTREE, container_id__in=subtrees)
        | Q(container_kind=ContainerKind.ITEM, container_id__in=items)
    )


def covers(grant: Grant, item: Item, released: Released) -> bool:
    """Whether a grant's container holds the item and opens it: its classification, and what it is bound to.

    Args:
        released: what `bound.released` says of the item.
    """
    if grant.owner_id != item.organisation_id or item.classification > ceiling_of(grant):
        return False
    if grant.organisation_id != grant.owner_id and not bound.admits(item, grant.organisation_id, released):
        return False
    if grant.container_kind == ContainerKind.SPACE:
        return grant.container_id == item.space_id
    if grant.container_kind == ContainerKind.ITEM:
        return grant.container_id == item.pk
    return grant.container_id in item.ancestor_ids


def grants_over(items: Iterable[Item]) -> list[Grant]:
    """The grants that open any of the items to anybody now, in one query."""
    now = clock.now()
    counts: dict[str, int] = {}
    values: dict[str, int] = {}
    for name, ids in _containers(items).items():
        counts[name], filled = several(name, ids)
        values |= filled
    found = _GRANTS.all(tuple(counts.items()), {**values, "at": now})
    return [grant for grant in found if grant.holds(now)]


_GRANTS = PreparedObjects(
    lambda counts: (
        Grant.objects.live(moment("at"))
        .filter(_covering(**{name: numbers(name, count) for name, count in counts}))
        .select_related("basis")
    )
)


def of(item: Item, grants: list[Grant] | None = None) -> Audience:
    """Everyone who may see the item's current text now.

    Args:
        grants: those over it, where they have been asked for already.
    """
    return of_all([item], grants)[item.pk]


def of_all(items: list[Item], grants: list[Grant] | None = None) -> dict[int, Audience]:
    """Everyone who may see each of the items now: three queries, whatever the number of items and people."""
    over = grants_over(items) if grants is None else grants
    members = _members({item.organisation_id for item in items} | {grant.organisation_id for grant in over})
    recipients = _recipients({grant.basis_id for grant in over if grant.basis_id})
    released = bound.released(items)
    return {
        item.pk: _audience(item, [grant for grant in over if covers(grant, item, released)], members, recipients)
        for item in items
    }


def _audience(
    item: Item,
    grants: list[Grant],
    members: dict[int, list[Member]],
    recipients: dict[int, list[BasisRecipient]],
) -> Audience:
    groups = {pk: Group(pk) for pk in {item.organisation_id, *(grant.organisation_id for grant in grants)}}
    for pk, group in groups.items():
        group.organisation_name = members[pk][0].organisation_name if members[pk] else ""
    ours = groups[item.organisation_id]
    for member in members[item.organisation_id]:
        if member.role.keeps or member.person_id == item.owner_id:
            ours.person_ids.add(member.person_id)
    for grant in grants:
        _let_in(groups[grant.organisation_id], grant, members[grant.organisation_id], recipients)
    partners = [group for pk, group in groups.items() if pk != item.organisation_id and group.person_ids]
    return Audience(ours, tuple(sorted(partners, key=lambda group: group.organisation_name)))


def _members(organisation_ids: set[int]) -> dict[int, list[Member]]:
    count, values = several("organisation", sorted(organisation_ids))
    rows = _MEMBERS.rows(count, values)
    known: dict[int, Member] = {}
    members: dict[int, list[Member]] = defaultdict(list)
    for pk, organisation_id, person_id, role, name, team in rows:
        if pk not in known:
            known[pk] = Member(person_id, Role(role), name)
            members[organisation_id].append(known[pk])
        if team:
            known[pk].team_ids.add(team)
    return members


_MEMBERS = Prepared(
    lambda count: (
        Membership.objects.filter(
            organisation__pk__in=numbers("organisation", count), ended_at=None, person__is_active=True
        )
        .order_by("pk")
        .values_list("pk", "organisation_id", "person_id", "role", "organisation__name", "teams")
    )
)


def _recipients(basis_ids: set[int]) -> dict[int, list[BasisRecipient]]:
    found: dict[int, list[BasisRecipient]] = defaultdict(list)
    if basis_ids:
        for row in _RECIPIENTS.all(*several("basis", sorted(basis_ids))):
            found[row.basis_id].append(row)
    return found


_RECIPIENTS = PreparedObjects(
    lambda count: BasisRecipient.objects.filter(basis__pk__in=numbers("basis", count)).order_by("pk")
)


def _let_in(
    group: Group,
    grant: Grant,
    members: list[Member],
    recipients: dict[int, list[BasisRecipient]],
) -> None:
    for member in members:
        if not _means(grant.subject_kind, grant, member):
            continue
        if grant.basis is not None:
            rows = [row for row in recipients[grant.basis.pk] if row.organisation_id == grant.organisation_id]
            if not any(_means(row.kind, row, member) for row in rows):
                continue
            if grant.basis.pk not in group.bases or grant.joint:
                group.bases[grant.basis.pk] = under(grant.basis, grant)
        group.person_ids.add(member.person_id)


def under(basis: Basis, grant: Grant) -> Under:
    """Under what a grant opens now."""
    until = None if grant.is_frozen(clock.now()) else basis.closes_at
    return Under(basis.uid, basis.title, until, grant.joint)


def _means(kind: str, row: Grant | BasisRecipient, member: Member) -> bool:
    """Whether a subject is this member."""
    if kind == SubjectKind.PERSON:
        return row.person_id == member.person_id
    if kind == SubjectKind.TEAM:
        return row.team_id in member.team_ids
    return True
