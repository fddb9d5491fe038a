"""What stands open under an agreement, as a reader may know it."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from kith.access.models import ContainerKind, Grant, SubjectKind
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Actor
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import showing

Place = tuple[str, int]  # kind of container and its id


@dataclass(frozen=True)
class Opened:
    """One thing that an agreement holds open for one purpose, and to whom."""

    kind: ContainerKind
    title: str
    uid: str
    mine: bool
    to: list[str]
    purpose: str
    joint: bool  # both sides write in it, or did until it was frozen
    frozen: bool
    grants: list[Grant]

    @property
    def url_name(self) -> str:
        """Its page."""
        return "space" if self.kind == ContainerKind.SPACE else "item"

    @property
    def doors(self) -> str:
        """Its grants as the query of an address."""
        return urlencode([("door", grant.uid) for grant in self.grants])


def opened(grants: list[Grant], by: Actor) -> list[Opened]:
    """What those grants hold open: all of the actor's own side's, and of the other's what is open to her.

    Titles of the other side's items are recorded as shown.
    """
    things = _things(grants, by)
    rows: dict[tuple[Place, int, bool], list[Grant]] = defaultdict(list)
    for grant in grants:
        rows[(grant.container_kind, grant.container_id), grant.purpose_id or 0, grant.joint].append(grant)
    return [_row(things[place], of_it, by) for (place, _purpose, _joint), of_it in rows.items() if place in things]


def _row(thing: Item | Space, grants: list[Grant], by: Actor) -> Opened:
    first = grants[0]
    return Opened(
        kind=ContainerKind(first.container_kind),
        title=str(thing),
        uid=thing.uid,
        mine=first.owner_id == by.organisation_id,
        to=[subject_words(grant) for grant in grants],
        purpose=str(first.purpose or ""),
        joint=first.joint,
        frozen=first.is_frozen(clock.now()),
        grants=grants,
    )


def _things(grants: list[Grant], by: Actor) -> dict[Place, Item | Space]:
    view = sight.of(by)
    wanted = {grant.container_id for grant in grants if grant.container_kind != ContainerKind.SPACE}
    own = list(Item.objects.filter(pk__in=wanted, organisation=by.organisation_id))
    lent = list(Item.objects.filter(policy.seen(view), pk__in=wanted).exclude(organisation=by.organisation_id))
    spaces = policy.spaces.scope(by).filter(
        pk__in=[grant.container_id for grant in grants if grant.container_kind == ContainerKind.SPACE]
    )
    showing.record(view, Exposure.Channel.TITLE, lent)
    found: dict[Place, Item | Space] = {(ContainerKind.SPACE, space.pk): space for space in spaces}
    for item in own + lent:
        found |= {(kind, item.pk): item for kind in (ContainerKind.ITEM, ContainerKind.SUBTREE)}
    return found


def subject_words(grant: Grant) -> str:
    """To whom a door is open, in words."""
    if grant.subject_kind == SubjectKind.PERSON and grant.person:
        return f"{grant.person.name}, {grant.organisation.name}"
    if grant.subject_kind == SubjectKind.TEAM and grant.team:
        return f"{grant.team.name}, {grant.organisation.name}"
    return grant.organisation.name
