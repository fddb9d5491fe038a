"""Taking hold of one's side of an exit."""

from dataclasses import dataclass

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.exits import policy, standing
from kith.exits.models import Exit, Side
from kith.exits.standing import State


@dataclass(frozen=True)
class Held:
    """An exit, the actor's side of it, and where it stands, held until her transaction ends."""

    row: Exit
    side: Side
    state: State


def held(uid: str, by: Actor) -> Held:
    """An exit and the actor's side of it.

    Raises:
        Unseen, Denied: it is not hers to run.
    """
    row = policy.exits.scope(by).filter(uid=uid).first()
    if row is None:
        raise Unseen("Exit")
    policy.exits.require(by, "run", row)
    row = Exit.objects.select_for_update(of=("self",)).select_related("agreement__basis").get(pk=row.pk)
    sides = list(row.sides.select_for_update(of=("self",)).order_by("pk"))
    side = next(each for each in sides if each.organisation_id == by.organisation_id)
    return Held(row, side, standing.of(row, sides, clock.now()))
