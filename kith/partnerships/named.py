"""Under which ids programs know partnerships, said to webhooks for an actor."""

from kith.core.actor import Actor
from kith.partnerships import policy
from kith.webhooks import naming


def listen() -> None:
    """Let webhooks name partnerships."""
    naming.register("partnership", partnerships)


def partnerships(by: Actor, pks: set[int]) -> dict[int, str]:
    """The uids of those partnerships that she may see."""
    return dict(policy.partnerships.scope(by).filter(pk__in=pks).values_list("pk", "uid"))
