"""Under which ids programs ask for items and spaces, said to webhooks for an actor."""

from kith.core.actor import Actor
from kith.knowledge import policy
from kith.webhooks import naming


def listen() -> None:
    """Let webhooks name items and spaces."""
    naming.register("item", items)
    naming.register("space", spaces)


def items(by: Actor, pks: set[int]) -> dict[int, str]:
    """The uids of those items that she may see."""
    return dict(policy.items.scope(by).filter(pk__in=pks).values_list("pk", "uid"))


def spaces(by: Actor, pks: set[int]) -> dict[int, str]:
    """The uids of those spaces that she may see."""
    return dict(policy.spaces.scope(by).filter(pk__in=pks).values_list("pk", "uid"))
