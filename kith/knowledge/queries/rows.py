"""Items as rows of a list: whose, shared or not, verified or not, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from kith.access.models import ContainerKind, Grant
from kith.access.reach import ceiling_of
from kith.core import clock
from kith.knowledge.models import Item, Verification
from kith.knowledge.sight import Sight


@dataclass(frozen=True)
class Row:
    """One item in a list."""

    item: Item
    side: str  # ours, theirs, shared: which mark it bears for this reader
    seal: str  # ok, due, none
    verification: Verification | None
    depth: int = 0


def of(view: Sight, items: Iterable[Item]) -> list[Row]:
    """The items as rows for this reader: two queries more, however many they are."""
    listed = list(items)
    shared = _shared_outside(view, listed)
    seals = seals_of(listed)
    return [
        Row(
            item=item,
            side=side_of(view, item, item.pk in shared),
            seal=seal_state(item, seals.get(item.pk)),
            verification=seals.get(item.pk),
            depth=item.depth,
        )
        for item in listed
    ]


def side_of(view: Sight, item: Item, shared: bool) -> str:
    """Which mark an item bears for this reader."""
    if item.organisation_id != view.actor.organisation_id:
        return "theirs"
    return "shared" if shared else "ours"


def seals_of(items: list[Item]) -> dict[int, Verification]:
    """The standing verification of each item, if it has one."""
    rows = Verification.objects.filter(item__in=items, withdrawn_at=None).select_related("verifier").order_by("pk")
    return {row.item_id: row for row in rows}


def seal_state(item: Item, verification: Verification | None) -> str:
    """Whether an item is verified: `ok`, `due` when the day has passed, `none` when never or for an older version."""
    if verification is None or verification.version_id != item.current_id:
        return "none"
    return "ok" if clock.now().date() <= verification.until else "due"


def _shared_outside(view: Sight, items: list[Item]) -> set[int]:
    """Which of the reader's own items stand open to another organisation now."""
    own = [item for item in items if item.organisation_id == view.actor.organisation_id]
    if not own:
        return set()
    moment = clock.now()
    grants = (
        Grant.objects.live(moment)
        .filter(owner=view.actor.organisation_id, basis__isnull=False)
        .filter(
            Q(container_kind=ContainerKind.SPACE, container_id__in={item.space_id for item in own})
            | Q(container_kind=ContainerKind.ITEM, container_id__in={item.pk for item in own})
            | Q(
                container_kind=ContainerKind.SUBTREE,
                container_id__in={pk for item in own for pk in item.ancestor_ids},
            )
        )
        .select_related("basis")
    )
    open_now = [grant for grant in grants if grant.basis and grant.basis.is_in_force(moment)]
    return {item.pk for item in own if any(_covers(grant, item) for grant in open_now)}


def _covers(grant: Grant, item: Item) -> bool:
    if item.classification > ceiling_of(grant):
        return False
    if grant.container_kind == ContainerKind.SPACE:
        return grant.container_id == item.space_id
    if grant.container_kind == ContainerKind.ITEM:
        return grant.container_id == item.pk
    return grant.container_id in item.ancestor_ids
