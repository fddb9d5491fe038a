"""Words that may have been meant: those that contain what was typed, and those of which it may be a slip."""

from dataclasses import dataclass

from kith.search import analyzer, spelling
from kith.search.asking import Search
from kith.search.engines import Ask, Only
from kith.search.models import Row
from kith.search.ranking import Group

RARE = 10  # rows that hold a word: below, longer words that contain it are looked for too
LOST = 2  # rows that hold a word: below, it may be a slip


@dataclass(frozen=True)
class Wider:
    """For each word of the query the further terms that will do, and what to tell the viewer she may have meant."""

    groups: tuple[Group, ...]
    corrected: dict[str, str]


def widen(search: Search) -> Wider:
    """What else to look for."""
    counts = {word: search.often(group) for word, group in zip(search.words, search.groups, strict=True)}
    longer = spelling.holding(word for word, n in counts.items() if n < RARE)
    lost = [word for word, n in counts.items() if n < LOST]
    near = {} if _foreign(lost, search) else _visible(search, spelling.near(lost))
    groups: list[Group] = []
    for word, group in zip(search.words, search.groups, strict=True):
        meant = (*longer.get(word, ()), *near.get(word, ()))
        terms = dict.fromkeys(term for other in meant for term in analyzer.variants(other, search.languages))
        groups.append(tuple(term for term in terms if term not in group))
    shown = {word: _as_written(search, word, words[0]) for word, words in list(near.items())[:3] if words}
    return Wider(tuple(groups), {typed: word for typed, word in shown.items() if word})


def _foreign(lost: list[str], search: Search) -> bool:
    """Whether so many words are unknown that they are no slips, but words of another language."""
    return len(lost) > 2 and len(lost) > len(search.words) / 2


def _visible(search: Search, near: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the words that resemble each typed one, those that visible items hold more often than the typed one."""
    pairs = [(typed, word) for typed, words in near.items() for word in words]
    variants = [analyzer.variants(word, search.languages) for _, word in pairs]
    counts = search.engine.frequencies(variants, search.tokens, RARE) if pairs else []
    kept: dict[str, list[str]] = {}
    for (typed, word), count in zip(pairs, counts, strict=True):
        if count > search.often(analyzer.variants(typed, search.languages)):
            kept.setdefault(typed, []).append(word)
    return {typed: words[:3] for typed, words in kept.items()}


def _as_written(search: Search, typed: str, word: str) -> str | None:
    """The corrected word as it stands in a visible item; None when it is not found there.

    Visible items may hold only another form with the same stem, while the word itself stands in hidden ones: what is
    shown is therefore read from a visible item's text.
    """
    stems = analyzer.variants(word, search.languages)
    matches = search.engine.matches(Ask("all", (stems,)), search.tokens, Only(), 1)
    for row in Row.objects.only("title", "body").filter(item_id__in=[match.item_id for match in matches]):
        written = set(analyzer.words(f"{row.title}\n{row.body[:200_000]}"))
        forms = [form for form in written if set(stems) & set(analyzer.variants(form, search.languages))]
        return spelling.nearest(typed, forms)
    return None
