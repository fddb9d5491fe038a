"""Items as rows of a list: whose, shared or not, verified or not, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from kith.access.models import Grant
from kith.core import clock
from kith.core.prepared import PreparedObjects, numbers, several
from kith.identity.models import Organisation
from kith.knowledge import bound
from kith.knowledge.models import Item, Verification
from kith.knowledge.queries import audience
from kith.knowledge.sight import Sight


@dataclass(frozen=True)
class Row:
    """One item in a list."""

    item: Item
    side: str  # ours, theirs, shared: which mark it bears for this reader
    seal: str  # ok, due, none
    verification: Verification | None
    reader: int | None = None  # the organisation that the reader acts for

    @property
    def vouched_by(self) -> str:
        """Who vouches for it. Readers of another organisation are not told the name of somebody of a third one: that
        she sees it is not theirs to know."""
        row, owner = self.verification, self.item.organisation_id
        known = row is not None and (self.reader == owner or row.organisation_id in {self.reader, owner})
        return row.verifier.name if row is not None and known else ""


def of(view: Sight, items: Iterable[Item], grants: list[Grant] | None = None) -> list[Row]:
    """The items as rows for this reader: three queries more, however many they are.

    Their organisations are fetched here and not joined where they are listed: SQLite begins with a joined table where
    it has few rows, and then sorts all items for the first fifty.

    Args:
        grants: those over the reader's own among the items, where they have been asked for already.
    """
    listed = list(items)
    _name_owners(listed)
    own = [item for item in listed if item.organisation_id == view.actor.organisation_id]
    shared = shared_outside(own, audience.grants_over(own) if grants is None and own else grants or [])
    seals = seals_of(listed)
    return [
        Row(
            item=item,
            side=side_of(view, item, item.pk in shared),
            seal=seal_state(item, seals.get(item.pk)),
            verification=seals.get(item.pk),
            reader=view.actor.organisation_id,
        )
        for item in listed
    ]


def side_of(view: Sight, item: Item, shared: bool) -> str:
    """Which mark an item bears for this reader."""
    if item.organisation_id != view.actor.organisation_id:
        return "theirs"
    return "shared" if shared else "ours"


def _name_owners(items: list[Item]) -> None:
    """Give each item its organisation, where it has not got it yet."""
    nameless = [item for item in items if not Item.organisation.is_cached(item)]
    if nameless:
        found = _OWNERS.all(*several("pk", sorted({item.organisation_id for item in nameless})))
        by_id = {owner.pk: owner for owner in found}
        for item in nameless:
            item.organisation = by_id[item.organisation_id]


_OWNERS = PreparedObjects(lambda count: Organisation.objects.filter(pk__in=numbers("pk", count)))


def seals_of(items: list[Item]) -> dict[int, Verification]:
    """The standing verification of each item, if it has one."""
    if not items:
        return {}
    rows = _SEALS.all(*several("item", [item.pk for item in items]))
    return {row.item_id: row for row in rows}


_SEALS = PreparedObjects(
    lambda count: (
        Verification.objects.filter(item__pk__in=numbers("item", count), withdrawn_at=None)
        .select_related("verifier")
        .order_by("pk")
    )
)


def seal_state(item: Item, verification: Verification | None) -> str:
    """Whether an item is verified: `ok`, `due` when the day has passed, `none` when never or for an older version."""
    if verification is None or verification.version_id != item.current_id:
        return "none"
    return "ok" if clock.now().date() <= verification.until else "due"


def shared_outside(items: list[Item], grants: list[Grant]) -> set[int]:
    """Which of the items stand open to another organisation by those grants."""
    outside = [grant for grant in grants if grant.basis_id]
    released = bound.released(items) if outside else frozenset()
    return {item.pk for item in items if any(audience.covers(grant, item, released) for grant in outside)}
