"""Finding items by their words: what the reader may not see is neither found nor counted."""

from dataclasses import dataclass

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import rows, showing
from kith.knowledge.queries.rows import Row
from kith.knowledge.sight import Sight
from kith.search import highlight, index

PAGE = 20
LAST = 10  # pages; who has not found it by then asks otherwise
LONGEST = 400  # letters of a question that are read


@dataclass(frozen=True)
class Hit:
    """An item that was found, and the passage that shows why: runs of text and whether they are a hit."""

    row: Row
    passage: list[tuple[str, bool]]


@dataclass(frozen=True)
class SearchPage:
    """What was found for a question."""

    query: str
    hits: list[Hit]
    page: int
    more: bool


def page(query: str, by: Actor, number: int = 1, channel: Exposure.Channel = Exposure.Channel.SNIPPET) -> SearchPage:
    """The items found for a question, the best first; recorded as shown where they are lent to us."""
    asked = " ".join(query.replace("\x00", "").split())[:LONGEST]
    if not asked:
        return SearchPage("", [], 1, False)
    view = sight.of(by)
    number = min(max(number, 1), LAST)
    languages = languages_of(view)
    ids = index.find(asked, sight.tokens(view), languages, number * PAGE + 1)[(number - 1) * PAGE :]
    found = Item.objects.filter(policy.seen(view), pk__in=ids).select_related("current", "organisation")
    by_id = {item.pk: item for item in found}
    listed = rows.of(view, [by_id[pk] for pk in ids[:PAGE] if pk in by_id])
    showing.record(view, channel, [row.item for row in listed])
    hits = [Hit(row, _passage(row.item, asked, languages)) for row in listed]
    return SearchPage(asked, hits, number, len(ids) > PAGE and number < LAST)


def languages_of(view: Sight) -> list[str]:
    """The languages of the spaces that a reader reaches; the question is read in each of them."""
    doors = view.reach.doors
    owners = {door.owner_id for door in doors} | {view.actor.organisation}
    return list(
        Space.objects.filter(organisation__in=owners).order_by("language").values_list("language", flat=True).distinct()
    ) or ["en"]


def _passage(item: Item, asked: str, languages: list[str]) -> list[highlight.Run]:
    return highlight.passage(item.current.text, asked, languages) if item.current else []
