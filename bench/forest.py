"""The demo, and beside it 100,000 pages in trees of every shape, for measuring what people meet at that size.

Rows are written in bulk; what search knows of them is written by the product's own code.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import connection
from django.db.models import F

from bench import evaluation, texts
from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import sharing
from kith.agreements.actions.sharing import Target
from kith.agreements.models import Agreement
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.identity.models import Organisation, Person
from kith.knowledge import indexing, tree
from kith.knowledge.actions import spaces
from kith.knowledge.models import Item, Space, Version

BATCH = 2_000
LEVELS = [0, 1, 1, 2, 2, 3]  # a sixth is above what a whole firm may be shown
OPEN = {"Old plant", "All drawings", "Level"}  # what is measured by name is open to everybody inside
WORDS = 120  # of a page; how long a text is matters to search, which has a bench of its own
MOVED = (100, 99)  # a page, 100 below it, 99 below each of those: 10,001


@dataclass
class Forest:
    """Where the parts stand."""

    by: Actor
    texts: Iterator[tuple[str, str]]
    works: Space
    log: Space
    lent: Space
    items: dict[str, Item] = field(default_factory=dict)
    size: int = 0


def grow(size: int) -> Forest:
    """Add that many pages to the demo: in trees, a fifth at the root of a space, the rest lent to a partner."""
    asha = identity.actor_for(Person.objects.get(name="Asha"))
    assert asha is not None
    works, log, lent = (spaces.open_space(name, by=asha, to_all=True) for name in ("Works", "Log", "Lent works"))
    forest = Forest(asha, texts.made_of(evaluation.sets(), 2 * size), works, log, lent)
    for each in (works, lent):
        forest.items[f"below {each.name}"] = _root(forest, each, "Plans")
    moved = forest.items["moved"] = _root(forest, works, "Old plant")
    _branches(forest, moved, *MOVED)
    wide = forest.items["wide"] = _root(forest, works, "All drawings")
    _below(forest, wide, 5_000)
    forest.items["deep"] = _chain(forest, works, 35)
    _roots(forest, log, size // 5)
    share = (size - forest.size) // 2
    while forest.size < size - share:
        _branches(forest, _root(forest, works, "Machine"), 20, 20)
    while forest.size < size:
        _branches(forest, _root(forest, lent, "Machine"), 20, 20)
    _lend(forest)
    for _done in indexing.put_everything():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return forest


def _lend(forest: Forest) -> None:
    """Open the lent space to the foundry, under its agreement."""
    foundry = Organisation.objects.get(name="Brightforge Castings")
    agreement = Agreement.objects.filter(basis__parties__organisation=foundry, amends=None)[0]
    purpose = agreement.basis.purposes.order_by("pk")[0].uid  # type: ignore[union-attr]
    sharing.share(
        agreement.uid, Target(ContainerKind.SPACE, forest.lent.uid), Subject(foundry.pk), purpose, by=forest.by
    )


def _root(forest: Forest, space: Space, title: str) -> Item:
    return _add(forest, [(space, None, title)])[0]


def _roots(forest: Forest, space: Space, number: int) -> None:
    _add(forest, [(space, None, "Entry") for _ in range(number)])


def _below(forest: Forest, parent: Item, number: int) -> list[Item]:
    return _add(forest, [(parent.space, parent, "Sheet") for _ in range(number)])


def _branches(forest: Forest, root: Item, wide: int, each: int) -> None:
    _add(forest, [(root.space, parent, "Part") for parent in _below(forest, root, wide) for _ in range(each)])


def _chain(forest: Forest, space: Space, levels: int) -> Item:
    last = _root(forest, space, "Level")
    for _ in range(levels - 1):
        last = _below(forest, last, 1)[0]
    return last


def _add(forest: Forest, wanted: list[tuple[Space, Item | None, str]]) -> list[Item]:
    made: list[Item] = []
    for start in range(0, len(wanted), BATCH):
        made += _write(forest, wanted[start : start + BATCH])
    return made


def _write(forest: Forest, wanted: list[tuple[Space, Item | None, str]]) -> list[Item]:
    """Write pages whose ids are known beforehand, so that their paths are."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=forest.size)
    draw = random.Random(forest.size)
    first = (Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = []
    for pk, (space, parent, title) in enumerate(wanted, first):
        row = Item(
            pk=pk,
            organisation_id=space.organisation_id,
            space=space,
            parent=parent,
            path=tree.path_under(parent, pk),
            title=f"{title} {pk}",
            classification=1 if title in OPEN else draw.choice(LEVELS),
            owner_id=forest.by.person,
            changed_at=moment,
            created_at=moment,
        )
        rows.append(row)
    Item.objects.bulk_create(rows)
    _versions(forest, rows, moment)
    forest.size += len(rows)
    return rows


def _versions(forest: Forest, rows: list[Item], moment: datetime) -> None:
    after = (Version.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1 - rows[0].pk
    versions = []
    for row, (_title, page) in zip(rows, islice(forest.texts, len(rows)), strict=True):
        said = " ".join(page.split()[:WORDS])
        versions.append(
            Version(
                pk=row.pk + after,
                item=row,
                number=1,
                title=row.title,
                body={"type": "doc", "content": []},
                html=f"<p>{said.replace('<', '&lt;')}</p>",
                text=said,
                sha256="",
                author_id=forest.by.person,
                published_at=moment,
            )
        )
    Version.objects.bulk_create(versions)
    Item.objects.filter(pk__gte=rows[0].pk, pk__lte=rows[-1].pk).update(current_id=F("pk") + after)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in (Item, Version):
                name = table._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
