"""One item, as its page needs it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kith.audit.models import Exposure
from kith.commitments import queries as commitments
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.core.prepared import PreparedObjects, moment, number, numbers, several, text
from kith.knowledge import kinds, policy, quality, sight, tree
from kith.knowledge.models import (
    Acceptance,
    Attachment,
    Draft,
    Holder,
    Item,
    Reading,
    Space,
    Use,
    Verification,
    Version,
)
from kith.knowledge.quality import Quality
from kith.knowledge.queries import audience, bindings, branches, lineage, records, references, rows, showing
from kith.knowledge.queries.audience import Audience, Under
from kith.knowledge.queries.branches import Branch
from kith.knowledge.queries.lineage import Lineage
from kith.knowledge.sight import Sight


@dataclass(frozen=True)
class Standing:
    """The four answers: whose it is, who may see it and under what until when, whether it is verified."""

    side: str
    owner_name: str
    partner_names: tuple[str, ...]
    bases: tuple[Under, ...]
    people: int | None  # how many may see it; None for readers of another organisation
    seal: str
    verification: Verification | None
    vouched_by: str  # as far as this reader may know

    @property
    def joint(self) -> Under | None:
        """Under what both sides write in its space, or did until it was frozen."""
        return next((under for under in self.bases if under.joint), None)


@dataclass(frozen=True)
class ItemPage:
    """Everything the page of one item shows."""

    item: Item
    version: Version | None
    html: str  # of that version, its references filled in for this reader
    standing: Standing
    audience: Audience | None
    crumbs: list[Item]
    space: Space | None
    branch: Branch  # what stands right below it
    versions: list[Version]
    attachments: list[Attachment]
    holders: list[Holder]
    can: set[str]
    me: Actor
    lineage: Lineage
    draft: Draft | None = None
    record: records.Shown | None = None
    promised: tuple[commitments.Shown, ...] = ()
    readings: tuple[Reading, ...] = ()  # the owner's people: all of them; others their own
    uses: tuple[Use, ...] = ()
    acceptance: Acceptance | None = None
    holds_of: tuple[str, ...] = ()  # for the owner's people: whose confidential knowledge went into it

    @property
    def promises(self) -> bool:
        """Whether its page says what is to be done."""
        return kinds.of(self.item.kind).promises is not None

    @property
    def quality(self) -> Quality | None:
        """How good those who used it find it, of what this reader may know."""
        return quality.of(self.uses, self.item.organisation_id)

    @property
    def may_rate(self) -> bool:
        """Whether it makes sense to ask her how good it is; the deed itself asks about all who wrote in it."""
        mine = self.me.person_id
        return self.item.owner_id != mine and all(version.author_id != mine for version in self.versions)

    @property
    def to_read(self) -> Reading | None:
        """That she was asked to read it, and has not said yet that she did."""
        mine = (row for row in self.readings if row.person_id == self.me.person_id and row.read_at is None)
        return next(mine, None)

    @property
    def adopters(self) -> list[tuple[str, int]]:
        """For each organisation that this reader may know of, how many people say that it did something for them."""
        people: dict[str, set[int]] = {}
        for use in self.uses:
            if use.outcome != Use.Outcome.NOTHING_YET:
                people.setdefault(use.organisation.name, set()).add(use.person_id)
        return [(name, len(found)) for name, found in sorted(people.items())]


def find(uid: str, view: Sight) -> Item:
    """The item with that id, within sight.

    Raises:
        Unseen: there is none, or none for her.
    """
    item = _FOUND.first(view.outline, view.outline.values | {"uid": uid})
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
    with showing.together(view):
        return _page(uid, view, version_uid, channel)


def _page(uid: str, view: Sight, version_uid: str | None, channel: Exposure.Channel) -> ItemPage:
    by = view.actor
    item = find(uid, view)
    inside = item.organisation_id == by.organisation_id
    version = version_of(item, view, version_uid) if version_uid else item.current
    found = branches.SEEN.below(view, item.space_id, item)
    children = found.items
    for child in children:
        child.organisation = item.organisation  # a tree belongs to one
    crumbs = crumbs_of(item, view)
    showing.record_page(view, channel, item, version.pk if version else None, [*crumbs, *children])
    grants = audience.grants_over([item, *children]) if inside else []
    listed = rows.of(view, [item, *children], grants)
    people = audience.of(item, grants) if inside else None
    can = policy.items.abilities_of(by, item)
    return ItemPage(
        item=item,
        version=version,
        html=references.shown(version.html, view, item) if version else "",
        standing=standing(listed[0], view, people),
        audience=people,
        crumbs=crumbs,
        space=item.space if policy.spaces.shows(view, item.space) else None,
        branch=Branch.of(found, listed[1:]),
        versions=_visible_versions(item, view),
        attachments=_FILES.all(None, {"item": item.pk}),
        holders=_holders(item),
        can=can,
        me=by,
        record=records.of(item, listed[0].verification),
        lineage=lineage.of(item, view),
        promised=_promised(item, by),
        readings=tuple(_READINGS.all(inside, {"item": item.pk, "person": by.person_id})),
        draft=getattr(item, "draft", None) if "edit" in can else None,
        uses=tuple(_USES.all(inside, {"item": item.pk, "owner": item.organisation_id, "mine": by.organisation})),
        acceptance=None if inside else _acceptance(item, by),
        holds_of=tuple(bindings.firms(item)) if inside else (),
    )


def standing(row: rows.Row, view: Sight, people: Audience | None) -> Standing:
    """The four answers for this reader."""
    groups = people.partners if people else ()
    shown = {under for group in groups for under in group.bases.values()}
    if people is None:
        shown = {Under.of(door) for door in view.doors_to(row.item) if door.outside}
    return Standing(
        side="theirs" if people is None else "shared" if groups else "ours",
        owner_name=row.item.organisation.name,
        partner_names=tuple(group.organisation_name for group in groups),
        bases=tuple(sorted(shown, key=_last_closed, reverse=people is None)),
        people=people.count if people else None,
        seal=row.seal,
        verification=row.verification,
        vouched_by=row.vouched_by,
    )


def _last_closed(under: Under) -> tuple[bool, str, str]:
    return under.until is None, under.until.isoformat() if under.until else "", under.uid


def _holders(item: Item) -> list[Holder]:
    if item.kind != Item.Kind.TACIT:
        return []
    return list(item.holders.select_related("person").order_by("-level", "person__name"))


def _promised(item: Item, by: Actor) -> tuple[commitments.Shown, ...]:
    """What was promised about it, where items of its kind show that."""
    return () if kinds.of(item.kind).promises is None else tuple(commitments.about("item", item.pk, by))


def _acceptance(item: Item, by: Actor) -> Acceptance | None:
    values = {"item": item.pk, "person": by.person_id, "organisation": by.organisation_id}
    return _ACCEPTANCE.first(None, values)


def version_of(item: Item, view: Sight, uid: str) -> Version:
    """One of an item's versions.

    Raises:
        Unseen: there is none that this reader may see.
    """
    since = _since(item, view)
    version = None if since is NEVER else _versions(item.pk, since).defer(None).filter(uid=uid).first()
    if version is None:
        raise Unseen("Version")
    return version


def _visible_versions(item: Item, view: Sight) -> list[Version]:
    since = _since(item, view)
    if since is NEVER:
        return []
    return _VERSIONS.all(since is None, {"item": item.pk, "since": since})


NEVER = datetime.max


def _since(item: Item, view: Sight) -> datetime | None:
    """From when on a reader may see an item's versions.

    Her own organisation's: all, None. Another's: those that were the item's text at some moment while a door of hers
    was open, and never an earlier one; `NEVER` when none is.
    """
    if item.organisation_id == view.actor.organisation_id:
        return None
    return min((door.since for door in view.doors_to(item) if door.since), default=NEVER)


def crumbs_of(item: Item, view: Sight) -> list[Item]:
    """The pages above it that she may see; what lies between stays unsaid."""
    above = item.ancestor_ids[:-1]
    if not above:
        return []
    count, ids = several("above", above)
    found = {row.pk: row for row in _CRUMBS.all((view.outline, count), view.outline.values | ids)}
    return [found[pk] for pk in above if pk in found]


def _versions(item: int, since: datetime | None) -> QuerySet[Version]:
    """An item's versions that were its text at or after that moment, the newest first, without their texts."""
    versions = Version.objects.filter(item=item).select_related("author").defer("body", "html", "text")
    if since is not None:
        versions = versions.exclude(replaced_at__lte=since)
    return versions.order_by("-number")


def _uses(inside: bool) -> QuerySet[Use]:
    """What a reader may know of an item's uses: the owner's people all, others their own side's and the owner's."""
    uses = Use.objects.filter(item=number("item")).select_related("person", "organisation").order_by("-used_at", "-pk")
    if not inside:
        uses = uses.filter(organisation__pk__in=[number("owner"), number("mine")])
    return uses[:50]


_FOUND = PreparedObjects(
    lambda view: (
        Item.objects.filter(policy.open_to(view), uid=text("uid"))
        .select_related("space", "current__author", "owner", "organisation", "draft", "record")
        .defer("current__body", "current__text", "draft__markdown")
    )
)
_CRUMBS = PreparedObjects(
    lambda shape: Item.objects.filter(policy.seen(shape[0]), pk__in=numbers("above", shape[1])).only(*showing.NEEDED)
)
_VERSIONS = PreparedObjects(lambda every: _versions(number("item"), None if every else moment("since")))
_FILES = PreparedObjects(
    lambda _shape: Attachment.objects.filter(item=number("item"), removed_at=None).defer("text").order_by("name", "pk")
)
_USES = PreparedObjects(_uses)
_READINGS = PreparedObjects(
    lambda inside: (
        Reading.objects.filter(
            Q() if inside else Q(person=number("person")),
            item=number("item"),
        )
        .select_related("person", "organisation", "version")
        .order_by("read_at", "-asked_at", "pk")[:200]
    )
)
_ACCEPTANCE = PreparedObjects(
    lambda _shape: Acceptance.objects.filter(
        item=number("item"), person=number("person"), organisation=number("organisation")
    )
)


def subtree(item: Item) -> QuerySet[Item]:
    """An item and all below it, whatever the reader."""
    return Item.objects.filter(**tree.below(item))
