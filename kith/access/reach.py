"""The actor's reach: every door that is open to her now, each with the grant that is its reason.

The one value from which lists, search tokens and the audience panel are built. It is computed from live bases and
grants whenever it is asked for and kept no longer than a request, so that an end is felt at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q, QuerySet

from kith.access.models import (
    Ability,
    Acknowledgement,
    Basis,
    BasisParty,
    BasisRecipient,
    ContainerKind,
    Grant,
    Requirement,
    SubjectKind,
)
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import HIGHEST_OUTSIDE, Classification
from kith.core.prepared import Prepared, Slot
from kith.identity import steps

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
    joint: bool = False  # both sides write through it, or did until it was frozen
    frozen: bool = False
    reader_id: int | None = None  # the organisation whose people it lets in

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
    lent: tuple[Door, ...] = ()  # by which her own organisation lets others write in its spaces
    frozen: frozenset[int] = frozenset()  # the spaces in which nobody writes any more, whoever asks

    @property
    def joint(self) -> tuple[Door, ...]:
        """The doors, to her or to others, through which both sides write, or did until the end."""
        return tuple(door for door in (*self.doors, *self.lent) if door.joint)

    def without(self, grant_ids: Iterable[int], frozen: Iterable[int] = ()) -> "Reach":
        """The reach that is left when those grants are gone: what a preview compares with.

        Args:
            frozen: ids of joint grants that then open for reading only.
        """
        gone, frozen = set(grant_ids), set(frozen)
        left = (door for door in self.doors if door.grant_id not in gone)
        return replace(self, doors=tuple(replace(d, ability=Ability.READ) if d.grant_id in frozen else d for d in left))

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
    """The reach of `actor` at a moment (now by default), in one query, or two for a guest who writes with her hosts;
    once where `remembered`.
    """
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
    values = {"at": moment, "organisation": actor.organisation_id, "person": actor.person_id}
    values |= {f"team{n}": team for n, team in enumerate(actor.team_ids)}
    bases: dict[int, Basis] = {}
    grants = [_grant(row, bases) for row in _GRANTS.rows(len(actor.team_ids), values)]
    found = [_door(grant, moment) for grant in grants if grant.holds(moment)]
    doors = [door for door in found if door.reader_id == actor.organisation_id]
    lent = [door for door in found if door.reader_id != actor.organisation_id]
    if actor.keeps:
        doors.append(_keepers_door(actor))
    frozen = {door.container_id for door in lent if door.frozen} | _frozen_among(doors, moment)
    return Reach(actor, moment, tuple(doors), tuple(lent), frozenset(frozen))


def _frozen_among(doors: list[Door], at: datetime) -> set[int]:
    """The spaces of others, among those in which she writes or wrote, that any agreement's end has frozen.

    A freeze is the space's: it may come from an agreement with a third firm, or from one that admits her to nothing,
    and what she then wrote would be read by those to whom the end left the space open as it was.
    """
    spaces = {door.container_id for door in doors if door.joint}
    if not spaces:
        return set()
    ended = Grant.objects.live(at).filter(joint=True, container_id__in=spaces, basis__in=Basis.objects.staying(at))
    return set(ended.values_list("container_id", flat=True))


def _question(teams: int) -> "QuerySet[Grant, tuple[Any, ...]]":
    """The grants open to somebody who is in that many teams, with their bases.

    With them come those by which her own organisation lets others write: they say which of its spaces are frozen.
    """
    at: Any = Slot("at", DateTimeField())
    who = Subjects(
        Slot("organisation", BigIntegerField()),
        Slot("person", BigIntegerField()),
        [Slot(f"team{n}", BigIntegerField()) for n in range(teams)],
    )
    return (
        Grant.objects.live(at)
        .filter(
            Q(
                Q(organisation=who.organisation)
                & who.named_by("subject_kind")
                & Q(Q(owner=who.organisation, basis=None) | _is_covered(who, at))
            )
            | Q(owner=who.organisation, ability=Ability.WRITE, joint=True)
        )
        .order_by("id")
        .values_list(*GRANT, *(f"basis__{name}" for name in BASIS))
    )


GRANT = [field.attname for field in Grant._meta.concrete_fields]
BASIS = [field.attname for field in Basis._meta.concrete_fields]
_GRANTS = Prepared(_question)


def _grant(row: tuple[Any, ...], bases: dict[int, Basis]) -> Grant:
    """A grant from its row; grants under one basis share it."""
    grant = Grant.from_db("default", GRANT, row[: len(GRANT)])
    if grant.basis_id is not None:
        if grant.basis_id not in bases:
            bases[grant.basis_id] = Basis.from_db("default", BASIS, row[len(GRANT) :])
        grant.basis = bases[grant.basis_id]
    return grant


@dataclass(frozen=True)
class Subjects:
    """As whom somebody can be named: her organisation, herself acting for it, or one of her teams."""

    organisation: Slot
    person: Slot
    teams: list[Slot]

    def named_by(self, kind: str) -> Q:
        """Whether a row of her organisation, whose kind of subject stands in `kind`, names her."""
        named = Q(**{kind: SubjectKind.ORGANISATION}) | Q(**{kind: SubjectKind.PERSON}, person=self.person)
        for team in self.teams:
            named |= Q(**{kind: SubjectKind.TEAM}, team=team)
        return named


def _is_covered(who: Subjects, at: datetime) -> Q:
    """Whether a grant's basis is in force (or leaves joint work open), binds owner and reader, and admits the reader;
    she has taken note of her duties where that comes first, has a second step where the owner asks one of her people,
    and met what her own organisation asks of its people.

    Each to-many rule is a subquery of its own: joined in one Q they would share a row and give wrong answers.
    """
    noted = Acknowledgement.objects.filter(basis=OuterRef("basis"), organisation=who.organisation, person=who.person)
    mine = BasisRecipient.objects.filter(basis=OuterRef("basis"), organisation=who.organisation)
    return Q(
        Q(Q(basis__in=Basis.objects.in_force(at)) | Q(joint=True, basis__in=Basis.objects.staying(at)))
        & Exists(BasisParty.objects.filter(basis=OuterRef("basis"), organisation=OuterRef("owner")))
        & Exists(BasisParty.objects.filter(basis=OuterRef("basis"), organisation=who.organisation))
        & Exists(mine.filter(who.named_by("kind")))
        & (Q(basis__duties_first=False) | Exists(noted))
        & (~Exists(steps.asked_of_partner(OuterRef("owner"), who.organisation)) | Exists(steps.held(who.person)))
        & ~Exists(Requirement.objects.unmet(who.organisation, who.person, at).filter(waits_from__lte=at))
    )


def ceiling_of(grant: Grant) -> Classification:
    """The highest classification that a grant opens: the lowest of what its subject and its basis admit."""
    ceilings = [CEILING_BY_SUBJECT[SubjectKind(grant.subject_kind)]]
    if grant.basis is not None:
        ceilings += [Classification(grant.basis.ceiling), HIGHEST_OUTSIDE]
    return min(ceilings)


def _door(grant: Grant, at: datetime) -> Door:
    basis = grant.basis
    frozen = grant.is_frozen(at)
    ends = [moment for moment in (grant.until, basis.closes_at if basis and not frozen else None) if moment]
    return Door(
        kind=ContainerKind(grant.container_kind),
        container_id=grant.container_id,
        ceiling=ceiling_of(grant),
        owner_id=grant.owner_id,
        ability=Ability.READ if frozen else Ability(grant.ability),
        joint=grant.joint,
        frozen=frozen,
        reader_id=grant.organisation_id,
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
