"""A rule read against a thing at hand says what SQL says, or that it cannot say."""

from datetime import UTC, datetime

import pytest
from django.db.models import Exists, Q

from kith.access.reading import AsksForMore, holds
from kith.knowledge.models import Item

RULES = [
    Q(),
    Q(pk__in=()),
    Q(classification=2),
    Q(classification__lte=1),
    Q(classification__lte=2) & Q(binned_at=None),
    Q(current__isnull=True) | Q(title="Vent the core"),
    Q(binned_at__isnull=False),
    Q(binned_at__lt=datetime(2020, 1, 1, tzinfo=UTC)),
    Q(path__gte="0", path__lt="zzzz"),
    Q(Q(classification=4) | Q(Q(title="Volutes") & Q(kind="article"))),
]


@pytest.mark.parametrize("rule", RULES)
def test_it_says_what_sql_says(world, rule):
    space = world.space("Castings")
    items = [world.item(space, "Volutes", classification=2), world.item(space, "Vent the core")]
    found = set(Item.objects.filter(rule).values_list("pk", flat=True))
    assert {item.pk for item in items if holds(rule, item)} == found


@pytest.mark.parametrize(
    "rule",
    [
        lambda: ~Q(classification=2),
        lambda: Q(classification=2) ^ Q(kind="article"),
        lambda: Q(space__name="Castings"),
        lambda: Q(title__icontains="v"),
        lambda: Q(Exists(Item.objects.all())),
        lambda: Q(space__in=Item.objects.values("space")),
    ],
)
def test_it_leaves_to_the_database_what_asks_for_more(world, rule):
    with pytest.raises(AsksForMore):
        holds(rule(), world.item(world.space("Castings"), "Volutes"))
