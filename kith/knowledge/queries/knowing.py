"""People who know: whom a reader can turn to about some pages, by what they do for them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kith.identity.models import Membership
from kith.knowledge.models import Holder, Item
from kith.knowledge.queries import references, rows
from kith.knowledge.sight import Sight

SHOWN = 6
HOLDS, VOUCHES, OWNS, WROTE = "holds", "vouches", "owns", "wrote"
WEIGHTS = {HOLDS: 4, VOUCHES: 3, OWNS: 2, WROTE: 1}
STEEP = 3  # how soon a page further down tells less: its place is added to this and divides


@dataclass
class Knower:
    """Somebody who knows: what she does for how many of the pages, and the page that speaks most for her."""

    name: str
    organisation: str
    ours: bool
    page: Item
    deeds: Counter[str] = field(default_factory=Counter)
    weight: float = 0.0


def of(view: Sight, uids: Sequence[str]) -> list[Knower]:
    """Who knows about pages, given by id, best first; only pages that the reader sees count.

    Named are people of her own organisation and of the one whose page it is, as long as they belong to it: nobody is
    told of somebody of a third organisation.
    """
    by_uid = references.titles(uids, view)
    items = [by_uid[uid] for uid in dict.fromkeys(uids) if uid in by_uid]
    if not items:
        return []
    deeds = list(_deeds(items))
    seats = _seats({person for _place, _item, person, _deed in deeds}, items, view)
    found: dict[int, Knower] = {}
    for place, item, person, deed in deeds:
        seat = seats.get((person, item.organisation_id)) or seats.get((person, view.actor.organisation_id or 0))
        if seat is None:
            continue
        ours = seat.organisation_id == view.actor.organisation_id
        knower = found.setdefault(person, Knower(seat.person.name, seat.organisation.name, ours, item))
        knower.deeds[deed] += 1
        knower.weight += WEIGHTS[deed] / (STEEP + place)
    return sorted(found.values(), key=lambda knower: (-knower.weight, knower.name))[:SHOWN]


def _deeds(items: list[Item]) -> Iterator[tuple[int, Item, int, str]]:
    """What people do for the pages: the page's place, the page, the person, the deed."""
    places = {item.pk: place for place, item in enumerate(items)}
    by_pk = {item.pk: item for item in items}
    seals = rows.seals_of(items)
    for item in items:
        place = places[item.pk]
        yield place, item, item.owner_id, OWNS
        seal = seals.get(item.pk)
        if seal is not None and rows.seal_state(item, seal) != "none":
            yield place, item, seal.verifier_id, VOUCHES
    for holder in Holder.objects.filter(item__in=places):
        yield places[holder.item_id], by_pk[holder.item_id], holder.person_id, HOLDS
    wrote = Item.objects.filter(pk__in=places, current__isnull=False).values_list("pk", "current__author")
    for pk, author in wrote:
        yield places[pk], by_pk[pk], author, WROTE


def _seats(people: set[int], items: list[Item], view: Sight) -> dict[tuple[int, int], Membership]:
    """Where those people belong now, of the organisations that the reader may be told of."""
    firms = {item.organisation_id for item in items} | {view.actor.organisation_id or 0}
    found = Membership.objects.filter(
        person__in=people, organisation__in=firms, ended_at=None, person__is_active=True
    ).select_related("person", "organisation")
    return {(row.person_id, row.organisation_id): row for row in found}
