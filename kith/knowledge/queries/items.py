"""One item, as its page needs it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import policy, sight, tree
from kith.knowledge.models import Acceptance, Attachment, Draft, Holder, Item, Space, Use, Verification, Version
from kith.knowledge.queries import audience, rows, showing
from kith.knowledge.queries.audience import Audience
from kith.knowledge.sight import Sight


@dataclass(frozen=True)
class Standing:
    """The four answers: whose it is, who may see it and under what until when, whether it is verified."""

    side: str
    owner_name: str
    partner_names: tuple[str, ...]
    bases: tuple[tuple[str, str, datetime], ...]  # uid, title and the moment it closes
    people: int | None  # how many may see it; None for readers of another organisation
    seal: str
    verification: Verification | None


@dataclass(frozen=True)
class ItemPage:
    """Everything the page of one item shows."""

    item: Item
    version: Version | None
    standing: Standing
    audience: Audience | None
    crumbs: list[Item]
    space: Space | None
    children: list[rows.Row]
    versions: list[Version]
    attachments: list[Attachment]
    holders: list[Holder]
    can: set[str]
    draft: Draft | None = None
    uses: tuple[Use, ...] = ()
    acceptance: Acceptance | None = None


def find(uid: str, view: Sight) -> Item:
    """The item with that id, within sight.

    Raises:
        Unseen: there is none, or none for her.
    """
    item = (
        Item.objects.filter(policy.seen(view) | policy.editable(view), uid=uid)
        .select_related("space", "current__author", "owner", "organisation", "draft")
        .first()
    )
    if item is None:
        raise Unseen("Item")
    return item


def page(
    uid: str,
    by: Actor,
    version_uid: str | None = None,
    channel: Exposure.Channel = Exposure.Channel.READ,
) -> ItemPage:
    """The page of one item for an actor; what it shows outside is recorded before it is shown."""
    view = sight.of(by)
    item = find(uid, view)
    inside = item.organisation_id == by.organisation_id
    version = _version(item, view, version_uid)
    children = list(visible_children(item, view))
    for child in children:
        child.organisation = item.organisation  # a tree belongs to one
    showing.record_page(view, channel, item, version.pk if version else None, children)
    grants = audience.grants_over([item, *children]) if inside else []
    listed = rows.of(view, [item, *children], grants)
    people = audience.of(item, grants) if inside else None
    return ItemPage(
        item=item,
        version=version,
        standing=standing(listed[0], view, people),
        audience=people,
        crumbs=_crumbs(item, view),
        space=item.space if policy.spaces.shows(view, item.space) else None,
        children=listed[1:],
        versions=list(visible_versions(item, view)),
        attachments=list(item.attachments.filter(removed_at=None).order_by("name", "pk")),
        holders=_holders(item),
        can=policy.items.abilities_of(by, item),
        draft=getattr(item, "draft", None) if inside else None,
        uses=tuple(visible_uses(item, by)),
        acceptance=None if inside else _acceptance(item, by),
    )


def standing(row: rows.Row, view: Sight, people: Audience | None) -> Standing:
    """The four answers for this reader."""
    groups = people.partners if people else ()
    bases = {basis.pk: basis for group in groups for basis in group.bases.values()}
    shown = [(basis.uid, basis.title, basis.closes_at) for basis in bases.values()]
    if people is None:
        shown = [
            (door.basis_uid, door.basis_title, door.closes_at) for door in view.doors_to(row.item) if door.closes_at
        ]
    return Standing(
        side="theirs" if people is None else "shared" if groups else "ours",
        owner_name=row.item.organisation.name,
        partner_names=tuple(group.organisation_name for group in groups),
        bases=tuple(sorted(set(shown), key=lambda basis: (basis[2], basis[0]), reverse=people is None)),
        people=people.count if people else None,
        seal=row.seal,
        verification=row.verification,
    )


def _holders(item: Item) -> list[Holder]:
    if item.kind != Item.Kind.TACIT:
        return []
    return list(item.holders.select_related("person").order_by("-level", "person__name"))


def _acceptance(item: Item, by: Actor) -> Acceptance | None:
    return Acceptance.objects.filter(item=item, person=by.person_id, organisation=by.organisation_id).first()


def _version(item: Item, view: Sight, uid: str | None) -> Version | None:
    if uid is None:
        return item.current
    version = visible_versions(item, view).defer(None).filter(uid=uid).first()
    if version is None:
        raise Unseen("Version")
    return version


def visible_versions(item: Item, view: Sight) -> QuerySet[Version]:
    """The versions a reader may see, the newest first.

    Her own organisation's: all. Another's: those that were the item's text at some moment while a door of hers was
    open; never an earlier one.
    """
    versions = item.versions.select_related("author").defer("body", "html", "text").order_by("-number")
    if item.organisation_id == view.actor.organisation_id:
        return versions
    since = min((door.since for door in view.doors_to(item) if door.since), default=None)
    if since is None:
        return versions.none()
    return versions.exclude(replaced_at__lte=since)


def visible_uses(item: Item, by: Actor) -> QuerySet[Use]:
    """What a reader may know of an item's uses: the owner's people all, others their own side's and the owner's."""
    uses = item.uses.select_related("person", "organisation").order_by("-used_at", "-pk")
    if item.organisation_id != by.organisation_id:
        uses = uses.filter(organisation__in=[item.organisation_id, by.organisation])
    return uses[:50]


def visible_children(item: Item, view: Sight) -> QuerySet[Item]:
    """The pages right below, as far as she may see them, in their order."""
    return Item.objects.filter(policy.seen(view), parent=item).order_by("position", "pk")[:200]


def _crumbs(item: Item, view: Sight) -> list[Item]:
    """The pages above it that she may see; what lies between stays unsaid."""
    above = item.ancestor_ids[:-1]
    found = {row.pk: row for row in Item.objects.filter(policy.seen(view), pk__in=above)} if above else {}
    return [found[pk] for pk in above if pk in found]


def subtree(item: Item) -> QuerySet[Item]:
    """An item and all below it, whatever the reader."""
    return Item.objects.filter(**tree.below(item))
