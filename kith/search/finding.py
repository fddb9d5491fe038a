"""Finding: a ladder of ever wider questions, each put to the engine with the viewer's tokens.

Exactly that title, then that phrase, then all words. Only where few items hold all words: words that contain or
resemble the ones typed, then any of the words. What stands higher on the ladder stands higher in the list.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat

from kith.search import analyzer, engines, spelling
from kith.search.engines import Ask, Engine, Only, Tally, Weights
from kith.search.models import Row

ENOUGH = 10  # items that hold all words: with so many, nobody is shown items that hold only some
DEEPEST = 1000  # hits that can be paged through
PHRASED = 100  # hits of which those with the exact phrase come first
COUNTED = 5000  # up to so many rows are counted for a term's frequency
SUGGESTIONS = 8
GROUP = tuple[str, ...]


@dataclass(frozen=True)
class Facets:
    """How many of the hits stand where; each counted as if its own narrowing were lifted. Only visible items count."""

    spaces: dict[int, int] = field(default_factory=dict)
    organisations: dict[int, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One page of hits, how many there are in all, and what a mistyped word may have meant."""

    ids: list[int]
    total: int
    facets: Facets = field(default_factory=Facets)
    corrected: dict[str, str] = field(default_factory=dict)  # typed word: a word that stands in a visible item


@dataclass(frozen=True)
class _Search:
    """One search under way."""

    engine: Engine
    query: str
    languages: GROUP
    tokens: tuple[str, ...]
    only: Only
    words: tuple[str, ...]
    groups: tuple[GROUP, ...]
    weights: Weights

    def ranked(self, ask: Ask, limit: int) -> list[int]:
        return self.engine.ranked(ask, self.tokens, self.only, self.weights, limit)

    def often(self, group: GROUP) -> int:
        return max(self.weights.frequency.get(term, 0) for term in group)


def find(
    query: str,
    tokens: Sequence[str],
    *,
    languages: Sequence[str],
    limit: int = 20,
    offset: int = 0,
    only: Only | None = None,
) -> Found:
    """The items that answer a query, best first, among those that carry one of the tokens.

    The number of statements does not depend on how many rows or hits there are.
    """
    search = _begin(query, tokens, languages, only or Only())
    if search is None:
        return Found([], 0)
    reach = max(min(offset + limit, DEEPEST), ENOUGH)
    ask = Ask("all", search.groups)
    tallies = search.engine.tallies(ask, search.tokens)
    order = search.engine.titled(analyzer.key(query), search.tokens, search.only, reach)
    if tallies:
        order += _nearest_first(search, search.ranked(ask, max(reach, PHRASED)))
    corrected: dict[str, str] = {}
    if _count(tallies, search.only) < ENOUGH:
        wider, corrected = _widened(search)
        ask = Ask("any", (*_telling(search), *(terms for terms in wider if terms)))
        tallies = search.engine.tallies(ask, search.tokens)
        order += _partly(search, wider, ask, reach)
    ids = list(dict.fromkeys(order))
    total = max(_count(tallies, search.only), len(ids))
    return Found(ids[offset : min(offset + limit, DEEPEST)], total, _facets(tallies, search.only), corrected)


def _partly(search: _Search, wider: Sequence[GROUP], widest: Ask, limit: int) -> list[int]:
    """Items that hold all words if one is lenient, then those with any word, then those with any lenient one."""
    order: list[int] = []
    if any(wider) and len(search.groups) > 1:
        both = tuple(tuple(dict.fromkeys(a + b)) for a, b in zip(search.groups, wider, strict=True))
        order += search.ranked(Ask("all", both), limit)
    if len(search.groups) > 1:
        order += search.ranked(Ask("any", _telling(search)), limit)
    return order + (search.ranked(widest, limit) if any(wider) else [])


def suggest(prefix: str, tokens: Sequence[str], limit: int = SUGGESTIONS) -> list[int]:
    """Items in whose titles each typed word begins a word: at most `limit`, only among those with one of the tokens."""
    words = list(dict.fromkeys(analyzer.words(prefix[:100])))[:6]
    return engines.current().starting(words, list(tokens), min(limit, SUGGESTIONS))


def _begin(query: str, tokens: Sequence[str], languages: Sequence[str], only: Only) -> _Search | None:
    spoken = analyzer.distinct(languages)
    words = analyzer.asked(query)
    groups = tuple(tuple(group) for group in analyzer.groups(query, spoken))
    if not tokens or not groups:
        return None
    engine = engines.current()
    terms = list(dict.fromkeys(term for group in groups for term in group))
    visible, *counts = engine.frequencies([[], *([term] for term in terms)], tokens, COUNTED)
    weights = Weights(visible, dict(zip(terms, counts, strict=True)))
    return _Search(engine, query, spoken, tuple(tokens), only, tuple(words), groups, weights)


def _nearest_first(search: _Search, ids: list[int]) -> list[int]:
    """The ranked ids, with those of the best hundred in front whose title holds all words, then those with the phrase.

    Where a word stands in most texts its rank says little, and a title that names the thing must not fall behind.
    """
    front = _entitled(search, ids[:PHRASED])
    first = set(front)
    return front + [pk for pk in _phrases_first(search, ids) if pk not in first]


def _entitled(search: _Search, ids: list[int]) -> list[int]:
    titles = dict(Row.objects.filter(item_id__in=ids).values_list("item_id", "title_terms"))
    held = {pk: set(terms.split()) for pk, terms in titles.items()}
    return [pk for pk in ids if pk in held and all(held[pk] & set(group) for group in search.groups)]


def _phrases_first(search: _Search, ids: list[int]) -> list[int]:
    """The ranked ids, with those of the best hundred in front whose text holds the query's words in one piece.

    Asking the engine for the phrase instead would read the places of frequent words in all rows: most of a search.
    """
    phrases = analyzer.phrases(search.query, search.languages)
    condition = Q(pk__in=())
    for phrase in phrases:
        piece = f" {' '.join(phrase)} "
        condition |= Q(in_title__contains=piece) | Q(in_body__contains=piece)
    if not phrases or not ids:
        return ids
    best = Row.objects.filter(item_id__in=ids[:PHRASED]).annotate(in_title=_padded("title_terms"))
    holding = best.annotate(in_body=_padded("body_terms")).filter(condition)
    first = set(holding.values_list("item_id", flat=True))
    return [pk for pk in ids if pk in first] + [pk for pk in ids if pk not in first]


def _padded(name: str) -> Concat:
    return Concat(Value(" "), F(name), Value(" "), output_field=TextField())


def _telling(search: _Search) -> tuple[GROUP, ...]:
    """The words without those that stand nearly everywhere: they cost most and tell least."""
    bound = min(COUNTED, max(search.weights.visible * 0.4, 50))
    kept = tuple(group for group in search.groups if search.often(group) < bound)
    return kept or search.groups


def _widened(search: _Search) -> tuple[list[GROUP], dict[str, str]]:
    """For each word the terms of words that contain it or that it may be a slip of, and what to tell the viewer."""
    rare = [word for word, group in zip(search.words, search.groups, strict=True) if search.often(group) < ENOUGH]
    lost = [word for word, group in zip(search.words, search.groups, strict=True) if search.often(group) < 2]
    longer = spelling.holding(rare)
    near = _visible(search, spelling.near(lost))
    wider: list[GROUP] = []
    for word, group in zip(search.words, search.groups, strict=True):
        terms = [
            t for w in (*longer.get(word, ()), *near.get(word, ())) for t in analyzer.variants(w, search.languages)
        ]
        wider.append(tuple(term for term in dict.fromkeys(terms) if term not in group))
    shown = {word: _as_written(search, word, words[0]) for word, words in list(near.items())[:3] if words}
    return wider, {typed: word for typed, word in shown.items() if word}


def _visible(search: _Search, near: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the words that resemble each typed one, those that visible items hold more often than the typed one."""
    pairs = [(typed, word) for typed, words in near.items() for word in words]
    variants = [analyzer.variants(word, search.languages) for _, word in pairs]
    counts = search.engine.frequencies(variants, search.tokens, COUNTED) if pairs else []
    kept: dict[str, list[str]] = {}
    for (typed, word), count in zip(pairs, counts, strict=True):
        if count > search.often(analyzer.variants(typed, search.languages)):
            kept.setdefault(typed, []).append(word)
    return {typed: words[:3] for typed, words in kept.items()}


def _as_written(search: _Search, typed: str, word: str) -> str | None:
    """The corrected word as it stands in a visible item; None when it is not found there.

    Visible items may hold only another form with the same stem, while the word itself stands in hidden ones: what is
    shown is therefore read from a visible item's text.
    """
    stems = set(analyzer.variants(word, search.languages))
    ask = Ask("all", (tuple(stems),))
    for item_id in search.engine.ranked(ask, search.tokens, Only(), search.weights, 1):
        row = Row.objects.only("title", "body").get(item_id=item_id)
        written = set(analyzer.words(f"{row.title}\n{row.body[:200_000]}"))
        forms = [form for form in written if stems & set(analyzer.variants(form, search.languages))]
        return spelling.nearest(typed, forms)
    return None


def _count(tallies: Sequence[Tally], only: Only) -> int:
    return sum(tally.number for tally in tallies if _within(tally, only))


def _within(tally: Tally, only: Only, lifted: str = "") -> bool:
    return all(getattr(tally, name) == value for name, value in only.columns() if name != lifted)


def _facets(tallies: Sequence[Tally], only: Only) -> Facets:
    spaces, organisations, kinds = Counter[int](), Counter[int](), Counter[str]()
    for tally in tallies:
        if _within(tally, only, "space_id"):
            spaces[tally.space_id] += tally.number
        if _within(tally, only, "organisation_id"):
            organisations[tally.organisation_id] += tally.number
        if _within(tally, only, "kind"):
            kinds[tally.kind] += tally.number
    return Facets(dict(spaces), dict(organisations), dict(kinds))
