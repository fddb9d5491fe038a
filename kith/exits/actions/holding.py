"""Taking hold of one's side of an exit."""

from dataclasses import dataclass
from datetime import datetime

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
    sides: list[Side]
    state: State

    @property
    def certified(self) -> list[int]:
        """The parties that have certified."""
        return [side.organisation_id for side in self.sides if side.certified_at]

    def undecided(self, at: datetime) -> list[int]:
        """The other parties that may still say what becomes of their pages."""
        others = [side for side in self.sides if side is not self.side]
        return [side.organisation_id for side in others if not standing.has_decided(self.row, side, at)]


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
    return Held(row, side, sides, standing.of(row, sides, clock.now()))
