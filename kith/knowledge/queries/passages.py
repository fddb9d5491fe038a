"""Passages of the pages that answer a question best: what a written answer is made from."""

from collections.abc import Collection
from dataclasses import dataclass

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.knowledge import policy, sight
from kith.knowledge.models import Item
from kith.knowledge.queries import rows, search, showing
from kith.search import highlight, index
from kith.search.meaning import Meanings

MOST = 6  # passages of one question
LETTERS = 1200  # of a passage


@dataclass(frozen=True)
class Passage:
    """Some of a page's text, as it stands in the version that is current now."""

    item: Item
    version_id: int
    text: str


def of(by: Actor, query: str) -> list[Passage]:
    """The passages of pages that are open to an actor, the likeliest first. Nothing is recorded as shown."""
    view = sight.of(by)
    languages = search.spoken(view)
    tokens, meanings = sight.tokens(view), Meanings(by.organisation_id)
    found = index.find(query, tokens, languages=languages, limit=MOST, meanings=meanings)
    items = search.checked(view, found.ids)
    texts = index.texts([item.pk for item in items])  # after the versions: none is older than it says
    passages = []
    for item in items:
        text = texts.get(item.pk, "")
        begin = index.begins(text, found.near.get(item.pk))
        parts = highlight.snippet(text, query, languages, LETTERS, begin=begin)
        if item.current_id is not None:
            passages.append(Passage(item, item.current_id, "".join(part for part, _hit in parts)))
    return passages


def still_open(by: Actor, versions: dict[int, int]) -> bool:
    """Whether all of these items are open to an actor and stand as they did, in these versions."""
    open_ = policy.items.scope(by).filter(pk__in=versions).values_list("pk", "current_id")
    return dict(open_) == versions


def show(by: Actor, item_ids: Collection[int]) -> list[rows.Row]:
    """The pages a written answer names; those of other organisations are recorded as shown in passages."""
    view = sight.of(by)
    items = search.checked(view, list(item_ids))
    showing.record(view, Exposure.Channel.SNIPPET, items)
    return rows.of(view, items)
