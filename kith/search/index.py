"""The index: one row for each published item, changed in the item's own transaction.

Results come from rows that hold one of the reader's access words, and from no others. No score leaves this module.
"""

from dataclasses import dataclass
from types import ModuleType

from django.db import connection

from kith.search import analyzer
from kith.search.engines import postgres, sqlite
from kith.search.models import Row, Word

SHORTEST_INSIDE = 5  # letters of a word that is looked for inside longer ones
MOST_INSIDE = 24
ENOUGH = 3  # hits below which the question is widened


@dataclass(frozen=True)
class Entry:
    """What is to be found of one item, and the access words of which a reader must hold one."""

    item_id: int
    title: str
    body: str
    language: str
    acl: tuple[str, ...]


def _engine() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def put(entry: Entry) -> None:
    """Write or replace an item's row."""
    title, body = analyzer.words(entry.title), analyzer.words(entry.body)
    _engine().write(
        Row(
            item_id=entry.item_id,
            language=entry.language,
            title_key=" ".join(title)[:300],
            title_a=" ".join(analyzer.stems(title, entry.language)),
            body_a=" ".join(analyzer.stems(body, entry.language)),
            acl=" ".join(entry.acl),
            analyzer=analyzer.VERSION,
        )
    )
    long = {word for word in {*title, *body} if len(word) > SHORTEST_INSIDE}
    Word.objects.bulk_create([Word(word=word) for word in sorted(long)], ignore_conflicts=True)


def remove(item_id: int) -> None:
    """Forget an item."""
    _engine().erase(item_id)


def find(query: str, tokens: list[str], languages: list[str], limit: int) -> list[int]:
    """The ids of at most `limit` items for a question, the best first.

    First those whose title is the question, then those whose title holds every word, then those that hold every word,
    then those that hold some; when that is little, those with a longer word around it ("onboarding" for "boarding").
    """
    words = analyzer.asked(query)
    if not words or not tokens:
        return []
    engine = _engine()
    found = dict.fromkeys(_titled(query, tokens))
    groups = analyzer.groups(words, languages)
    found |= dict.fromkeys(engine.match(groups, tokens, every=True, limit=limit, titles=True))
    if len(found) < limit:
        found |= dict.fromkeys(engine.match(groups, tokens, every=True, limit=limit))
    if len(found) < limit and len(groups) > 1:
        found |= dict.fromkeys(engine.match(groups, tokens, every=False, limit=limit))
    if len(found) < ENOUGH:
        wider = [[*forms, *_inside(word, languages)] for word, forms in zip(words, groups, strict=True)]
        found |= dict.fromkeys(engine.match(wider, tokens, every=True, limit=limit))
    return list(found)[:limit]


def _titled(query: str, tokens: list[str]) -> list[int]:
    key = " ".join(analyzer.words(query))[:300]
    same = list(Row.objects.filter(title_key=key).order_by("-item_id").values_list("item_id", flat=True)[:50])
    return list(_engine().reachable(same, tokens)) if same else []


def _inside(word: str, languages: list[str]) -> list[str]:
    """The stems of longer words that hold this one; they only find what the reader may see anyway."""
    if len(word) < SHORTEST_INSIDE:
        return []
    longer = list(Word.objects.filter(word__contains=word).values_list("word", flat=True)[:MOST_INSIDE])
    return [form for forms in analyzer.groups(longer, languages) for form in forms] if longer else []
