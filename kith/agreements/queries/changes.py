"""Who sees what else than before when the terms of an agreement change."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import permutations

from kith.access.actions import Carried
from kith.access.models import Basis
from kith.agreements.queries import closing, outlook
from kith.agreements.queries.closing import Closing, ClosingItem, StayingItem
from kith.agreements.queries.outlook import People
from kith.core import clock
from kith.identity.models import Organisation
from kith.knowledge import policy
from kith.knowledge.models import Item

Side = tuple[int, int]  # owner and reader
Picture = dict[Side, dict[int, People]]  # for each side: item, and who sees it


@dataclass(frozen=True)
class Change:
    """What one side sees else of the other's than before."""

    closing: Closing
    opens: tuple[ClosingItem, ...]

    @property
    def owner(self) -> Organisation:
        """Whose knowledge it is."""
        return self.closing.owner

    @property
    def closes(self) -> tuple[ClosingItem, ...]:
        """What closes, and to whom."""
        return self.closing.closes


def picture(organisations: list[int]) -> Picture:
    """Who of each side sees which of the others' items now."""
    moment = clock.now()
    found: Picture = {}
    for owner, reader in permutations(organisations, 2):
        seen: dict[int, People] = defaultdict(dict)
        for view, people in outlook.of(reader, owner, moment):
            for pk in Item.objects.filter(policy.seen(view), organisation=owner).values_list("pk", flat=True):
                seen[pk].update(people)
        found[owner, reader] = seen
    return found


def compare(before: Picture, after: Picture, organisations: list[int], carried: Carried, under: Basis) -> list[Change]:
    """What each side gains and loses between two pictures, when `under` took the place of another basis."""
    names = {row.pk: row for row in Organisation.objects.filter(pk__in=organisations)}
    items = _items(before, after)
    return [
        _change(names[owner], names[reader], before[owner, reader], after[owner, reader], items, carried, under)
        for owner, reader in before
    ]


def _items(*pictures: Picture) -> dict[int, Item]:
    wanted = {pk for picture_ in pictures for seen in picture_.values() for pk in seen}
    return {item.pk: item for item in Item.objects.filter(pk__in=wanted).order_by("title", "pk")}


def _change(
    owner: Organisation,
    reader: Organisation,
    before: dict[int, People],
    after: dict[int, People],
    items: dict[int, Item],
    carried: Carried,
    under: Basis,
) -> Change:
    closes = _missing(before, after, items)
    stays = [
        StayingItem(item, dict(after[pk]), {under.title: under.closes_at})
        for pk, item in items.items()
        if pk in before and pk in after
    ]
    dropped = tuple(row for row in carried.dropped if (row.owner_id, row.organisation_id) == (owner.pk, reader.pk))
    seen = closing.seen_before([row.item for row in closes], owner.pk, reader.pk)
    return Change(
        Closing(owner, reader, dropped, tuple(closes), tuple(stays), tuple(seen)),
        tuple(_missing(after, before, items)),
    )


def _missing(there: dict[int, People], here: dict[int, People], items: dict[int, Item]) -> list[ClosingItem]:
    """The items that people see there and not here."""
    rows = []
    for pk, item in items.items():
        people = {who: name for who, name in there.get(pk, {}).items() if who not in here.get(pk, {})}
        if people:
            rows.append(ClosingItem(item, people))
    return rows
