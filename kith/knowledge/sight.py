"""What an actor may see of the items: her reach, spelt as a `Q` for SQL and as tokens for the search index.

Both come from the same doors. `tests/test_reach_agrees.py` holds them against a slow reading of the rules.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kith.access import reach
from kith.access.models import Ability, ContainerKind
from kith.access.reach import Door, Reach
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.knowledge.models import SEGMENT, Item

LAST = "z" * (SEGMENT + 1)  # sorts after every segment that can follow a path


@dataclass(frozen=True)
class Sight:
    """An actor's reach, with the paths at which her subtrees begin just now."""

    reach: Reach
    paths: dict[int, str]

    @property
    def actor(self) -> Actor:
        """Whose sight it is."""
        return self.reach.actor

    def without(self, grant_ids: Iterable[int]) -> "Sight":
        """The sight that is left when those grants are gone."""
        return Sight(self.reach.without(grant_ids), self.paths)

    def doors_to(self, item: Item) -> list[Door]:
        """The doors through which she reaches that item, the widest container first."""
        return [door for door in self.reach.doors if self._opens(door, item)]

    def _opens(self, door: Door, item: Item) -> bool:
        if item.classification > door.ceiling or item.organisation_id != door.owner_id:
            return False
        if door.kind == ContainerKind.ORGANISATION:
            return True
        if door.kind == ContainerKind.SPACE:
            return item.space_id == door.container_id
        if door.kind == ContainerKind.ITEM:
            return item.pk == door.container_id
        return item.path.startswith(self.paths.get(door.container_id, "-"))


def of(actor: Actor, at: datetime | None = None) -> Sight:
    """The sight of `actor` at a moment (now by default): two queries, whatever the number of doors."""
    value = reach.of(actor, at)
    roots = [door.container_id for door in value.of_kind(ContainerKind.SUBTREE)]
    paths = dict(Item.objects.filter(pk__in=roots).values_list("pk", "path")) if roots else {}
    return Sight(value, paths)


def rule(sight: Sight, ability: Ability = Ability.READ) -> Q:
    """The items within reach for that ability, whatever their state, as a condition on `Item`."""
    doors = [door for door in sight.reach.doors if ability == Ability.READ or door.ability == Ability.WRITE]
    condition = Q(pk__in=())
    if sight.actor.present:
        condition |= Q(owner=sight.actor.person_id, organisation=sight.actor.organisation_id)
    for (kind, owner, ceiling), ids in _grouped(doors).items():
        condition |= Q(classification__lte=ceiling, organisation=owner) & _within(kind, ids, sight)
    return condition


def _grouped(doors: list[Door]) -> dict[tuple[ContainerKind, int, Classification], list[int]]:
    groups: dict[tuple[ContainerKind, int, Classification], list[int]] = defaultdict(list)
    for door in doors:
        groups[door.kind, door.owner_id, door.ceiling].append(door.container_id)
    return groups


def _within(kind: ContainerKind, ids: list[int], sight: Sight) -> Q:
    if kind == ContainerKind.ORGANISATION:
        return Q(organisation__in=ids)
    if kind == ContainerKind.SPACE:
        return Q(space__in=ids)
    if kind == ContainerKind.ITEM:
        return Q(pk__in=ids)
    below = Q(pk__in=())
    for path in (sight.paths[pk] for pk in ids if pk in sight.paths):
        below |= Q(path__gte=path, path__lt=path + LAST)
    return below


def tokens(sight: Sight) -> list[str]:
    """The words one of which must stand in an item's row of the search index: one per container and level."""
    words = {
        f"{_LETTER[door.kind]}{door.container_id}x{level}"
        for door in sight.reach.doors
        for level in Classification.values
        if level <= door.ceiling
    }
    if sight.actor.present:
        words.add(f"p{sight.actor.person_id}o{sight.actor.organisation_id}")
    return sorted(words)


def acl(item: Item) -> list[str]:
    """The words that an item's row in the search index carries: (ancestor container × its classification)."""
    level = item.classification
    return [
        f"o{item.organisation_id}x{level}",
        f"s{item.space_id}x{level}",
        *(f"t{ancestor}x{level}" for ancestor in item.ancestor_ids),
        f"i{item.pk}x{level}",
        f"p{item.owner_id}o{item.organisation_id}",
    ]


_LETTER = {
    ContainerKind.ORGANISATION: "o",
    ContainerKind.SPACE: "s",
    ContainerKind.SUBTREE: "t",
    ContainerKind.ITEM: "i",
}
