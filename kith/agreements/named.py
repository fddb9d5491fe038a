"""Under which ids programs ask for agreements, said to webhooks for an actor."""

from kith.agreements import policy
from kith.core.actor import Actor
from kith.webhooks import naming


def listen() -> None:
    """Let webhooks name agreements."""
    naming.register("agreement", agreements)


def agreements(by: Actor, pks: set[int]) -> dict[int, str]:
    """The uids of those agreements that she may see."""
    return dict(policy.agreements.scope(by).filter(pk__in=pks).values_list("pk", "uid"))
