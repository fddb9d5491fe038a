"""The actor's reach: every door that is open to her now, each with the grant that is its reason.

The one value from which lists, search tokens and the audience panel are built. It is computed from live bases and
grants whenever it is asked for and kept no longer than a request, so that an end is felt at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from kith.access.models import Ability, Basis, BasisParty, BasisRecipient, ContainerKind, Grant, SubjectKind
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import HIGHEST_OUTSIDE, Classification

# What a grant may open at most, by how narrowly it names people: a whole firm is never "named people".
CEILING_BY_SUBJECT = {
    SubjectKind.ORGANISATION: Classification.PARTNER,
    SubjectKind.TEAM: Classification.RESTRICTED,
    SubjectKind.PERSON: Classification.TRADE_SECRET,
}


@dataclass(frozen=True)
class Door:
    """One open door: what it opens, up to which classification, since when, and why."""

    kind: ContainerKind
    container_id: int
    ceiling: Classification
    owner_id: int
    ability: Ability
    since: datetime | None = None  # outside only: versions replaced before this moment stay closed
    grant_id: int | None = None
    basis_id: int | None = None
    basis_uid: str = ""
    basis_title: str = ""
    closes_at: datetime | None = None

    @property
    def outside(self) -> bool:
        """Whether it lets somebody of another organisation in."""
        return self.basis_id is not None


@dataclass(frozen=True)
class Reach:
    """All doors open to an actor at a moment."""

    actor: Actor
    at: datetime
    doors: tuple[Door, ...]

    def without(self, grant_ids: Iterable[int]) -> "Reach":
        """The reach that is left when those grants are gone: what a preview compares with."""
        gone = set(grant_ids)
        return replace(self, doors=tuple(door for door in self.doors if door.grant_id not in gone))

    def of_kind(self, kind: ContainerKind) -> tuple[Door, ...]:
        """The doors to one kind of container."""
        return tuple(door for door in self.doors if door.kind == kind)


_remembered: ContextVar[dict[Actor, "Reach"] | None] = ContextVar("remembered", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within the block an actor's present reach is worked out once. For a request that reads; never around a write."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def of(actor: Actor, at: datetime | None = None) -> Reach:
    """The reach of `actor` at a moment (now by default), in one query; once where `remembered`."""
    memory = _remembered.get()
    if memory is None or at is not None:
        return _work_out(actor, at)
    if actor not in memory:
        memory[actor] = _work_out(actor, None)
    return memory[actor]


def _work_out(actor: Actor, at: datetime | None) -> Reach:
    moment = at or clock.now()
    if not actor.present:
        return Reach(actor, moment, ())
    grants = (
        Grant.objects.live(moment)
        .filter(_names(actor))
        .filter(Q(owner=actor.organisation_id, basis=None) | _is_covered(actor, moment))
        .select_related("basis")
        .order_by("id")
    )
    doors = [_door(grant) for grant in grants]
    if actor.keeps:
        doors.append(_keepers_door(actor))
    return Reach(actor, moment, tuple(doors))


def _names(actor: Actor) -> Q:
    """Whether a grant names the actor: her organisation, one of her teams, or herself acting for it."""
    return Q(organisation=actor.organisation_id) & (
        Q(subject_kind=SubjectKind.ORGANISATION)
        | Q(subject_kind=SubjectKind.TEAM, team__in=actor.team_ids)
        | Q(subject_kind=SubjectKind.PERSON, person=actor.person_id)
    )


def _is_covered(actor: Actor, at: datetime) -> Q:
    """Whether a grant's basis is in force, binds owner and reader, and admits the actor.

    Each to-many rule is a subquery of its own: joined in one Q they would share a row and give wrong answers.
    """
    mine = BasisRecipient.objects.filter(basis=OuterRef("basis"), organisation=actor.organisation_id)
    return Q(
        Q(basis__in=Basis.objects.in_force(at))
        & Exists(BasisParty.objects.filter(basis=OuterRef("basis"), organisation=OuterRef("owner")))
        & Exists(BasisParty.objects.filter(basis=OuterRef("basis"), organisation=actor.organisation_id))
        & Exists(
            mine.filter(
                Q(kind=SubjectKind.ORGANISATION)
                | Q(kind=SubjectKind.TEAM, team__in=actor.team_ids)
                | Q(kind=SubjectKind.PERSON, person=actor.person_id)
            )
        )
    )


def ceiling_of(grant: Grant) -> Classification:
    """The highest classification that a grant opens: the lowest of what its subject and its basis admit."""
    ceilings = [CEILING_BY_SUBJECT[SubjectKind(grant.subject_kind)]]
    if grant.basis is not None:
        ceilings += [Classification(grant.basis.ceiling), HIGHEST_OUTSIDE]
    return min(ceilings)


def _door(grant: Grant) -> Door:
    basis = grant.basis
    ends = [moment for moment in (grant.until, basis and basis.closes_at) if moment]
    return Door(
        kind=ContainerKind(grant.container_kind),
        container_id=grant.container_id,
        ceiling=ceiling_of(grant),
        owner_id=grant.owner_id,
        ability=Ability(grant.ability),
        since=opened_at(grant),
        grant_id=grant.pk,
        basis_id=grant.basis_id,
        basis_uid=basis.uid if basis else "",
        basis_title=basis.title if basis else "",
        closes_at=min(ends) if ends else None,
    )


def opened_at(grant: Grant) -> datetime | None:
    """Since when an outside grant opens: versions replaced before that moment stay closed. None inside."""
    if grant.basis is None:
        return None
    return grant.since or max(grant.granted_at, grant.basis.starts_at)


def _keepers_door(actor: Actor) -> Door:
    """Owners and stewards keep all of their own organisation's knowledge, trade secrets too."""
    return Door(
        kind=ContainerKind.ORGANISATION,
        container_id=actor.organisation_id or 0,
        ceiling=Classification.TRADE_SECRET,
        owner_id=actor.organisation_id or 0,
        ability=Ability.WRITE,
    )
