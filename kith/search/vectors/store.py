"""Vectors in the database: what is pending, what was made of it, and what lies above a key."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet

from kith.core import clock
from kith.search.models import Pending, Row, Vector

VERSION = 1  # of models, pieces and how vectors are kept; a migration that changes it puts every row down again
LEASE = 120  # seconds for which what one maker has taken is left to it
_PLACED = ("organisation_id", "space_id", "kind", "acl")
_READ = ("item_id", "language", "title", "body", *_PLACED)


@dataclass(frozen=True)
class Task:
    """An item whose vectors are to be made, or only to be put in another place."""

    row: Row
    mark: str  # of the row, when it was taken
    text_mark: str
    made: Vector | None  # of the same text


def put_down(rows: Sequence[Row]) -> None:
    """Note that these rows were written, in the transaction that writes them."""
    _note([Pending(item_id=row.item_id, mark=_row_mark(row)) for row in rows])


def _note(rows: list[Pending]) -> None:
    Pending.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item_id"], update_fields=["mark", "until"])


def put_down_again(item_ids: Sequence[int]) -> None:
    """Note that rows stand elsewhere now, in the transaction that moves them. Whether a vector is made anew or only put
    in another place is seen when it is taken: by the text."""
    held = Row.objects.filter(item_id__in=item_ids).values_list("item_id", flat=True)
    _note([Pending(item_id=item_id, mark=secrets.token_hex(16)) for item_id in held])


def forget(item_ids: Sequence[int]) -> None:
    """Take vectors away with their rows, in the same transaction."""
    Vector.objects.filter(item_id__in=item_ids).delete()
    Pending.objects.filter(item_id__in=item_ids).delete()


def take(most: int) -> list[Task]:
    """Some of what is to be made. Another maker leaves it alone for two minutes; then it is as if nobody had begun."""
    marks = _lease(most)
    made = {each.item_id: each for each in Vector.objects.filter(item_id__in=marks, version=VERSION)}
    tasks = []
    for row in Row.objects.filter(item_id__in=marks).only(*_READ):
        mark, known = _text_mark(row), made.get(row.item_id)
        tasks.append(Task(row, marks[row.item_id], mark, known if known and known.mark == mark else None))
    gone = marks.keys() - {task.row.item_id for task in tasks}
    Pending.objects.filter(item_id__in=gone).delete()
    return tasks


def numbers(item_ids: Sequence[int], models: Sequence[str]) -> dict[int, list[bytes]]:
    """What the models made of those items, by item, in the order of the models.

    Asked at every search for some hundreds of items, so it is written out: Django spent as long on each id as the
    database on its row.
    """
    if not item_ids:
        return {}
    ids = ",".join(str(int(pk)) for pk in item_ids)
    columns = ", ".join({"english": "english", "many": "many"}[model] for model in models)  # no other name passes
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT item_id, {columns} FROM {Vector._meta.db_table} WHERE item_id IN ({ids})")  # noqa: S608
        return {pk: kept for pk, *kept in cursor.fetchall()}


def _lease(most: int) -> dict[int, str]:
    now = int(clock.now().timestamp())
    free = Pending.objects.filter(until__lt=now)
    return _leased(free, most, now) if free.exists() else {}  # whoever looks in vain takes no lock


@transaction.atomic
def _leased(free: QuerySet[Pending], most: int, now: int) -> dict[int, str]:
    """What nobody has tried comes first; what was taken before and not finished is tried alone, at the end."""
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True)
    rows = list(free.order_by("until", "item_id")[:most])
    chosen = [row for row in rows if not row.until] or rows[:1]
    Pending.objects.filter(item_id__in=[row.item_id for row in chosen]).update(until=now + LEASE)
    return {row.item_id: row.mark for row in chosen}


@transaction.atomic
def keep(made: Iterable[tuple[Task, Vector]]) -> None:
    """Write what was made; an item that was written again meanwhile stays pending, one that is gone stays gone."""
    pairs = list(made)
    ids = [task.row.item_id for task, _ in pairs]
    there = set(Row.objects.filter(item_id__in=ids).values_list("item_id", flat=True))
    Vector.objects.filter(item_id__in=ids).delete()
    Vector.objects.bulk_create([_placed(task, vector) for task, vector in pairs if task.row.item_id in there])
    for task, _ in pairs:
        Pending.objects.filter(item_id=task.row.item_id, mark=task.mark).delete()


def _placed(task: Task, vector: Vector) -> Vector:
    vector.pk, vector.item_id, vector.mark, vector.version = None, task.row.item_id, task.text_mark, VERSION
    for name in _PLACED:
        setattr(vector, name, getattr(task.row, name))
    return vector


def _text_mark(row: Row) -> str:
    return _mark(row.language, row.title, row.body)


def _row_mark(row: Row) -> str:
    return _mark(_text_mark(row), *(str(getattr(row, name)) for name in _PLACED))


def _mark(*parts: str) -> str:
    return hashlib.blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
