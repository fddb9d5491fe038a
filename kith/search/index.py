"""The index: one row for each published item, changed in the item's own transaction.

Whoever asks brings her tokens; results, counts, facets and suggestions come from rows that carry one of them, and from
no others. No score leaves this module.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from kith.search import analyzer, engines, ranking
from kith.search.engines import Only, Place
from kith.search.finding import Facets, Found, find, reworded, suggest
from kith.search.models import Row
from kith.search.vectors import pieces, store
from kith.search.vectors.recall import Near

BATCH = 200
LONG = 16_000  # terms; PostgreSQL keeps no positions beyond


@dataclass(frozen=True)
class Entry:
    """What is to be found of one item, and the access words of which a reader must hold one."""

    item_id: int
    title: str
    body: str
    language: str
    acl: tuple[str, ...]
    organisation_id: int = 0
    space_id: int = 0
    kind: str = ""
    updated: int = 0  # seconds since 1970, UTC


def put(entry: Entry) -> None:
    """Write or replace an item's row, in the caller's transaction."""
    put_many([entry])


def put_many(entries: Iterable[Entry]) -> int:
    """Write or replace the rows of many items, a batch at a time as they come; how many."""
    number = 0
    coming = iter(entries)
    while batch := {entry.item_id: entry for entry in islice(coming, BATCH)}:
        _write(list(batch.values()))
        number += len(batch)
    return number


def remove(item_id: int) -> None:
    """Forget an item."""
    remove_many([item_id])


@transaction.atomic
def remove_many(item_ids: Sequence[int]) -> None:
    """Forget items."""
    for start in range(0, len(item_ids), BATCH):
        some = item_ids[start : start + BATCH]
        engines.current().remove(some)
        store.forget(some)


@transaction.atomic
def place(places: Sequence[Place]) -> None:
    """Say where rows stand now and who may find them; their words stay as they were written.

    With no access words at all a row is found by nobody, and has no vectors that would take somebody's place: so lies
    what is in the bin. Rows that are not there stay away.
    """
    for start in range(0, len(places), BATCH):
        some = places[start : start + BATCH]
        for each in some:
            _check(each.acl.split())
        engines.current().place(some)
        store.forget([each.item_id for each in some if not each.acl])
        store.put_down_again([each.item_id for each in some if each.acl])


def languages(item_ids: Sequence[int]) -> dict[int, str]:
    """In which language each of those rows was read; what has no row is left out."""
    return dict(Row.objects.filter(item_id__in=item_ids).values_list("item_id", "language"))


def texts(item_ids: Sequence[int]) -> dict[int, str]:
    """What was indexed of those items besides their titles, as written: for showing where a hit stands."""
    return dict(Row.objects.filter(item_id__in=item_ids).values_list("item_id", "body"))


def begins(text: str, near: Near | None) -> int:
    """Where in a text the passage begins for which its item was found; 0 for one that was found by its words."""
    return pieces.begins(text, near.words, near.piece) if near else 0


@transaction.atomic
def _write(entries: list[Entry]) -> None:
    rows, known = [], set[str]()
    for entry in entries:
        _check(entry.acl)
        title, body = analyzer.words(entry.title), analyzer.words(entry.body)
        known.update(title, body)
        rows.append(_row(entry, title, body))
    engines.current().write(rows)
    store.put_down(rows)
    _learn(known)


def _check(acl: Sequence[str]) -> None:
    if not all(word.isascii() and word.isalnum() for word in acl):
        raise ValueError(f"access words are letters and digits: {acl!r}")


def _row(entry: Entry, title: list[str], body: list[str]) -> Row:
    title_terms = analyzer.stem_all(title, entry.language)
    body_terms = _bounded(analyzer.stem_all(body, entry.language))
    return Row(
        item_id=entry.item_id,
        organisation_id=entry.organisation_id,
        space_id=entry.space_id,
        kind=entry.kind,
        updated=entry.updated,
        language=entry.language,
        analyzer=analyzer.VERSION,
        length=2 * len(title) + len(body),
        title=entry.title.replace("\x00", ""),
        title_key=analyzer.key(entry.title),
        acl=" ".join(entry.acl),
        title_terms=" ".join(title_terms),
        body_terms=" ".join(body_terms),
        body=entry.body.replace("\x00", ""),
        bag=ranking.bag(title_terms, body_terms),
    )


def _bounded(terms: list[str]) -> list[str]:
    """The terms in order; far down a long text each new one only once, as no engine needs to know more of it."""
    head = terms[:LONG]
    known = set(head)
    return head + [term for term in dict.fromkeys(terms[LONG:]) if term not in known]


def _learn(words: set[str]) -> None:
    """Add words to those that typing mistakes are compared with; sorted, so that two writers cannot deadlock."""
    plain = sorted(word for word in words if 4 <= len(word) <= 30 and word.isalpha())
    if plain:
        engines.current().learn(plain)


__all__ = [
    "Entry",
    "Facets",
    "Found",
    "Near",
    "Only",
    "Place",
    "begins",
    "find",
    "languages",
    "place",
    "put",
    "put_many",
    "remove",
    "remove_many",
    "reworded",
    "suggest",
    "texts",
]
