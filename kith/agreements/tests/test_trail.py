"""The trail says who did what; exposures say who outside was shown what. Neither says more than its reader may know."""

from kith.core.actor import Role
from kith.knowledge.queries import items
from tests import walk


def test_owners_stewards_and_auditors_read_their_own_trail_and_nobody_elses(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core")
    world.share(item, "foundry")
    items.page(item.uid, world.actor("tom"))
    world.colleague("olga", "ada", Role.AUDITOR)
    for name in ("ada", "olga"):
        page = walk.said(walk.browser(world, name).get("/protect/trail"))
        assert "Item published" in page
        assert "Agreement signed" in page
        assert "Shared under" in page
    assert walk.browser(world, "ben").get("/protect/trail").status_code == 403
    theirs = walk.said(walk.browser(world, "cleo").get("/protect/trail"))
    assert "Shown" in theirs
    assert "Item published" not in theirs
    dans = walk.said(walk.browser(world, "dan").get("/protect/trail"))
    assert "Ada" not in dans
    assert "Tarnside" not in dans


def test_an_items_exposures_name_who_was_shown_which_version_under_what(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core")
    world.share(item, "foundry")
    items.page(item.uid, world.actor("tom"))
    page = walk.said(walk.browser(world, "ada").get(f"/items/{item.uid}/exposures", follow=True))
    assert "Tom" in page
    assert "Mutual NDA" in page
    assert walk.browser(world, "tom").get(f"/items/{item.uid}/exposures").status_code == 404
    assert walk.browser(world, "ben").get(f"/items/{item.uid}/exposures").status_code == 403
