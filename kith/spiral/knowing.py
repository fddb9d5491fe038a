"""Whom a session may name: where a partner writes in its space too, nobody of a third firm."""

from kith.access.models import ContainerKind, Grant
from kith.core import clock
from kith.identity.models import Membership
from kith.knowledge.models import Space


def firms(space: Space) -> set[int] | None:
    """The organisations whose people may be named to everybody who may write in a space; None where only its own
    organisation's people do, who may know of all that their colleagues know."""
    joint = Grant.objects.live(clock.now()).filter(
        container_kind=ContainerKind.SPACE, container_id=space.pk, joint=True
    )
    guests = set(joint.values_list("organisation_id", flat=True)) - {space.organisation_id}
    return {space.organisation_id, *guests} if guests else None


def named(space: Space, people: set[int]) -> set[int]:
    """Those of the people whom a draft in that space may name."""
    known = firms(space)
    if known is None or not people:
        return people
    rows = Membership.objects.filter(person__in=people, organisation__in=known, ended_at=None)
    return set(rows.values_list("person_id", flat=True))
