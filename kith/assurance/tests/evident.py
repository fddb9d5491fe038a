"""What the stories about evidence begin with."""

from datetime import UTC, datetime

from kith.assurance.queries import evidence as pages
from kith.knowledge.queries import items, lists

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def shared(world):
    """An agreement with the foundry, and a page in a space that its people read."""
    world.agree("foundry", "cleo")
    space = world.space("Castings")
    item = world.item(space, "Vent the core", classification=2)
    world.share(space, "foundry")
    lists.knowledge_page(world.actor("tom"))
    items.page(item.uid, world.actor("tom"))
    return item


def states(by, key="iso27001"):
    """The state of each clause of a map."""
    return {line.row.clause: line.state for line in pages.page(key, by).lines}


def broken(by):
    """All clauses of all maps of which a check does not hold."""
    return {(page.of.key, line.row.clause) for page in pages.overview(by) for line in page.broken}
