"""Whose confidential knowledge went into an item, at any depth; and what it is bound to by that.

A partner's confidential knowledge comes into an item in three ways: the item comes from one of the partner's own that
is not public, somebody of the partner was its source, or the partner's people wrote in it. Whatever comes from such an
item holds it too. An item is *bound* to the partners whose knowledge it holds: other outsiders do not see it, whatever
is shared with them, until it is released to them. `Item.bound_to` keeps what follows from these facts, for the rules
of reading to ask; here alone it is worked out.

What somebody copies from one text into another without saying so is not seen here.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import F

from kith.access.models import ContainerKind, Grant
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.classification import Classification
from kith.identity.models import Membership
from kith.knowledge import events, indexing
from kith.knowledge.models import SEVERAL, Item, Relation, Release, Source


class Way(Enum):
    """How a partner's knowledge came into an item."""

    SHARED = "shared"  # the item comes from one of the partner's
    TOLD = "told"  # somebody of the partner was its source
    WRITTEN = "written"  # the partner's people wrote in it


@dataclass(frozen=True, order=True)
class Input:
    """Confidential knowledge of an organisation, and the item in which it stands or stood first."""

    item_id: int
    organisation_id: int
    way: str

    @property
    def key(self) -> list[int]:
        """By which a release says what it covers."""
        return [self.item_id, self.organisation_id]


Inputs = dict[int, set[Input]]


@dataclass(frozen=True)
class Lineage:
    """Items with all that they come from: what each comes from directly, and the inputs in each."""

    edges: dict[int, set[int]]
    inputs: Inputs

    def path(self, item_id: int, to: Input) -> list[int]:
        """The items on a shortest way from an item to an input in it, both ends included."""
        before: dict[int, int] = {}
        queue = deque([item_id])
        while queue:
            here = queue.popleft()
            if here == to.item_id:
                return _back(before, item_id, here)
            for other in sorted(self.edges.get(here, ())):
                if other not in before and other != item_id and (other == to.item_id or to in self.inputs[other]):
                    before[other] = here
                    queue.append(other)
        return [item_id]


def _back(before: dict[int, int], start: int, end: int) -> list[int]:
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def of(item_ids: Iterable[int]) -> Lineage:
    """The lineage of items, back to where it begins: one question a generation, and three for what stands there."""
    edges = _edges(set(item_ids))
    known = set(item_ids) | set(edges) | {other for others in edges.values() for other in others}
    found: Inputs = defaultdict(set)
    for each in [*_told(known), *_written(known)]:
        found[each.item_id].add(each)
    rows = Item.objects.filter(pk__in=known).values_list("pk", "organisation_id", "classification")
    return Lineage(edges, _handed_on(found, edges, {pk: (firm, level) for pk, firm, level in rows}))


def _edges(edge: set[int]) -> dict[int, set[int]]:
    edges: dict[int, set[int]] = defaultdict(set)
    known = set(edge)
    while edge:
        rows = Relation.objects.filter(item__in=edge, kind__in=Relation.HEREDITARY).values_list("item_id", "other_id")
        edge = set()
        for item, other in rows:
            edges[item].add(other)
            edge.add(other)
        edge -= known
        known |= edge
    return edges


def _told(item_ids: set[int]) -> list[Input]:
    rows = Source.objects.filter(item__in=item_ids).exclude(organisation=F("item__organisation"))
    return [Input(item, firm, Way.TOLD.value) for item, firm in rows.values_list("item_id", "organisation_id")]


def _written(item_ids: set[int]) -> list[Input]:
    rows = Item.contributors.through.objects.filter(item__in=item_ids).exclude(organisation=F("item__organisation"))
    return [Input(item, firm, Way.WRITTEN.value) for item, firm in rows.values_list("item_id", "organisation_id")]


def _handed_on(held: Inputs, edges: dict[int, set[int]], items: dict[int, tuple[int, int]]) -> Inputs:
    """What stands in each item: what came into it, and what stands in those that it comes from; circles do no harm.

    From an item of another organisation comes that one's own confidence and nothing behind it: whose knowledge stands
    there is not for others to learn, and that organisation answers for it.

    Args:
        items: whose each is, and its classification.
    """
    heirs: dict[int, set[int]] = defaultdict(set)
    for item, others in edges.items():
        for other in others:
            heirs[other].add(item)
    queue = deque(heirs)
    while queue:
        here = queue.popleft()
        owner, level = items[here]
        outside = {Input(here, owner, Way.SHARED.value)} if level > Classification.PUBLIC or held[here] else set()
        for heir in heirs.get(here, ()):
            more = (held[here] if items[heir][0] == owner else outside) - held[heir]
            if more:
                held[heir] |= more
                queue.append(heir)
    return held


def wrote(item: Item, people: Iterable[int] = (), *, by: Actor) -> None:
    """Keep, in the caller's transaction, whose people wrote in an item besides its own organisation's.

    Args:
        people: ids of those who wrote, beside the actor. Somebody of two firms counts for the partner.
    """
    others = {*people} - {by.person_id}
    firms = _guests(item, others) if others else set()
    if by.organisation != item.organisation_id:
        firms.add(by.organisation)
    if firms and firms - set(item.contributors.values_list("pk", flat=True)):
        item.contributors.add(*firms)
        rebind(item.pk, by=by)


def _guests(item: Item, people: set[int]) -> set[int]:
    """For which partners people may have written: those who write, or wrote, in the item's space."""
    joint = Grant.objects.filter(container_kind=ContainerKind.SPACE, container_id=item.space_id, joint=True)
    hands = Membership.objects.filter(person__in=people, organisation__in=joint.values("organisation"))
    return set(hands.values_list("organisation_id", flat=True))


def rebind(item_id: int, *, by: Actor) -> None:
    """Work out anew, in the caller's transaction, what an item and all that comes from it are bound to.

    The items are locked, so that two deeds on one lineage follow each other.
    """
    held = _lock_heirs(item_id)
    lineage = of(held)
    changed = []
    for item in held.values():
        inputs = lineage.inputs[item.pk]
        _end_overtaken(item, inputs, by)
        bound_to = _bound_to(inputs)
        if bound_to != item.bound_to:
            item.bound_to = bound_to
            changed.append(item)
    Item.objects.bulk_update(changed, ["bound_to"])
    indexing.place(changed)
    ledger.record_all([_bound(item, by) for item in changed])


def _bound(item: Item, by: Actor) -> events.ItemBound:
    """What is written down of it. That another organisation's item comes from hers is not the actor's to know: then
    Kith itself did it."""
    return events.ItemBound(
        by=_author(item, by), owner_id=item.organisation_id, item_id=item.pk, bound_to=item.bound_to
    )


def _author(item: Item, by: Actor) -> Actor:
    return by if by.organisation_id == item.organisation_id else SYSTEM


def _bound_to(inputs: set[Input]) -> int | None:
    firms = {each.organisation_id for each in inputs}
    return None if not firms else firms.pop() if len(firms) == 1 else SEVERAL


def _lock_heirs(item_id: int) -> dict[int, Item]:
    """An item and all that comes from it, locked; asked again until nobody has added to them meanwhile."""
    held: dict[int, Item] = {}
    while True:
        found, edge = {item_id}, {item_id}
        while edge:
            heirs = Relation.objects.filter(other__in=edge, kind__in=Relation.HEREDITARY)
            edge = set(heirs.values_list("item_id", flat=True)) - found
            found |= edge
        if found <= set(held):
            return held
        rows = Item.objects.select_for_update(of=("self",)).filter(pk__in=found).order_by("pk")
        held = {row.pk: row for row in rows}


def _end_overtaken(item: Item, inputs: set[Input], by: Actor) -> None:
    """End the releases of an item that knew nothing of what stands in it now."""
    if item.bound_to is None:
        return
    keys = {tuple(each.key) for each in inputs}
    for release in Release.objects.standing().filter(item=item):
        if not keys <= {tuple(key) for key in release.covers}:
            end(release, by=by)


def end(release: Release, *, by: Actor) -> None:
    """End a release in the caller's transaction: from now on the partner does not see the item."""
    who = _author(release.item, by)
    release.ended_at, release.ended_by_id = clock.now(), who.person_id
    release.save(update_fields=["ended_at", "ended_by"])
    indexing.place([release.item])
    ledger.record(
        events.ReleaseEnded(
            by=who, owner_id=release.item.organisation_id, item_id=release.item_id, release_id=release.pk
        )
    )
