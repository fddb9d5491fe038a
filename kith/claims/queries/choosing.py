"""What can be chosen where somebody writes down a claim or an insurance."""

from dataclasses import dataclass

from django.db.models import Q

from kith.claims import policy
from kith.claims.models import Claim, Cover
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.knowledge import policy as knowledge
from kith.partnerships import queries as partnerships


@dataclass(frozen=True)
class Choices:
    """Ids and names, in the order in which they are shown."""

    people: list[tuple[int, str]]
    advisers: list[tuple[str, str]]
    covers: list[tuple[str, str]]
    partners: list[tuple[str, str]]


def choices(by: Actor, row: Claim | Cover | None = None) -> Choices:
    """What an actor can choose; what stands in the row already stays to be chosen."""
    people = [(seat.person_id, seat.person.name) for seat in identity.colleagues(by.organisation)]
    if row and row.responsible and row.responsible_id not in dict(people):
        people.append((row.responsible.pk, row.responsible.name))
    advisers = policy.advisers.scope(by).filter(Q(ended_at=None) | Q(pk=row.adviser_id if row else None))
    covers = policy.covers.scope(by).order_by("-ends_on", "-pk")
    firms = [partnerships.partner_of(each, by) for each in partnerships.of(by)]
    return Choices(
        people=people,
        advisers=[(each.uid, each.called) for each in advisers.order_by("name", "pk")],
        covers=[(each.uid, each.called) for each in covers],
        partners=[(firm.uid, firm.name) for firm in firms],
    )


def pages_of(row: Claim, by: Actor) -> list[str]:
    """The ids of the pages of a claim that she may see."""
    seen = knowledge.items.scope(by).filter(pk__in=row.items.values("pk"))
    return list(seen.order_by("title", "pk").values_list("uid", flat=True))
