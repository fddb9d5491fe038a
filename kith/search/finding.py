"""Finding: a ladder of ever wider questions, each put to the engine with the viewer's tokens.

Exactly that title, then titles with all words, then the words in one piece, then all words. Only where few items hold
all words: words that contain or resemble the ones typed, then any of the words. What stands higher on the ladder
stands higher in the list. Beside them stands what lies near in meaning, where the models for it are installed. What a
search costs is bounded at every step, however large the index is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kith.search import analyzer, engines, fusing, ranking
from kith.search.asking import DEEPEST, Search
from kith.search.engines import Ask, Match, Only
from kith.search.meaning import NONE, Meanings
from kith.search.ranking import Candidate, Group
from kith.search.vectors import recall
from kith.search.vectors.recall import Close, Near
from kith.search.widening import Wider, widen

ENOUGH = 10  # items that hold all words: with so many, nobody is shown items that hold only some
SCORED = 150  # matches that are ranked by what they hold; those behind follow, the ones written last first
PHRASED = 60  # of these, those with the exact phrase come first
LENIENT = 0.01  # what a lenient form of a word tells, beside several of a word that was typed
ESSENTIAL = 600  # rows that hold the rarest words: among so many, the best for a long question are found
SUGGESTIONS = 8
MOST_SUGGESTED = 20
SURE = 0.5  # a cosine from which what lies near is taken for what was meant


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
    total: int  # no more than DEEPEST
    more: bool = False  # there are more matches than were counted: total and facets are lower bounds
    facets: Facets = field(default_factory=Facets)
    corrected: dict[str, str] = field(default_factory=dict)  # typed word: a word that stands in a visible item
    near: dict[int, Near] = field(default_factory=dict)  # found for their meaning alone, with the piece that is near
    in_vain: bool = False  # no item holds any of the words, and none lies so near that it must be what was meant


def find(
    query: str,
    tokens: Sequence[str],
    *,
    languages: Sequence[str],
    limit: int = 20,
    offset: int = 0,
    only: Only | None = None,
    meanings: Meanings = NONE,
    near: bool = True,
) -> Found:
    """The items that answer a query, best first, among those that carry one of the tokens.

    Args:
        meanings: what else the words may be called.
        near: whether items are found for their meaning too.

    The number of statements does not depend on how many rows or hits there are.
    """
    search = _begin(query, tokens, languages, only or Only(), meanings)
    if search is None:
        return Found([], 0, in_vain=True)
    words = _by_words(search)
    said = reworded(query, words.corrected) or query
    close = _close(search, said, search.only, words.held) if near else Close()
    more = fusing.added(close, set(words.ids))
    ids = fusing.fused(words.ids, close, words.named, more)[:DEEPEST]
    lifted = search.matches(words.ask, Only()) if search.only.columns else words.matches
    elsewhere = _more_anywhere(search, said, words.held, lifted) if near and search.only.columns else more
    return Found(
        ids[offset : offset + limit],
        len(ids),
        len(lifted) > DEEPEST,
        _facets([*lifted[:DEEPEST], *elsewhere], search.only),
        words.corrected,
        close.by_item([match.item_id for match in more]),
        in_vain=not words.ids and close.nearest < SURE,
    )


@dataclass(frozen=True)
class _Words:
    """What the words found: the items, best first, of which the first ones have the question for their title."""

    ids: list[int]
    named: int
    held: bool  # whether some item holds all words
    ask: Ask  # the widest one that was put
    matches: list[Match]  # of it
    corrected: dict[str, str]


def _by_words(search: Search) -> _Words:
    ask = Ask("all", search.groups)
    matches = search.matches(ask)
    held = bool(matches)
    named = search.engine.titled(analyzer.key(search.query), search.tokens, search.only, DEEPEST)
    order = named + _all_words(search, matches)
    corrected: dict[str, str] = {}
    if len(matches) < ENOUGH:
        wider = widen(search)
        corrected = wider.corrected
        ask = Ask("any", (*_telling(search), *(terms for terms in wider.groups if terms)))
        matches = search.matches(ask)
        order += _some_words(search, wider)
    ids = list(dict.fromkeys([*order, *(match.item_id for match in matches)]))[:DEEPEST]
    return _Words(ids, len(named), held, ask, matches, corrected)


def reworded(query: str, corrected: Mapping[str, str]) -> str:
    """The query with its mistyped words replaced; empty when there are none."""
    if not corrected:
        return ""
    return " ".join(corrected.get(word, word) for word in analyzer.words(query[: analyzer.QUERY_LETTERS]))


def _close(search: Search, said: str, only: Only, held: bool) -> Close:
    return recall.here.close(said[: analyzer.QUERY_LETTERS], search.tokens, only, search.engine, held=held)


def _more_anywhere(search: Search, said: str, held: bool, lifted: Sequence[Match]) -> list[Match]:
    """What is added for its meaning where nothing is narrowed: facets count it."""
    return fusing.added(_close(search, said, Only(), held), {match.item_id for match in lifted})


def suggest(prefix: str, tokens: Sequence[str], limit: int = SUGGESTIONS) -> list[int]:
    """Items in whose titles each typed word begins a word: at most `limit`, only among those with one of the tokens."""
    words = list(dict.fromkeys(analyzer.words(prefix[:100])))[:6]
    return engines.current().starting(words, list(tokens), min(limit, MOST_SUGGESTED))


def _begin(
    query: str, tokens: Sequence[str], languages: Sequence[str], only: Only, meanings: Meanings
) -> Search | None:
    spoken = analyzer.distinct(languages)
    words = analyzer.asked(query)
    groups = tuple(tuple(group) for group in analyzer.groups(query, spoken))
    if not tokens or not groups:
        return None
    groups = meanings.widen(query, words, groups, spoken)
    return Search(engines.current(), query, spoken, tuple(tokens), only, tuple(words), groups)


def _all_words(search: Search, matches: Sequence[Match]) -> list[int]:
    """The matches that hold all words, best first."""
    ids = sorted((match.item_id for match in matches), reverse=True)
    if len(ids) > SCORED:  # those that name the words in their titles must be among the ones that are ranked
        named = search.matches(Ask("all", search.groups, in_titles=True))
        ids = list(dict.fromkeys([*(match.item_id for match in named[:SCORED]), *ids]))
    scored = _candidates(search, ids[:SCORED])
    best = ranking.best(scored, search.groups, None if len(search.groups) < len(scored) else search.weights)
    return _nearest_first(search, best) + ids[SCORED:]


def _candidates(search: Search, ids: Sequence[int]) -> list[Candidate]:
    return search.engine.candidates(ids) if ids else []


def _nearest_first(search: Search, best: list[Candidate]) -> list[int]:
    """The ranked rows, in front of them those whose title holds all words, then those with the phrase.

    Where a word stands in most texts its rank says little, and a title that names the thing must not fall behind.
    Asking the engine for the phrase would read the places of frequent words in all rows: most of a search.
    """
    phrases = [" ".join(phrase) for phrase in analyzer.phrases(search.query, search.languages)]
    ids = [row.item_id for row in best]
    held = search.engine.phrased(ids[:PHRASED], phrases) if ids and phrases else set()
    titled = {row.item_id for row in best[:PHRASED] if ranking.names_all(row, search.groups)}
    return sorted(ids, key=lambda pk: (pk not in titled, pk not in held))


def _some_words(search: Search, wider: Wider) -> list[int]:
    """Items that hold all words if one is lenient, then those with any word, then those with any lenient one."""
    both = tuple(tuple(dict.fromkeys(a + b)) for a, b in zip(search.groups, wider.groups, strict=True))
    ids: list[int] = []
    if any(wider.groups) and len(both) > 1:
        ids += [match.item_id for match in search.matches(Ask("all", both))[:SCORED]]
    ids += search.engine.gathered(_weighed(search, wider), search.tokens, search.only, SCORED)
    rows = ranking.best(_candidates(search, list(dict.fromkeys(ids))), both, search.weights)
    tiers = {row.item_id: (not ranking.holds_all(row, both), not ranking.holds_any(row, search.groups)) for row in rows}
    return sorted((row.item_id for row in rows), key=lambda pk: tiers[pk])


def _weighed(search: Search, wider: Wider) -> list[tuple[Group, float]]:
    """The groups by which rows are gathered, each with what it tells; a lenient form tells little."""
    rarest = [(group, max(search.weights.rarity(term) for term in group)) for group in _rarest(search)]
    return rarest + [(terms, LENIENT) for terms in wider.groups if terms]


def _telling(search: Search) -> tuple[Group, ...]:
    """The words without those that stand nearly everywhere: they cost most and tell least."""
    bound = max(search.weights.visible * 0.4, 50)
    kept = tuple(group for group in search.groups if search.often(group) < bound)
    return kept or search.groups


def _rarest(search: Search) -> tuple[Group, ...]:
    """The rarest telling words, so many that enough rows hold one: no row without them is among the best."""
    kept: list[Group] = []
    rows = 0
    for group in sorted(_telling(search), key=search.often):
        if rows >= ESSENTIAL:
            break
        kept.append(group)
        rows += search.often(group)
    return tuple(kept)


def _facets(counted: Sequence[Match], only: Only) -> Facets:
    def within(lifted: str) -> Sequence[Match]:
        if not only.columns:
            return counted
        return [match for match in counted if _within(match, only, lifted)]

    return Facets(
        dict(Counter(match.space_id for match in within("space_id"))),
        dict(Counter(match.organisation_id for match in within("organisation_id"))),
        dict(Counter(match.kind for match in within("kind"))),
    )


def _within(match: Match, only: Only, lifted: str) -> bool:
    return all(getattr(match, name) == value for name, value in only.columns if name != lifted)
