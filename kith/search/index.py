"""The index: one row for each published item, changed in the item's own transaction."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, Q, Value, When

from kith.search.models import Row


@dataclass(frozen=True)
class Entry:
    """What is to be found of one item, and the access words of which a reader must hold one."""

    item_id: int
    title: str
    body: str
    language: str
    acl: tuple[str, ...]


def put(entry: Entry) -> None:
    """Write or replace an item's row."""
    Row.objects.update_or_create(
        item_id=entry.item_id,
        defaults={
            "language": entry.language,
            "title": entry.title,
            "body": entry.body,
            "acl": f" {' '.join(entry.acl)} ",
        },
    )


def remove(item_id: int) -> None:
    """Forget an item."""
    Row.objects.filter(item_id=item_id).delete()


def find(words: list[str], tokens: list[str], start: int, limit: int) -> list[int]:
    """The ids of items that hold every word and one of the reader's access words, titles first.

    This reads the rows one by one; the ranked index of the next step takes its place behind the same call.
    """
    if not tokens:
        return []
    rows = Row.objects.filter(reduce(or_, (Q(acl__contains=f" {token} ") for token in tokens)))
    for word in words:
        rows = rows.filter(Q(title__icontains=word) | Q(body__icontains=word))
    in_title = Case(*(When(title__icontains=word, then=Value(1)) for word in words[:1]), default=Value(0))
    ordered = rows.annotate(in_title=in_title).order_by("-in_title", "item_id")
    return list(ordered.values_list("item_id", flat=True)[start : start + limit])


AROUND = 120  # letters before and after the first hit


def passage(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """The piece of a text around its first hit, as runs of words and whether they are a hit."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    begin = max(0, first.start() - AROUND) if first else 0
    piece = text[begin : begin + 2 * AROUND]
    runs: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(piece):
        runs += [(piece[at : match.start()], False), (match.group(), True)]
        at = match.end()
    return [run for run in [*runs, (piece[at:], False)] if run[0]]
