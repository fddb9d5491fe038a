"""Searching: what the index finds with the viewer's tokens, checked once more in SQL before anything is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from kith.access.models import ContainerKind
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Actor
from kith.core.prepared import PreparedObjects, numbers, several
from kith.identity.models import Organisation
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import rows, showing
from kith.knowledge.sight import Sight
from kith.search import answering, highlight, index
from kith.search.highlight import Part
from kith.search.meaning import Meanings
from kith.search.models import Missed

PAGE = 20
LAST_PAGE = 50
WATCHED = 100  # hits among which something new is looked for
ANSWERING = 8  # hits in whose texts an answer is looked for


@dataclass(frozen=True)
class Hit:
    """One found item: its row, its title and a passage of its text, in parts that are hit or not."""

    row: rows.Row
    title: list[Part]
    snippet: list[Part]
    near: bool = False  # found for its meaning, not for its words


@dataclass(frozen=True)
class Quote:
    """A passage that answers, with the page that it stands in."""

    row: rows.Row
    parts: list[Part]


@dataclass(frozen=True)
class Choice:
    """One way to narrow a search, with how many visible hits it leaves."""

    value: str
    name: str
    number: int
    chosen: bool


@dataclass(frozen=True)
class Facets:
    """The ways to narrow a search. Spaces that are not open as a whole are not named."""

    spaces: list[Choice] = field(default_factory=list)
    owners: list[Choice] = field(default_factory=list)
    kinds: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class SearchPage:
    """One page of a search."""

    query: str
    rows: list[Hit]
    answer: list[Quote]
    total: int
    counted_all: bool  # whether total and facets are exact; there are more matches than are counted otherwise
    facets: Facets
    corrected: str  # the query with mistyped words replaced, empty when there are none
    page: int
    next: int | None

    @property
    def uids(self) -> str:
        """The ids of the first hits, for whoever asks who knows about them."""
        return ",".join(hit.row.item.uid for hit in self.rows[:ANSWERING])


def search_page(
    by: Actor,
    query: str,
    *,
    space: str | None = None,
    owner: str | None = None,
    kind: str | None = None,
    page: int = 1,
    channel: Exposure.Channel = Exposure.Channel.SNIPPET,
) -> SearchPage:
    """What an actor finds; items of other organisations are recorded as shown before they are returned.

    `space` and `owner` are uids; one that she cannot see narrows the search to nothing, as one that does not exist.
    """
    view = sight.of(by)
    spaces = _spaces(view)
    tokens, languages = sight.tokens(view), _languages(spaces)
    page = max(1, min(page, LAST_PAGE))
    only = _narrowed(space, owner, kind)
    meanings = Meanings(by.organisation_id)
    start = (page - 1) * PAGE
    found = index.find(query, tokens, languages=languages, limit=PAGE, offset=start, only=only, meanings=meanings)
    items = checked(view, found.ids)
    texts = index.texts([item.pk for item in items])
    asked = " ".join([query, *found.corrected.values(), *meanings.others(query)])
    hits = _hits(view, items, texts, asked, languages, found.near)
    showing.record(view, channel, items)
    if found.in_vain and page == 1 and not (space or owner or kind):
        _remember_missed(by, query)
    total = found.total - (len(found.ids) - len(items))
    more = page * PAGE < found.total and page < LAST_PAGE
    facets = _facets(view, found.facets, only, spaces)
    return SearchPage(
        query=query,
        rows=hits,
        answer=_answer(hits, texts, query, languages) if page == 1 else [],
        total=total,
        counted_all=not found.more,
        facets=facets,
        corrected=index.reworded(query, found.corrected),
        page=page,
        next=page + 1 if more else None,
    )


def answering_ids(by: Actor, query: str, *, space: str = "", owner: str = "", kind: str = "") -> list[int]:
    """Which items answer a query best now by their words, at most a hundred: to count what is new. Nothing is shown."""
    view = sight.of(by)
    only, meanings = _narrowed(space, owner, kind), Meanings(by.organisation_id)
    tokens = sight.tokens(view)
    found = index.find(query, tokens, languages=spoken(view), limit=WATCHED, only=only, meanings=meanings, near=False)
    return [item.pk for item in checked(view, found.ids)]


def _narrowed(space: str | None, owner: str | None, kind: str | None) -> index.Only:
    space_id, owner_id = _pk(Space, space), _pk(Organisation, owner)
    held = sight.held(ContainerKind.ORGANISATION, owner_id) if owner_id else ()
    if space_id:
        held = sight.held(ContainerKind.SPACE, space_id)
    return index.Only(space_id, owner_id, kind or None, held)


def suggestions(by: Actor, prefix: str) -> list[rows.Row]:
    """Items whose titles begin like what is being typed; titles of other organisations are recorded as shown."""
    view = sight.of(by)
    items = checked(view, index.suggest(prefix, sight.tokens(view)))
    showing.record(view, Exposure.Channel.TITLE, items)
    return rows.of(view, items)


def missed(by: Actor, limit: int = 50) -> list[Missed]:
    """What people of the actor's organisation looked for in vain, the newest first; for its keepers only."""
    if not by.keeps:
        return []
    return list(Missed.objects.filter(organisation_id=by.organisation, answered_at=None).order_by("-at", "-pk")[:limit])


def spoken(view: Sight) -> list[str]:
    """The languages of what she may look through."""
    return _languages(_spaces(view))


def _languages(spaces: list[Space]) -> list[str]:
    return sorted({row.language for row in spaces}) or ["en"]


def _spaces(view: Sight) -> list[Space]:
    """All spaces of the organisations whose knowledge she can reach, by name: their languages, and what to call them.

    Not all of them are hers to see: `policy.spaces.shows` says which may be named.
    """
    owners = {door.owner_id for door in view.reach.doors} | {view.actor.organisation_id or 0}
    return _SPACES.all(*several("owner", sorted(owners)))


_SPACES = PreparedObjects(
    lambda count: (
        Space.objects.filter(organisation__pk__in=numbers("owner", count))
        .select_related("organisation")
        .order_by("name", "pk")
        .only("uid", "name", "language", "organisation__uid", "organisation__name")
    )
)


def _pk(model: type[Space] | type[Organisation], uid: str | None) -> int | None:
    if not uid:
        return None
    return model._default_manager.filter(uid=uid).values_list("pk", flat=True).first() or 0


def checked(view: Sight, ids: Sequence[int]) -> list[Item]:
    """The second lock: of what the index found, what SQL lets her see, in the order found."""
    if not ids:
        return []
    count, values = several("found", ids)
    by_id = {item.pk: item for item in _CHECKED.all((view.outline, count), view.outline.values | values)}
    return [by_id[pk] for pk in ids if pk in by_id]


_CHECKED = PreparedObjects(
    lambda shape: Item.objects.filter(policy.seen(shape[0]), pk__in=numbers("found", shape[1])).select_related(
        "organisation", "space"
    )
)


def _hits(
    view: Sight,
    items: list[Item],
    texts: dict[int, str],
    query: str,
    languages: list[str],
    near: dict[int, index.Near],
) -> list[Hit]:
    hits = []
    for row in rows.of(view, items):
        text, found = texts.get(row.item.pk, ""), near.get(row.item.pk)
        snippet = highlight.snippet(text, query, languages, begin=index.begins(text, found))
        hits.append(Hit(row, highlight.marked(row.item.title, query, languages), snippet, near=found is not None))
    return hits


def _answer(hits: list[Hit], texts: dict[int, str], query: str, languages: list[str]) -> list[Quote]:
    """Quotes from the first hits: pages that have just been checked once more."""
    by_pk = {hit.row.item.pk: hit.row for hit in hits[:ANSWERING]}
    likely = {pk: texts[pk] for pk in by_pk if pk in texts}
    return [Quote(by_pk[each.item_id], each.parts) for each in answering.answer(query, likely, languages)]


def _facets(view: Sight, counted: index.Facets, only: index.Only, spaces: list[Space]) -> Facets:
    named = [space for space in spaces if space.pk in counted.spaces and policy.spaces.shows(view, space)]
    owners = {row.organisation_id: row.organisation for row in spaces if row.organisation_id in counted.organisations}
    by_name = sorted(owners.values(), key=lambda owner: (owner.name, owner.pk))
    return Facets(
        [Choice(s.uid, s.name, counted.spaces[s.pk], s.pk == only.space_id) for s in named],
        [Choice(o.uid, o.name, counted.organisations[o.pk], o.pk == only.organisation_id) for o in by_name],
        [
            Choice(kind.value, str(kind.label), counted.kinds[kind.value], kind.value == only.kind)
            for kind in Item.Kind
            if kind.value in counted.kinds
        ],
    )


def _remember_missed(by: Actor, query: str) -> None:
    text = " ".join(query.replace("\x00", " ").split())[:200]
    if not by.present or not text:
        return
    with transaction.atomic():
        row, fresh = Missed.objects.get_or_create(
            organisation_id=by.organisation, text=text, defaults={"at": clock.now()}
        )
        if not fresh:
            again: dict[str, Any] = {"times": F("times") + 1, "at": clock.now()}
            if row.answered_at is not None:  # what was written does not answer it, or is not open to who asks
                again |= {"answered_at": None, "asked_at": None}
            Missed.objects.filter(pk=row.pk).update(**again)
