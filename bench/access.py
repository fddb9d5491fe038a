"""The newest 50 items that somebody may see, as the installation grows: the time should not."""

import random
from datetime import UTC, datetime, timedelta

from django.db import connection

from bench.rig import Figures, percentile, timed
from kith.access.models import Ability, ContainerKind, Grant, SubjectKind
from kith.core.actor import Actor, Role
from kith.identity.actions import joining
from kith.identity.models import Organisation, Person
from kith.knowledge import sight, tree
from kith.knowledge.models import Item, Space, Version
from kith.knowledge.queries import lists

SPACES = 200
SINGLE = 40
RUNS = 40
BATCH = 10_000


def run(full: bool) -> Figures:
    """At 10,000 and 100,000 items, and at 1,000,000 with --full."""
    person = joining.create_person(email="bench@example.org", name="Bench", password=None)
    firm = joining.found("Bench", founder=person)
    spaces = [
        Space.objects.create(organisation=firm, name=f"S{n}", created_at=datetime.now(UTC), created_by=person)
        for n in range(SPACES)
    ]
    readers = {"a tenth": _reader(firm, person, spaces[:20]), "four spaces": _reader(firm, person, spaces[:4])}
    readers["one space and 40 items"] = _reader(firm, person, spaces[:1])
    figures: Figures = {"engine": connection.vendor, "p50_ms": {}, "ratio_to_10k": {}}
    have = 0
    for size in (10_000, 100_000, 1_000_000) if full else (10_000, 100_000):
        _grow(firm, person, spaces, have, size)
        have = size
        if size == 10_000:
            _single(firm, readers["one space and 40 items"])
        figures["p50_ms"][size] = {name: _time(actor) for name, actor in readers.items()}
        print(size, figures["p50_ms"][size])
    first = figures["p50_ms"][10_000]
    for size, times in figures["p50_ms"].items():
        figures["ratio_to_10k"][size] = {name: round(times[name] / first[name], 2) for name in times}
    return figures


def _reader(firm: Organisation, owner: Person, spaces: list[Space]) -> Actor:
    """A member who reads some spaces and nothing else."""
    number = Person.objects.count()
    person = joining.create_person(email=f"reader{number}@example.org", name="Reader", password=None)
    membership = joining.join(person, firm, Role.MEMBER, by=Actor(owner.pk, firm.pk, Role.OWNER))
    actor = Actor(person.pk, firm.pk, Role.MEMBER, membership.pk)
    _open(firm, actor, ContainerKind.SPACE, [space.pk for space in spaces])
    return actor


def _open(firm: Organisation, actor: Actor, kind: ContainerKind, ids: list[int]) -> None:
    Grant.objects.bulk_create(
        [
            Grant(
                owner=firm,
                organisation=firm,
                person_id=actor.person,
                subject_kind=SubjectKind.PERSON,
                container_kind=kind,
                container_id=pk,
                ability=Ability.READ,
                granted_at=datetime.now(UTC),
            )
            for pk in ids
        ]
    )


def _single(firm: Organisation, actor: Actor) -> None:
    ids = list(Item.objects.order_by("?").values_list("pk", flat=True)[:SINGLE])
    _open(firm, actor, ContainerKind.ITEM, ids)


def _grow(firm: Organisation, owner: Person, spaces: list[Space], start: int, stop: int) -> None:
    """Add published items up to `stop`, spread over the spaces and over time."""
    draw = random.Random(start)
    for first in range(start, stop, BATCH):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=first)
        made = Item.objects.bulk_create(
            [
                Item(
                    organisation=firm,
                    space=draw.choice(spaces),
                    title=f"Item {number}",
                    classification=draw.choice([0, 1, 1, 2]),
                    owner=owner,
                    changed_at=moment + timedelta(seconds=number - first),
                    created_at=moment,
                )
                for number in range(first, min(first + BATCH, stop))
            ]
        )
        for item in made:
            item.path = tree.path_under(None, item.pk)
        versions = Version.objects.bulk_create(
            [
                Version(item=item, number=1, title=item.title, body={}, author=owner, published_at=moment)
                for item in made
            ]
        )
        for item, version in zip(made, versions, strict=True):
            item.current = version
        Item.objects.bulk_update(made, ["path", "current"], batch_size=400)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _time(actor: Actor) -> float:
    times = [timed(lambda: lists.newest(sight.of(actor))) * 1000 for _ in range(RUNS)]
    return round(percentile(times, 0.5), 2)
