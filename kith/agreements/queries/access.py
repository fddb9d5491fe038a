"""Who has access to what is ours, beyond what all of us see: for those who look it through."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce

from kith.access.models import ContainerKind, Grant
from kith.agreements.actions import recertifying
from kith.agreements.queries.doors import subject_words
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge.models import Item, Space

MOST = 200  # doors on the page; those that nobody has looked at for longest come first


@dataclass(frozen=True)
class Door:
    """One door: to what, for whom, since and until when, and when somebody last looked at it."""

    grant: Grant
    thing: Item | Space
    to: str
    looked_at: datetime
    is_due: bool
    last_moment: datetime | None  # at which it is still open
    used_at: datetime | None  # when somebody outside last came through it; None also of doors to one's own people

    @property
    def outside(self) -> bool:
        """Whether it opens to another organisation."""
        return self.grant.basis_id is not None

    @property
    def is_space(self) -> bool:
        """Whether it opens a space."""
        return isinstance(self.thing, Space)

    @property
    def below(self) -> bool:
        """Whether it opens what lies below an item too."""
        return self.grant.container_kind == ContainerKind.SUBTREE


@dataclass(frozen=True)
class AccessPage:
    """The doors to be looked through, and the rest."""

    due: list[Door]
    others: list[Door]
    more: int  # that the page does not show
    every: timedelta


def page(by: Actor) -> AccessPage:
    """The doors of the actor's organisation.

    Raises:
        Unseen: she keeps nothing.
    """
    if not by.keeps:
        raise Unseen("Access")
    rows = recertifying.doors(by.organisation).select_related("organisation", "team", "person", "purpose", "basis")
    shown = list(rows.order_by(Coalesce("confirmed_at", "granted_at"), "pk")[:MOST])
    things, used = _things(shown), _used([grant.pk for grant in shown if grant.basis_id])
    doors = [_door(grant, things[key], used.get(grant.pk)) for grant in shown if (key := _key(grant)) in things]
    return AccessPage(
        due=[door for door in doors if door.is_due],
        others=[door for door in doors if not door.is_due],
        more=max(rows.count() - MOST, 0) if len(shown) == MOST else 0,
        every=recertifying.EVERY,
    )


def chosen(page_: AccessPage, uids: list[str]) -> list[Door]:
    """Those of a page's doors that were chosen."""
    return [door for door in [*page_.due, *page_.others] if door.grant.uid in uids]


def _used(ids: list[int]) -> dict[int, datetime]:
    """When something was last shown through each of the grants, lists of titles aside."""
    shown = Exposure.objects.filter(grant_id__in=ids).exclude(channel=Exposure.Channel.TITLE)
    return dict(shown.order_by().values_list("grant_id").annotate(Max("at")))


def _looked_at(grant: Grant) -> datetime:
    return grant.confirmed_at or grant.granted_at


def _key(grant: Grant) -> tuple[bool, int]:
    return grant.container_kind == ContainerKind.SPACE, grant.container_id


def _things(grants: list[Grant]) -> dict[tuple[bool, int], Item | Space]:
    wanted = {_key(grant) for grant in grants}
    spaces = Space.objects.in_bulk([pk for is_space, pk in wanted if is_space])
    items = Item.objects.in_bulk([pk for is_space, pk in wanted if not is_space])
    found: dict[tuple[bool, int], Item | Space] = {(True, pk): space for pk, space in spaces.items()}
    return found | {(False, pk): item for pk, item in items.items()}


def _door(grant: Grant, thing: Item | Space, used_at: datetime | None) -> Door:
    ends = [moment for moment in (grant.until, grant.basis.closes_at if grant.basis else None) if moment]
    looked = _looked_at(grant)
    return Door(
        grant=grant,
        thing=thing,
        to=subject_words(grant),
        looked_at=looked,
        is_due=looked <= clock.now() - recertifying.EVERY,
        last_moment=min(ends) - timedelta(microseconds=1) if ends else None,
        used_at=used_at,
    )
