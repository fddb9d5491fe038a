"""What stands below one item: a branch of the tree, opened."""

from dataclasses import dataclass

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import branches, items, rows, showing
from kith.knowledge.queries.branches import Branch
from kith.knowledge.queries.rows import Row


@dataclass(frozen=True)
class BranchPage:
    """An item's branch, and where the item stands."""

    row: Row
    crumbs: list[Item]
    space: Space | None
    branch: Branch


def page(uid: str, by: Actor, after: str = "") -> BranchPage:
    """What stands right below an item, from `after` on; titles of other organisations are recorded as shown.

    Raises:
        Unseen: there is no such item, or none for her.
    """
    view = sight.of(by)
    item = items.find(uid, view)
    found = branches.SEEN.below(view, item.space_id, item, after)
    row, *listed = rows.of(view, [item, *found.items])
    crumbs = items.crumbs_of(item, view)
    showing.record(view, Exposure.Channel.TITLE, [item, *found.items, *crumbs])
    space = item.space if policy.spaces.shows(view, item.space) else None
    return BranchPage(row, crumbs, space, Branch.of(found, listed))
