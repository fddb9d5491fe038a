"""What an actor may see of the items: her reach, spelt as a `Q` for SQL and as tokens for the search index.

Both come from the same doors. `tests/test_reach_agrees.py` holds them against a slow reading of the rules.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kith.access import reach
from kith.access.models import Ability, ContainerKind
from kith.access.reach import Door, Reach
from kith.core import prepared
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.knowledge import bound
from kith.knowledge.models import SEGMENT, SEVERAL, Item, Release

LAST = "z" * (SEGMENT + 1)  # sorts after every segment that can follow a path


@dataclass(frozen=True)
class Opening:
    """Doors that are alike: to one kind of container of one owner, up to one classification."""

    kind: ContainerKind
    owner: int
    ceiling: int
    ids: list[int]  # of subtrees: none
    paths: list[tuple[str, str]]  # of subtrees: from where to where
    guests: int | None = None  # whose people they let in, of another organisation than the owner


Openings = dict[Ability, list[Opening]]


@dataclass(frozen=True)
class Outline:
    """A sight with slots in place of its values, so that what `policy` says of it can be prepared.

    Outlines of one shape are equal; `values` fill in what makes the difference.
    """

    shape: Hashable
    actor: Actor = field(compare=False)
    openings: Openings = field(compare=False)
    frozen: list[Any] = field(compare=False)
    values: dict[str, Any] = field(compare=False)


@dataclass(frozen=True)
class Sight:
    """An actor's reach, with the paths at which her subtrees begin just now."""

    reach: Reach
    paths: dict[int, str]

    @property
    def actor(self) -> Actor:
        """Whose sight it is."""
        return self.reach.actor

    def joint_in(self, space_id: int) -> list[Door]:
        """The doors through which both sides write in a space, or did until it was frozen."""
        return [door for door in self.reach.joint if door.container_id == space_id]

    @property
    def frozen(self) -> list[int]:
        """The spaces in which nobody writes any more."""
        return sorted(self.reach.frozen)

    def without(self, grant_ids: Iterable[int], frozen: Iterable[int] = ()) -> "Sight":
        """The sight that is left when those grants are gone, and those others open for reading only."""
        return Sight(self.reach.without(grant_ids, frozen), self.paths)

    def doors_to(self, item: Item) -> list[Door]:
        """The doors through which she reaches that item, the oldest grant first: found by what holds it, so that it
        costs the same however many doors there are."""
        near = [
            *self._by_container.get((ContainerKind.ORGANISATION, item.organisation_id), ()),
            *self._by_container.get((ContainerKind.SPACE, item.space_id), ()),
            *self._by_container.get((ContainerKind.ITEM, item.pk), ()),
            *(door for pk in item.ancestor_ids for door in self._by_container.get((ContainerKind.SUBTREE, pk), ())),
        ]
        return [door for _place, door in sorted(near, key=lambda row: row[0]) if self._opens(door, item)]

    @cached_property
    def _by_container(self) -> dict[tuple[ContainerKind, int], list[tuple[int, Door]]]:
        """Her doors by what they open, each with its place among all of them."""
        found: dict[tuple[ContainerKind, int], list[tuple[int, Door]]] = defaultdict(list)
        for place, door in enumerate(self.reach.doors):
            found[door.kind, door.container_id].append((place, door))
        return found

    @cached_property
    def openings(self) -> Openings:
        """Her doors for reading and for writing, those that are alike together."""
        return {
            Ability.READ: self._alike(self.reach.doors),
            Ability.WRITE: self._alike(door for door in self.reach.doors if door.ability == Ability.WRITE),
        }

    def _alike(self, doors: Iterable[Door]) -> list[Opening]:
        groups: dict[tuple[ContainerKind, int, Classification], list[int]] = defaultdict(list)
        for door in doors:
            groups[door.kind, door.owner_id, door.ceiling].append(door.container_id)
        return [self._opening(*group, ids) for group, ids in groups.items()]

    def _opening(self, kind: ContainerKind, owner: int, ceiling: int, ids: list[int]) -> Opening:
        guests = self.actor.organisation_id if owner != self.actor.organisation_id else None
        if kind != ContainerKind.SUBTREE:
            return Opening(kind, owner, ceiling, ids, [], guests)
        paths = [self.paths[pk] for pk in ids if pk in self.paths]
        return Opening(kind, owner, ceiling, [], [(path, path + LAST) for path in paths], guests)

    @cached_property
    def outline(self) -> Outline:
        """This sight with its values apart."""
        return _outline(self)

    def _opens(self, door: Door, item: Item) -> bool:
        """Whether a door to something that holds the item opens it."""
        if item.classification > door.ceiling or item.organisation_id != door.owner_id:
            return False
        return not door.outside or self._admits(item)

    def _admits(self, item: Item) -> bool:
        """Whether what an item of others is bound to lets her see it."""
        return item.bound_to in (None, self.actor.organisation_id) or item.pk in self.released

    @cached_property
    def released(self) -> frozenset[int]:
        """The items that were released to her organisation although they are bound to another one."""
        rows = Release.objects.standing().filter(organisation=self.actor.organisation_id)
        return frozenset(rows.values_list("item_id", flat=True))


def of(actor: Actor, at: datetime | None = None) -> Sight:
    """The sight of `actor` at a moment (now by default): two queries, whatever the number of doors."""
    value = reach.of(actor, at)
    roots = [door.container_id for door in value.of_kind(ContainerKind.SUBTREE)]
    paths = dict(Item.objects.filter(pk__in=roots).values_list("pk", "path")) if roots else {}
    return Sight(value, paths)


def rule(sight: Sight | Outline, ability: Ability = Ability.READ) -> Q:
    """The items within reach for that ability, whatever their state, as a condition on `Item`."""
    condition = Q(pk__in=())
    if sight.actor.present:
        condition |= own(sight.actor)
    for opening in sight.openings[ability]:
        condition |= through(opening)
    return condition


def own(actor: Actor) -> Q:
    """The part of the rule that needs no door: what she owns in the organisation she acts for."""
    return Q(owner=actor.person_id, organisation=actor.organisation_id)


def through(opening: Opening) -> Q:
    """The part of the rule that doors of one kind open."""
    condition = Q(classification__lte=opening.ceiling, organisation=opening.owner) & _within(opening)
    return condition if opening.guests is None else condition & _admitting(opening.guests)


def _admitting(guests: int) -> Q:
    """The items that hold no confidential knowledge of a third organisation, or were released to these guests."""
    given = Release.objects.standing().filter(item=OuterRef("pk"), organisation=guests)
    return Q(bound_to=None) | Q(bound_to=guests) | Q(Exists(given))


def _within(opening: Opening) -> Q:
    if opening.kind == ContainerKind.ORGANISATION:
        return Q(organisation__pk__in=opening.ids)
    if opening.kind == ContainerKind.SPACE:
        return Q(space__pk__in=opening.ids)
    if opening.kind == ContainerKind.ITEM:
        return Q(pk__in=opening.ids)
    below = Q(pk__in=())
    for path, after in opening.paths:
        below |= Q(path__gte=path, path__lt=after)
    return below


class _Drawing:
    """What an outline is drawn with: it keeps each value under a name of its own and leaves a slot."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def number(self, value: int | None) -> Any:
        return prepared.number(self._name(value))

    def text(self, value: str) -> Any:
        return prepared.text(self._name(value))

    def ids(self, ids: list[int]) -> list[Any]:
        if not ids:
            return []
        _count, filled = prepared.several(f"sight{len(self.values)}n", ids)
        self.values |= filled
        return [prepared.number(name) for name in filled]

    def _name(self, value: object) -> str:
        name = f"sight{len(self.values)}"
        self.values[name] = value
        return name


def _outline(sight: Sight) -> Outline:
    draw = _Drawing()
    actor = sight.actor
    if actor.present:
        actor = replace(
            actor, person_id=draw.number(actor.person_id), organisation_id=draw.number(actor.organisation_id)
        )
    openings = {ability: [_drawn(opening, draw) for opening in rows] for ability, rows in sight.openings.items()}
    shape = tuple(
        (
            ability,
            tuple((opening.kind, len(opening.ids), len(opening.paths), opening.guests is None) for opening in rows),
        )
        for ability, rows in openings.items()
    )
    frozen = draw.ids(sight.frozen)
    return Outline((actor.present, shape, len(frozen)), actor, openings, frozen, draw.values)


def _shape(opening: Opening) -> Hashable:
    return opening.kind, len(opening.ids), len(opening.paths), opening.guests is None


def _drawn(opening: Opening, draw: _Drawing) -> Opening:
    return Opening(
        opening.kind,
        draw.number(opening.owner),
        draw.number(opening.ceiling),
        draw.ids(opening.ids),
        [(draw.text(path), draw.text(after)) for path, after in opening.paths],
        None if opening.guests is None else draw.number(opening.guests),
    )


def tokens(sight: Sight) -> list[str]:
    """The words one of which must stand in an item's row of the search index: one per container and level.

    Doors to what a door to the whole organisation opens anyway add none: each word costs time at every search. Guests
    ask with words of their own, which items that are bound to somebody else do not carry.
    """
    wide = {door.owner_id: door.ceiling for door in sight.reach.of_kind(ContainerKind.ORGANISATION)}
    words = {
        f"{_LETTER[door.kind]}{door.container_id}x{level}{end}"
        for door in sight.reach.doors
        if door.kind == ContainerKind.ORGANISATION or door.ceiling > wide.get(door.owner_id, -1)
        for level in Classification.values
        if level <= door.ceiling
        for end in (("",) if not door.outside else (GUESTS, f"{GUESTS}{sight.actor.organisation_id}"))
    }
    if sight.actor.present:
        words.add(f"p{sight.actor.person_id}o{sight.actor.organisation_id}")
    return sorted(words)


def held(kind: ContainerKind, pk: int) -> tuple[str, ...]:
    """The words of which every item in a container carries one in the index."""
    return tuple(f"{_LETTER[kind]}{pk}x{level}" for level in Classification.values)


def acl(item: Item) -> list[str]:
    """The words that an item's row in the search index carries: (ancestor container × its classification)."""
    level = item.classification
    doors = [
        f"s{item.space_id}x{level}",
        *(f"t{ancestor}x{level}" for ancestor in item.ancestor_ids),
        f"i{item.pk}x{level}",
    ]
    return [
        f"o{item.organisation_id}x{level}",
        *doors,
        f"p{item.owner_id}o{item.organisation_id}",
        *(f"{door}{guests}" for guests in _guests(item) for door in doors),
    ]


def _guests(item: Item) -> list[str]:
    """The endings of the words by which outsiders find an item: all of them, or those of whom it is bound to or was
    released to."""
    if item.bound_to is None:
        return [GUESTS]
    firms = {firm for _pk, firm in bound.released([item])} | {item.bound_to} - {SEVERAL}
    return [f"{GUESTS}{firm}" for firm in sorted(firms)]


GUESTS = "g"


_LETTER = {
    ContainerKind.ORGANISATION: "o",
    ContainerKind.SPACE: "s",
    ContainerKind.SUBTREE: "t",
    ContainerKind.ITEM: "i",
}
