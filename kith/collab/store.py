"""Keeping shared documents. Rows are the truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from kith.collab import doors
from kith.collab.doors import Shared
from kith.collab.models import Hand, Snapshot, Update
from kith.core import clock, telling
from kith.prose import shared


@dataclass(frozen=True)
class Change:
    """An update on its way to the rows."""

    document: str
    data: bytes
    person_id: int | None


@dataclass(frozen=True)
class Kept:
    """A document as the rows have it, and the id of the last update in it."""

    shared: Shared
    last: int


def load(document: str) -> Kept:
    """A document with all its updates; begun by its domain when there is none yet."""
    with transaction.atomic():
        snapshot = _locked([document]).first() or _begin(document)
        rows = list(Update.objects.filter(document=document, id__gt=snapshot.covers).order_by("id"))
    found = shared.empty()
    with found.transaction():
        found.apply_update(bytes(snapshot.data))
        for row in rows:
            found.apply_update(bytes(row.data))
    return Kept(found, rows[-1].pk if rows else snapshot.covers)


def exists(document: str) -> bool:
    """Whether anybody ever opened that document to write in it."""
    return Snapshot.objects.filter(pk=document).exists()


def since(document: str, last: int) -> list[tuple[int, bytes]]:
    """The ids and data of what was changed in a document after the update with that id.

    All of it, under the snapshot's id, where rows were put together since.
    """
    with transaction.atomic():
        snapshot = _locked([document]).first()
        if snapshot is None:
            return []
        rows = Update.objects.filter(document=document, id__gt=max(last, snapshot.covers)).order_by("id")
        updates = [(row.pk, bytes(row.data)) for row in rows]
    if snapshot.covers > last:
        updates.insert(0, (snapshot.covers, bytes(snapshot.data)))
    return updates


def newest(documents: Iterable[str]) -> dict[str, int]:
    """The id of the last update of each of those documents: two queries, however many they are."""
    keys = list(documents)
    found = dict(Snapshot.objects.filter(pk__in=keys).values_list("pk", "covers"))
    rows = Update.objects.filter(document__in=keys).values("document").annotate(last=Max("id")).order_by()
    return found | dict(rows.values_list("document", "last"))


def append(changes: list[Change]) -> list[int]:
    """Keep changes, in the caller's transaction and in their order; the ids of their rows.

    The lock makes the order of ids the order of commits in each document, whatever the number of processes: a reader
    who has seen one id has seen all before it.
    """
    moment = clock.now()
    documents = {change.document for change in changes}
    if connection.features.has_select_for_update:  # SQLite has one writer anyway
        list(_locked(documents))
    telling.tell(documents)
    _remember_hands(changes, moment)
    return _insert(changes, moment)


def _insert(changes: list[Change], moment: datetime) -> list[int]:
    """Write the rows of changes. By hand: many a second pass here, and each object that Django makes of one costs."""
    at = connection.ops.adapt_datetimefield_value(moment)
    values = [value for each in changes for value in (each.document, each.data, each.person_id, at)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(", ".join(["(%s, %s, %s, %s)"] * len(changes))), values)
        return sorted(row for (row,) in cursor.fetchall())  # given in the order of the values


_INSERT = "INSERT INTO collab_update (document, data, person_id, at) VALUES {} RETURNING id"


def hands(document: str, since: datetime | None = None) -> list[int]:
    """Who has written in a document after that moment, the first of them first."""
    found = Hand.objects.filter(document=document)
    if since is not None:
        found = found.filter(wrote_at__gt=since)
    return list(found.order_by("pk").values_list("person_id", flat=True))


_hands: dict[tuple[str, int], datetime] = {}  # of this process: when each was written down last
OFTEN = timedelta(seconds=1)


def _remember_hands(changes: list[Change], moment: datetime) -> None:
    """Write down who wrote, at most once a second for each."""
    everybody = {(change.document, change.person_id) for change in changes if change.person_id is not None}
    wrote = {hand for hand in everybody if _hands.get(hand, moment - OFTEN) <= moment - OFTEN}
    if not wrote:
        return
    if len(_hands) > 10_000:
        _hands.clear()
    _hands.update(dict.fromkeys(wrote, moment))
    Hand.objects.bulk_create(
        [Hand(document=document, person_id=person, wrote_at=moment) for document, person in sorted(wrote)],
        update_conflicts=True,
        unique_fields=["document", "person_id"],
        update_fields=["wrote_at"],
    )


@transaction.atomic
def compact(document: str) -> int:
    """Put all updates into the snapshot and take their rows away; how many rows went.

    Read from the rows and the snapshot themselves, so that nothing is taken away that is not in it.
    """
    snapshot = _locked([document]).first()
    if snapshot is None:
        return 0
    last = Update.objects.filter(document=document).aggregate(last=Max("id"))["last"]
    if last is None or last <= snapshot.covers:
        return 0
    kept = load(document)
    snapshot.data, snapshot.covers, snapshot.at = kept.shared.get_update(), kept.last, clock.now()
    snapshot.save(update_fields=["data", "covers", "at"])
    gone, _kinds = Update.objects.filter(document=document, id__lte=kept.last).delete()
    return gone


def _locked(documents: Iterable[str]) -> QuerySet[Snapshot]:
    """The snapshots of those documents, locked in one order, so that no two wait for each other."""
    return Snapshot.objects.select_for_update().filter(pk__in=documents).order_by("pk")


def _begin(document: str) -> Snapshot:
    """A first snapshot; when two begin a document at once, both go on with the one that was first."""
    door = doors.of(document)
    begun = door.begin(doors.uid(document)) if door else shared.empty()
    snapshot, _fresh = Snapshot.objects.get_or_create(
        pk=document, defaults={"data": begun.get_update(), "at": clock.now()}
    )
    return snapshot
