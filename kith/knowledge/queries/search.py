"""Finding items by their words: what the reader may not see is neither found nor counted."""

from dataclasses import dataclass

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.knowledge import policy, sight
from kith.knowledge.models import Item
from kith.knowledge.queries import rows, showing
from kith.knowledge.queries.rows import Row
from kith.search import index

PAGE = 20
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


def page(query: str, by: Actor, number: int = 1) -> SearchPage:
    """The items that hold every word of the question, titles first; recorded as shown where they are lent to us."""
    asked = " ".join(query.replace("\x00", "").split())[:LONGEST]
    words = asked.casefold().split()
    if not words:
        return SearchPage("", [], 1, False)
    view = sight.of(by)
    start = (max(number, 1) - 1) * PAGE
    ids = index.find(words, sight.tokens(view), start, PAGE + 1)
    found = Item.objects.filter(policy.seen(view), pk__in=ids).select_related("current", "organisation")
    by_id = {item.pk: item for item in found}
    listed = rows.of(view, [by_id[pk] for pk in ids[:PAGE] if pk in by_id])
    showing.record(view, Exposure.Channel.SNIPPET, [row.item for row in listed])
    hits = [Hit(row, index.passage(row.item.current.text if row.item.current else "", words)) for row in listed]
    return SearchPage(asked, hits, max(number, 1), len(ids) > PAGE)
