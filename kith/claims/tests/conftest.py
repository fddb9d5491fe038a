"""Fixtures of the stories about claims."""

from datetime import timedelta

import pytest

from kith.claims.tests.making import TODAY, on
from kith.core import clock
from kith.knowledge.queries import items, lists


@pytest.fixture(autouse=True)
def spring():
    with clock.at(clock.start_of(TODAY, "UTC") + timedelta(hours=9)):
        yield


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def shown(world, ada):
    """Two pages, one shown to the foundry and the university, one to the university."""
    with on(TODAY - timedelta(days=30)):
        world.agree("university", "una", title="NDA with Northmere")
        world.agree("foundry", "cleo")
        castings = world.space("Castings")
        vent = world.item(castings, "Vent the core", classification=2)
        world.dry = world.item(world.space("Drying"), "Dry the core", classification=2)
        world.share(castings, "foundry")
        world.share(castings, "university")
        world.share(world.dry, "university")
    for day, name in ((1, "tom"), (5, "tom"), (6, "cleo"), (7, "una")):
        with on(TODAY - timedelta(days=20 - day)):
            lists.knowledge_page(world.actor(name))
            items.page(vent.uid, world.actor(name))
    with on(TODAY - timedelta(days=2)):
        items.page(world.dry.uid, world.actor("una"))
    return vent
