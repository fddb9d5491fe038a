"""Lists of items and spaces."""

import heapq
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kith.access.models import Ability, ContainerKind
from kith.audit.models import Exposure
from kith.core import cursors
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.core.prepared import PreparedObjects, number, numbers, several
from kith.identity.models import Organisation
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import branches, rows, showing
from kith.knowledge.queries.audience import Under
from kith.knowledge.queries.branches import Branch
from kith.knowledge.sight import Opening, Outline, Sight

PAGE = 50
FEW = 14  # parts of the rule up to which the newest of each are merged; above, one ordered scan is cheaper


@dataclass(frozen=True)
class SpacePage:
    """A space with its tree."""

    space: Space
    branch: Branch  # what stands at its root
    can: set[str]
    side: str
    drafts: list[Item]
    joint: Under | None  # under what both sides write in it, or did until it was frozen
    others: str  # the other side of that


@dataclass(frozen=True)
class KnowledgePage:
    """The knowledge area: spaces of ours, what partners opened to us, and what changed last."""

    spaces: list[Space]
    theirs: list[tuple[Organisation, list[Space], list[rows.Row]]]
    newest: list[rows.Row]
    drafts: list[Item]
    joint: set[int]  # the spaces in which both sides write, or did until they were frozen


def newest(view: Sight, limit: int = PAGE) -> list[Item]:
    """The items changed last that a reader may see.

    With doors to few whole spaces, to whole organisations and to single items only, the rule is asked part by part: the
    newest of each, read from its index, of her own and of the single items, merged. Otherwise one scan in the order of
    change, with the whole rule as its condition: among many items of others that reads far for a few of hers. (Asked
    for the whole rule within one space, PostgreSQL expects a handful of rows there and sorts all of them.)
    """
    parts = _parts(view)
    if parts is None:
        return _NEWEST.all((view.outline, limit), view.outline.values)
    lists = [_NEWEST_OF.all((which, count, "guests" in values, limit), values) for which, count, values in parts]
    merged = heapq.merge(*lists, key=lambda item: (item.changed_at, item.pk), reverse=True)
    return list({item.pk: item for item in merged}.values())[:limit]


OWN = "own"
Part = tuple[str, int, dict[str, Any]]


def _parts(view: Sight) -> list[Part] | None:
    """The rule's parts, if they are few: what of it, how many ids, and the values. None when one scan is cheaper."""
    actor = view.actor
    if not actor.present:
        return None
    openings = view.openings[Ability.READ]
    wide = {row.owner: row.ceiling for row in openings if row.kind == ContainerKind.ORGANISATION}
    found: list[Part] = []
    if actor.organisation_id not in wide:
        found.append((OWN, 0, {"owner": actor.person_id, "organisation": actor.organisation_id}))
    for opening in openings:
        if opening.kind != ContainerKind.ORGANISATION and opening.ceiling <= wide.get(opening.owner, -1):
            continue  # a door to all of that organisation opens it anyway
        values = {"organisation": opening.owner, "ceiling": opening.ceiling}
        if opening.guests is not None:
            values["guests"] = opening.guests
        if opening.kind in (ContainerKind.SPACE, ContainerKind.ORGANISATION):
            found += [(opening.kind, 1, values | {"id0": pk}) for pk in opening.ids]
        elif opening.kind == ContainerKind.ITEM:
            count, ids = several("id", opening.ids)
            found.append((ContainerKind.ITEM, count, values | ids))
        else:
            return None
    return found if len(found) <= FEW else None


def _newest_of(shape: tuple[str, int, bool, int]) -> QuerySet[Item]:
    which, count, outside, limit = shape
    if which == OWN:
        part = sight.own(Actor(number("owner"), number("organisation")))
    else:
        ids = numbers("id", count)
        guests = number("guests") if outside else None
        part = sight.through(Opening(ContainerKind(which), number("organisation"), number("ceiling"), ids, [], guests))
    return Item.objects.filter(part, policy.published()).order_by("-changed_at", "-pk")[:limit]


_NEWEST = PreparedObjects(
    lambda shape: Item.objects.filter(policy.seen(shape[0])).order_by("-changed_at", "-pk")[: shape[1]]
)
_NEWEST_OF = PreparedObjects(_newest_of)


def knowledge_page(by: Actor) -> KnowledgePage:
    """The knowledge area for an actor; titles of other organisations are recorded as shown."""
    view = sight.of(by)
    spaces = _open_spaces(view)
    ours = [space for space in spaces if space.organisation_id == by.organisation_id]
    latest = newest(view, 12)
    lone = _lone(view, [space.pk for space in spaces])
    listed = {row.item.pk: row for row in rows.of(view, {item.pk: item for item in [*latest, *lone]}.values())}
    begun = drafts(view)
    showing.record(view, Exposure.Channel.TITLE, [*(row.item for row in listed.values()), *begun])
    return KnowledgePage(
        ours,
        _theirs([space for space in spaces if space.pk not in {own.pk for own in ours}], [listed[i.pk] for i in lone]),
        [listed[item.pk] for item in latest],
        begun,
        {door.container_id for door in view.reach.joint},
    )


def _open_spaces(view: Sight) -> list[Space]:
    """The spaces open to her as a whole, by name, with their organisations."""
    spaces, organisations = policy.opened(view, Ability.READ)
    count, values = several("space", spaces)
    owners, more = several("organisation", organisations)
    return _SPACES.all((count, owners), values | more)


_SPACES = PreparedObjects(
    lambda counts: (
        Space.objects.filter(
            policy.within(numbers("space", counts[0]), numbers("organisation", counts[1])), closed_at=None
        )
        .select_related("organisation")
        .order_by("name", "pk")
    )
)


def _lone(view: Sight, known: list[int]) -> list[Item]:
    """The single items and trees that partners opened to the reader outside of whole spaces."""
    outside = {door.owner_id for door in view.reach.doors if door.outside}
    if not outside:
        return []
    owners, values = several("organisation", sorted(outside))
    spaces, more = several("known", known)
    return _LONE.all((view.outline, owners, spaces), view.outline.values | values | more)


_LONE = PreparedObjects(
    lambda shape: (
        Item.objects.filter(policy.seen(shape[0]), organisation__pk__in=numbers("organisation", shape[1]))
        .exclude(space__pk__in=numbers("known", shape[2]))
        .order_by("path")[:PAGE]
    )
)


def _theirs(spaces: list[Space], lone: list[rows.Row]) -> list[tuple[Organisation, list[Space], list[rows.Row]]]:
    """What each partner opened to the reader, by partner."""
    owners = {space.organisation_id: space.organisation for space in spaces}
    owners |= {row.item.organisation_id: row.item.organisation for row in lone}
    return [
        (
            organisation,
            [space for space in spaces if space.organisation_id == pk],
            [row for row in lone if row.item.organisation_id == pk],
        )
        for pk, organisation in sorted(owners.items(), key=lambda pair: (pair[1].name, pair[0]))
    ]


def drafts(view: Sight) -> list[Item]:
    """Items with a draft that the reader may go on with, the last touched first."""
    return _DRAFTS.all(view.outline, view.outline.values)


def _drafts(view: Sight | Outline) -> QuerySet[Item]:
    return (
        Item.objects.filter(policy.editable(view), draft__isnull=False, binned_at=None)
        .select_related("draft", "draft__saved_by")
        .defer("draft__markdown")
        .order_by("-draft__saved_at", "-pk")
    )


_DRAFTS = PreparedObjects(lambda view: _drafts(view)[:PAGE])


def space_page(uid: str, by: Actor, after: str = "") -> SpacePage:
    """A space with the root of its tree, from `after` on, as far as the actor may see it."""
    view = sight.of(by)
    space = policy.spaces.scope(by).select_related("organisation").filter(uid=uid).first()
    if space is None:
        raise Unseen("Space")
    found = branches.SEEN.below(view, space.pk, None, after)
    shown = rows.of(view, found.items)
    can = policy.spaces.abilities_of(by, space)
    joint = {door.basis_id: Under.of(door) for door in view.joint_in(space.pk)}
    begun = list(_drafts(view).filter(space=space)[:PAGE]) if "write" in can else []
    showing.record(view, Exposure.Channel.TITLE, [*(row.item for row in shown), *begun])
    return SpacePage(
        space=space,
        branch=Branch.of(found, shown),
        can=can,
        side="ours" if space.organisation_id == by.organisation_id else "theirs",
        drafts=begun,
        joint=next(iter(joint.values()), None),
        others=_other_side(view, space) if joint else "",
    )


def _other_side(view: Sight, space: Space) -> str:
    """With whom a space is written together, for this reader."""
    door = view.joint_in(space.pk)[0]
    if door.owner_id != view.actor.organisation_id:
        return space.organisation.name
    return Organisation.objects.values_list("name", flat=True).get(pk=door.reader_id or 0)


def visible(by: Actor) -> QuerySet[Item]:
    """All items the actor may see."""
    return Item.objects.filter(policy.seen(sight.of(by)))


def writable(by: Actor) -> list[Space]:
    """The spaces in which the actor may write, by name; first those that are ours alone, last those of others.

    The first is what a form offers: nobody should write for a partner's eyes by not looking.
    """
    joint = {door.container_id for door in sight.of(by).reach.joint}
    found = policy.spaces.scope(by, "write").select_related("organisation").order_by("name", "pk")
    return sorted(found, key=lambda space: (space.organisation_id != by.organisation_id, space.pk in joint))


def is_joint(uid: str | None, by: Actor) -> bool:
    """Whether both sides write in the space with that id: what is begun there is for the other side to see."""
    spaces = [door.container_id for door in sight.of(by).reach.joint] if uid else []
    return bool(spaces) and Space.objects.filter(uid=uid, pk__in=spaces).exists()


def visible_spaces(by: Actor) -> list[Space]:
    """The spaces open to the actor as a whole, by name."""
    return list(policy.spaces.scope(by).filter(closed_at=None).order_by("name", "pk"))


def page_of_items(by: Actor, cursor: str, limit: int) -> tuple[list[rows.Row], str | None]:
    """A page of the items the actor may see, changed last first, and the cursor of the next one.

    Raises:
        Refused: the cursor is not one of ours.
    """
    view = sight.of(by)
    visible = Item.objects.filter(policy.seen(view))
    if cursor:
        moment, uid = cursors.read(cursor)
        visible = visible.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, uid__lt=uid))
    found = list(visible.order_by("-changed_at", "-uid")[: limit + 1])
    listed = rows.of(view, found[:limit])
    showing.record(view, Exposure.Channel.API, [row.item for row in listed])
    last = found[limit - 1] if len(found) > limit else None
    return listed, cursors.write(last.changed_at, last.uid) if last else None
