"""What belongs to an asset, one by one."""

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.register import policy, schedules
from kith.register.models import Licence, Right, Schedule
from kith.register.schedules import RULES, Rule


def right(uid: str, ability: str, by: Actor) -> Right:
    """A right, if the actor may do this with its asset.

    Raises:
        Unseen, Denied: she may not.
    """
    row = Right.objects.select_related("asset").filter(uid=uid).first()
    if row is None:
        raise Unseen("Right")
    policy.assets.require(by, ability, row.asset)
    return row


def licence(uid: str, by: Actor) -> Licence:
    """A licence, if the actor keeps its asset.

    Raises:
        Unseen, Denied: she may not.
    """
    row = Licence.objects.select_related("asset").filter(uid=uid).first()
    if row is None:
        raise Unseen("Licence")
    policy.assets.require(by, "run", row.asset)
    return row


def own_rules(by: Actor) -> list[tuple[Schedule, Rule]]:
    """The rules of her organisation that stand, with the row of each."""
    rows = Schedule.objects.filter(organisation=by.organisation_id, followed_at=None).order_by("office", "kind", "pk")
    return [(row, schedules.of(row)) for row in rows]


def rules(by: Actor) -> list[Rule]:
    """Kith's rules, without those that her organisation replaced."""
    replaced = {(row.office, row.kind) for row, _rule in own_rules(by)}
    return [rule for rule in RULES if (rule.office, rule.kind) not in replaced]
