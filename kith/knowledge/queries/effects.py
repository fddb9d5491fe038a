"""What opens and closes by a move, a reclassification or the bin, computed before anybody confirms.

The deed is done in a savepoint, the audience is asked before and after with the very rule that decides reading, and
the savepoint is rolled back.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.models import Person
from kith.knowledge import policy, tree
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import audience, items

PLACES = 2000  # pages under which an item can be put that one form offers
MOST = 200  # pages of a subtree whose audience is computed one by one


@dataclass(frozen=True)
class Change:
    """One item that opens or closes to some people of one organisation."""

    item: Item
    organisation: str
    people: list[str]


@dataclass(frozen=True)
class Effect:
    """What a deed opens and closes, and how many pages it touches."""

    opens: list[Change]
    closes: list[Change]
    pages: int
    judged: int  # of how many of them the audience was computed

    @property
    def is_silent(self) -> bool:
        """Whether nobody gains or loses anything."""
        return not self.opens and not self.closes


Audiences = dict[int, dict[tuple[int, str], set[int]]]


def of_classifying(item: Item, level: int) -> Effect:
    """What a new classification opens and closes."""

    def deed() -> None:
        Item.objects.filter(pk=item.pk).update(classification=level)

    return _effect([item.pk], deed)


def of_giving(item: Item, owner_id: int) -> Effect:
    """What another owner opens and closes."""

    def deed() -> None:
        Item.objects.filter(pk=item.pk).update(owner=owner_id)

    return _effect([item.pk], deed)


def of_moving(item: Item, space_uid: str, parent_uid: str | None, by: Actor) -> Effect:
    """What a move opens and closes.

    Raises:
        Unseen: there is no such place for her.
        Refused: it cannot stand there.
    """
    space = policy.spaces.scope(by, "write").filter(uid=space_uid).first()
    parent = policy.items.scope(by, "edit").filter(uid=parent_uid, space=space).first() if parent_uid else None
    if space is None or (parent_uid and parent is None):
        raise Unseen("Space")
    moving = Item.objects.get(pk=item.pk)

    def deed() -> None:
        tree.relocate(moving, parent=parent, space_id=space.pk)

    return _effect(_ids(item), deed)


def of_binning(item: Item) -> Effect:
    """What the bin closes."""
    ids = _ids(item)

    def deed() -> None:
        Item.objects.filter(pk__in=ids).update(binned_at=clock.now())

    return _effect(ids, deed)


def _ids(item: Item) -> list[int]:
    return list(items.subtree(item).filter(binned_at=None).order_by("path").values_list("pk", flat=True))


def _effect(ids: list[int], deed: Callable[[], None]) -> Effect:
    judged = ids[:MOST]
    with transaction.atomic():
        before = _audiences(judged)
        deed()
        after = _audiences(judged)
        transaction.set_rollback(True)
    rows = Item.objects.in_bulk(judged)
    return Effect(
        opens=_changes(rows, after, before),
        closes=_changes(rows, before, after),
        pages=len(ids),
        judged=len(judged),
    )


def _audiences(ids: list[int]) -> Audiences:
    rows = list(Item.objects.filter(pk__in=ids))
    seen = audience.of_all([item for item in rows if item.current_id and not item.binned_at])
    return {
        item.pk: {
            (group.organisation_id, group.organisation_name): group.person_ids for group in (who.ours, *who.partners)
        }
        if (who := seen.get(item.pk))
        else {}
        for item in rows
    }


def _changes(rows: dict[int, Item], have: Audiences, lack: Audiences) -> list[Change]:
    gone = {
        (pk, key): people - lack.get(pk, {}).get(key, set())
        for pk, groups in have.items()
        for key, people in groups.items()
    }
    everyone = {person for people in gone.values() for person in people}
    names = dict(Person.objects.filter(pk__in=everyone).values_list("pk", "name"))
    return [
        Change(rows[pk], organisation, sorted(names[person] for person in people))
        for (pk, (_id, organisation)), people in gone.items()
        if people
    ]


def places(item: Item, by: Actor) -> list[tuple[str, str]]:
    """Where the actor may put an item: each space of hers, and the pages in them, as `space/parent` and words."""
    below: dict[int, list[Item]] = defaultdict(list)
    pages = policy.items.scope(by, "arrange").filter(binned_at=None).exclude(**tree.below(item)).order_by("path")
    for row in pages.only("uid", "space_id", "path", "title")[:PLACES]:
        below[row.space_id].append(row)
    choices: list[tuple[str, str]] = []
    for space in policy.spaces.scope(by, "write").filter(organisation=item.organisation_id).order_by("name", "pk"):
        choices.append((f"{space.uid}/", space.name))
        for row in below[space.pk]:
            choices.append((f"{space.uid}/{row.uid}", f"{space.name}{' ›' * (row.depth + 1)} {row.title}"))
    return choices


@dataclass(frozen=True)
class BinPage:
    """What lies in a space's bin."""

    space: Space
    items: list[Item]


def bin_page(uid: str, by: Actor) -> BinPage:
    """A space's bin, for those of its organisation who may write in the space.

    Raises:
        Unseen: there is none for her.
    """
    space = policy.spaces.scope(by, "write").filter(uid=uid, organisation=by.organisation_id).first()
    if space is None:
        raise Unseen("Space")
    rows = policy.items.scope(by, "arrange").filter(space=space, binned_at__isnull=False)
    return BinPage(space, list(rows.select_related("binned_by").order_by("-binned_at", "pk")[:200]))
