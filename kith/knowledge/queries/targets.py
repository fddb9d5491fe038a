"""Where an item can be put: the spaces of its organisation, the pages in them, and what a search for titles finds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries.branches import TAKES
from kith.knowledge.tree import Target
from kith.search import index

MOST = 20  # pages that one search offers


@dataclass(frozen=True)
class Spot:
    """A place that can be chosen."""

    space: Space
    page: Item | None = None
    above: tuple[str, ...] = ()  # the titles on the way to it, where they are not to be seen anyhow
    inside: bool = True

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.space.uid}/{self.page.uid if self.page else ''}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.page.title if self.page else self.space.name


@dataclass(frozen=True)
class Spots:
    """Places to choose from."""

    spots: list[Spot]
    after: str = ""  # the id after which the rest comes


def movable(uid: str, by: Actor) -> Item:
    """An item that she may move.

    Raises:
        Unseen: there is none for her.
    """
    item = policy.items.scope(by, "arrange").filter(uid=uid).first()
    if item is None:
        raise Unseen("Item")
    return item


def spaces(item: Item, by: Actor) -> Spots:
    """The spaces of the item's organisation in which she writes."""
    rows = policy.spaces.scope(by, "write").filter(organisation=item.organisation_id).order_by("name", "pk")
    return Spots([Spot(space) for space in rows])


def within(item: Item, by: Actor, at: Target, after: str = "") -> Spots:
    """The pages right below a place; never the item itself, nor what stands below it."""
    found = TAKES.below(sight.of(by), at.space.pk, at.parent, after)
    rows = [row for row in found.items if row.pk != item.pk]
    return Spots([Spot(at.space, row, inside=bool(row.inside)) for row in rows], found.after)  # type: ignore[attr-defined]


def found(item: Item, by: Actor, words: str) -> Spots:
    """The pages in whose titles words begin as those do, and the spaces of such a name."""
    view = sight.of(by)
    known = {spot.space.pk: spot.space for spot in spaces(item, by).spots}
    spots = [Spot(space) for space in known.values() if words.casefold() in space.name.casefold()]
    ids = index.suggest(words, sight.tokens(view), limit=MOST)
    pages = policy.items.scope(by, "arrange").filter(pk__in=ids, binned_at=None).in_bulk()
    fit = [pages[pk] for pk in ids if pk in pages and not pages[pk].path.startswith(item.path)]
    fit = [page for page in fit if page.space_id in known]
    above = _above(fit, by)
    spots += [Spot(known[page.space_id], page, (known[page.space_id].name, *above[page.pk]), False) for page in fit]
    return Spots(spots)


def chosen(item: Item, by: Actor, value: str) -> Target:
    """The place that a form names.

    Raises:
        Refused: there is none that she may choose.
    """
    space_uid, _sep, page_uid = value.partition("/")
    space = policy.spaces.scope(by, "write").filter(uid=space_uid, organisation=item.organisation_id).first()
    page = TAKES.one(sight.of(by), page_uid)
    if space is None or (page_uid and (page is None or page.space_id != space.pk)):
        raise Refused(_("Choose where it shall stand."), "place")
    return Target(space, page)


def looked_into(item: Item, by: Actor, space_uid: str, page_uid: str) -> Target:
    """The place whose inside she wants to see.

    Raises:
        Unseen: there is none for her.
    """
    try:
        return chosen(item, by, f"{space_uid}/{page_uid}")
    except Refused as refused:
        raise Unseen("Space") from refused


def spot(to: Target, by: Actor) -> Spot:
    """A place with the way to it."""
    return Spot(to.space, to.parent, (to.space.name, *_above([to.parent], by)[to.parent.pk]) if to.parent else ())


def _above(pages: list[Item], by: Actor) -> dict[int, list[str]]:
    """For each page the titles on the way to it that she may see: one query for all."""
    ids = {pk for page in pages for pk in page.ancestor_ids[:-1]}
    rows = Item.objects.filter(policy.seen(sight.of(by)), pk__in=ids).values_list("pk", "title")
    titles = dict(rows) if ids else {}
    return {page.pk: [titles[pk] for pk in page.ancestor_ids[:-1] if pk in titles] for page in pages}
