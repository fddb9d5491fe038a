"""Answers out of texts: the passages in which most of a question's words stand together, quoted as they are.

Nothing is composed: what is shown was written by somebody, in a text that the asker may see.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kith.search import analyzer, highlight
from kith.search.highlight import Part

MOST = 3  # passages of one answer
LONGEST = 480  # letters of a passage
SENTENCES = 3  # of a passage
NEAR = 40  # hits after the first one of a passage that are looked at
COLUMNS = 0.25  # what a row of a table loses for each of its columns: it says little without its head
READ = 400_000  # letters of one text that are looked through
SHARE = 0.6  # of the question's words that a passage must hold
FEWEST = 2  # words; a single one is looked up, not asked
_END = re.compile(r"[.!?。！？…][\"”’)]*\s|\n")


@dataclass(frozen=True)
class Passage:
    """A passage of one text, in parts that are hit or not, and how many of the question's words it holds."""

    item_id: int
    parts: list[Part]
    held: int


def is_question(query: str) -> bool:
    """Whether something is asked, not just looked up: several words that tell something, or a question mark."""
    words = analyzer.asked(query)
    return len(words) >= 3 or (len(words) >= FEWEST and query.rstrip().endswith(("?", "？")))


def answer(query: str, texts: Mapping[int, str], languages: Iterable[str]) -> list[Passage]:
    """The passages that answer a question best, at most three, one of a text; none when too few of its words meet.

    Args:
        texts: texts by item, the likeliest first: of two passages that hold as much the earlier text's comes first.
    """
    if not is_question(query):
        return []
    spoken = tuple(languages)
    asked = len(analyzer.groups(query, spoken))
    found = [_of(pk, text[:READ], query, spoken) for pk, text in texts.items()]
    good = [passage for passage in found if passage is not None and passage.held >= max(asked * SHARE, FEWEST)]
    return sorted(good, key=lambda passage: -passage.held)[:MOST]


def _of(pk: int, text: str, query: str, languages: tuple[str, ...]) -> Passage | None:
    """The few sentences of a text, one after the other, that hold most of the words; of equal ones the shortest."""
    spans = highlight.spans(text, query, languages)
    best: tuple[float, int, int, int] | None = None
    for place, (at, _stop, _word) in enumerate(spans):
        if place and best is not None and at < best[2] and at > best[1]:
            continue  # within what is best so far
        for begin, end in _stretches(text, at):
            held = len({word for start, stop, word in spans[place : place + NEAR] if begin <= start and stop <= end})
            points = held - (end - begin) / LONGEST - COLUMNS * text.count(" | ", begin, end)
            if best is None or points > best[0]:
                best = points, begin, end, held
    if best is None:
        return None
    _points, begin, end, held = best
    return Passage(pk, highlight.marked(text[begin:end].strip(), query, languages), held)


def _stretches(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The stretches of one sentence and more, that begin with the sentence in which `at` stands."""
    before = [found.end() for found in _END.finditer(text, max(0, at - LONGEST // 2), at)]
    begin = before[-1] if before else max(0, text.rfind(" ", 0, max(at - LONGEST // 2, 0)) + 1)
    ends = [found.end() for found in _END.finditer(text, at, min(begin + LONGEST, len(text)))]
    if not ends:
        ends = [min(begin + LONGEST, len(text))]
    elif len(text) <= begin + LONGEST:
        ends.append(len(text))
    yield from ((begin, end) for end in ends[:SENTENCES])
