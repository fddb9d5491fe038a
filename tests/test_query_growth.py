"""No list asks more questions of the database because there is more in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.knowledge.actions import using, vouching
from tests import walk


def fill(world, start, count):
    """So many more items, shared with the foundry by name, used and verified; and the foundry's, lent to us."""
    day = world.agreements["foundry"].ends_on
    for number in range(start, start + count):
        item = world.item(world.ours, f"Volute {number}", "gas", parent_uid=world.top.uid)
        world.share(item, "foundry", person="tom")
        vouching.verify(item.uid, by=world.actor("ada"), until=day)
        using.use(world.top.uid, "quality", by=world.actor("tom"))
        world.item(world.theirs, f"Pour log {number}", "gas", by="cleo")
        world.colleague(f"new{number}", "ada")
        world.space(f"Space {number}")


@pytest.fixture
def filled(world):
    world.agree("foundry", "cleo")
    world.ours, world.theirs = world.space("Castings"), world.space("Pour logs", by="cleo")
    world.top = world.item(world.ours, "Volutes", "gas")
    world.share(world.top, "foundry", person="tom")
    world.share(world.ours, "foundry")
    fill(world, 0, 4)
    return world


def asked(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"][:200] for query in captured]


PAGES = [
    "/",
    "/knowledge",
    "/search?q=gas",
    "/protect",
    "/partnerships",
    "/people",
    "/measure",
    "space",
    "item",
    "agreement",
]


@pytest.mark.parametrize("who", ["ada", "tom"])
def test_pages_ask_as_much_with_twice_as_much_in_them(filled, who):
    named = {
        "space": f"/spaces/{filled.ours.uid}",
        "item": f"/items/{filled.top.uid}",
        "agreement": f"/agreements/{filled.agreements['foundry'].uid}",
    }
    client = walk.browser(filled, who)
    client.get("/")
    before = {page: asked(client, named.get(page, page)) for page in PAGES}
    fill(filled, 4, 4)
    for page, queries in before.items():
        now = asked(client, named.get(page, page))
        assert len(now) <= len(queries), (page, len(queries), len(now), set(now) - set(queries))
