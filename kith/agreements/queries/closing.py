"""What would close, exactly: the same reach that decides every read, asked with and without the doors in question."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet

from kith.access.models import Basis, Grant
from kith.agreements.queries import outlook
from kith.audit.models import Exposure
from kith.core import clock
from kith.identity.models import Organisation, Person
from kith.knowledge import policy
from kith.knowledge.models import Item, Version
from kith.knowledge.sight import Sight

SEEN = [Exposure.Channel.READ, Exposure.Channel.DOWNLOAD, Exposure.Channel.API, Exposure.Channel.EXPORT]


@dataclass
class ClosingItem:
    """One item that closes to somebody, and who she is."""

    item: Item
    people: dict[int, str] = field(default_factory=dict)  # id and name


@dataclass
class StayingItem:
    """One item that stays open to somebody although these doors shut, and under what."""

    item: Item
    people: dict[int, str] = field(default_factory=dict)
    bases: dict[str, datetime] = field(default_factory=dict)  # title and the moment it closes


@dataclass(frozen=True)
class Seen:
    """What one person had been shown of one item before it closed."""

    person: str
    item: Item
    version: int | None
    channel: str
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True)
class Closing:
    """What one side's doors, shutting, close to the other."""

    owner: Organisation
    reader: Organisation
    grants: tuple[Grant, ...]
    closes: tuple[ClosingItem, ...]
    stays: tuple[StayingItem, ...]
    seen: tuple[Seen, ...]
    frozen: tuple[ClosingItem, ...] = ()  # what both wrote together: from then on readable to both, changed by neither

    @property
    def people(self) -> set[int]:
        """Everybody to whom something closes."""
        return {pk for row in self.closes for pk in row.people}


def grants_of(basis: Basis, owner_id: int) -> QuerySet[Grant]:
    """The doors that one side holds open under a basis now: when it is over, those that stay for reading."""
    return holding(basis).filter(owner=owner_id)


def holding(basis: Basis) -> QuerySet[Grant]:
    """The doors that are open under a basis now, of either side."""
    moment = clock.now()
    given = Grant.objects.live(moment).filter(basis=basis).select_related("basis")
    if basis.is_in_force(moment):
        return given
    return given.filter(joint=True) if basis.is_staying(moment) else given.none()


def of(
    owner_id: int, reader_id: int, grants: Iterable[Grant], at: datetime | None = None, *, ends: bool = False
) -> Closing:
    """What closes to the people of `reader_id` when those grants of `owner_id` shut.

    Args:
        at: the last moment at which the doors stood open; now by default.
        ends: their basis ends, so that joint ones are not shut but frozen where it says so.
    """
    between = [grant for grant in grants if grant.owner_id == owner_id and grant.organisation_id == reader_id]
    kept = {grant.pk for grant in between if ends and grant.joint and grant.basis and grant.basis.stays}
    shut = tuple(grant for grant in between if grant.pk not in kept)
    names = {row.pk: row for row in Organisation.objects.filter(pk__in=[owner_id, reader_id])}
    closes: dict[int, ClosingItem] = {}
    stays: dict[int, StayingItem] = {}
    frozen: dict[int, ClosingItem] = {}
    ids = {grant.pk for grant in shut}
    for view, people in outlook.of(reader_id, owner_id, at) if between else []:
        after = view.without(ids, kept)
        _gather(view, after, ids, owner_id, people, closes, stays)
        _gather_frozen(view, after, kept, owner_id, people, closes, frozen)
    rows: list[ClosingItem | StayingItem] = [*closes.values(), *stays.values(), *frozen.values()]
    items = list({row.item.pk: row.item for row in rows}.values())
    return Closing(
        owner=names[owner_id],
        reader=names[reader_id],
        grants=shut,
        closes=tuple(closes.values()),
        stays=tuple(stays.values()),
        seen=tuple(seen_before(items, owner_id, reader_id)),
        frozen=tuple(frozen.values()),
    )


def _gather(
    before: Sight,
    after: Sight,
    shut: set[int],
    owner_id: int,
    people: dict[int, str],
    closes: dict[int, ClosingItem],
    stays: dict[int, StayingItem],
) -> None:
    """Sort what one group of people saw through the shutting doors into what closes and what stays."""
    left = set(Item.objects.filter(policy.open_to(after), organisation=owner_id).values_list("pk", flat=True))
    for item in Item.objects.filter(policy.open_to(before), organisation=owner_id).order_by("title", "pk"):
        doors = before.doors_to(item)
        if not any(door.grant_id in shut for door in doors):
            continue
        if item.pk not in left:
            closes.setdefault(item.pk, ClosingItem(item)).people.update(people)
            continue
        row = stays.setdefault(item.pk, StayingItem(item))
        row.people.update(people)
        others = {door.basis_id for door in doors if door.grant_id not in shut and door.basis_id}
        for basis in Basis.objects.filter(pk__in=others):
            row.bases[basis.title] = basis.closes_at


def _gather_frozen(
    before: Sight,
    after: Sight,
    kept: set[int],
    owner_id: int,
    people: dict[int, str],
    closes: dict[int, ClosingItem],
    frozen: dict[int, ClosingItem],
) -> None:
    """Sort what one group of people saw where both wrote: what was published is frozen, what was not closes to them."""
    if not kept:
        return
    left = set(Item.objects.filter(policy.open_to(after), organisation=owner_id).values_list("pk", flat=True))
    for item in Item.objects.filter(policy.open_to(before), organisation=owner_id).order_by("title", "pk"):
        if any(door.grant_id in kept for door in before.doors_to(item)):
            into = frozen if item.pk in left else closes
            into.setdefault(item.pk, ClosingItem(item)).people.update(people)


def seen_before(items: list[Item], owner_id: int, reader_id: int) -> list[Seen]:
    """Who of the reader's people had read or fetched which of the items, from the ledger's exposures."""
    rows = (
        Exposure.objects.filter(
            owner_id=owner_id, organisation_id=reader_id, item_id__in=[item.pk for item in items], channel__in=SEEN
        )
        .values("person_id", "item_id", "version_id", "channel")
        .annotate(first=Min("at"), last=Max("at"), times=Count("id"))
        .order_by("person_id", "item_id", "first")
    )
    found = list(rows)
    by_id = {item.pk: item for item in items}
    people = dict(Person.objects.filter(pk__in={row["person_id"] for row in found}).values_list("pk", "name"))
    numbers = dict(
        Version.objects.filter(pk__in={row["version_id"] for row in found if row["version_id"]}).values_list(
            "pk", "number"
        )
    )
    return [
        Seen(
            person=people.get(row["person_id"], ""),
            item=by_id[row["item_id"]],
            version=numbers.get(row["version_id"] or 0),
            channel=row["channel"],
            first=row["first"],
            last=row["last"],
            times=row["times"],
        )
        for row in found
    ]
