"""What opens and closes by a move, a reclassification or the bin, computed before anybody confirms.

The deed is done in a savepoint, the audience is asked before and after with the very rule that decides reading, and
the savepoint is rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.models import Person
from kith.knowledge import policy, tree
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import audience, items
from kith.knowledge.tree import Target

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
    return _effect([item.pk], 1, lambda rows: rows.update(classification=level))


def of_giving(item: Item, owner_id: int) -> Effect:
    """What another owner opens and closes."""
    return _effect([item.pk], 1, lambda rows: rows.update(owner=owner_id))


def of_moving(item: Item, to: Target) -> Effect:
    """What a move opens and closes.

    Raises:
        Refused: it cannot stand there.
    """
    new = tree.new_path(item, to.parent)
    return _effect(*_judged(item), lambda rows: tree.shift(rows, item.path, new, to.space.pk))


def of_binning(item: Item) -> Effect:
    """What the bin closes."""
    return _effect(*_judged(item), lambda rows: rows.update(binned_at=clock.now()))


def _judged(item: Item) -> tuple[list[int], int]:
    """The pages of a subtree whose audience is computed, and how many it has."""
    going = items.subtree(item).filter(binned_at=None)
    return list(going.order_by("path").values_list("pk", flat=True)[:MOST]), going.count()


def _effect(judged: list[int], pages: int, deed: Callable[[QuerySet[Item]], int]) -> Effect:
    """Do the deed to the pages that are judged, and undo it: of the others it would say nothing."""
    with transaction.atomic():
        before = _audiences(judged)
        deed(Item.objects.filter(pk__in=judged))
        after = _audiences(judged)
        transaction.set_rollback(True)
    rows = Item.objects.in_bulk(judged)
    return Effect(
        opens=_changes(rows, after, before),
        closes=_changes(rows, before, after),
        pages=pages,
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


@dataclass(frozen=True)
class BinPage:
    """What lies in a space's bin: what was put there, without what went with it."""

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
    rows = rows.filter(Q(parent=None) | Q(parent__binned_at=None) | ~Q(parent__binned_at=F("binned_at")))
    return BinPage(space, list(rows.select_related("binned_by").order_by("-binned_at", "pk")[:200]))
