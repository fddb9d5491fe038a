"""Where a hit stands in the original text: pieces that a template escapes and marks. Stems are never shown."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kith.search import analyzer

WIDTH = 240  # letters of a snippet
TRIED = 3000  # places in the text that are looked at closely
HITS = 200  # hits among which the best passage is chosen
Part = tuple[str, bool]
Span = tuple[int, int, int]  # begins, ends, which word of the query

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


def _lookalikes() -> dict[str, str]:
    """For each Latin letter the marked letters that fold to it, so that a long text need not be folded first."""
    found: dict[str, str] = defaultdict(str)
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            found[base] += chr(code)
    found["s"] += "ß"
    return dict(found)


_ALIKE = _lookalikes()


def snippet(text: str, query: str, languages: Iterable[str], width: int = WIDTH, *, begin: int = 0) -> list[Part]:
    """The passage of about `width` letters in which most of the query's words stand, in parts: text, and if it is hit.

    Looks at a bounded number of places, however long the text is. Without a hit the text from `begin`.
    """
    spans = list(_spans(text, analyzer.groups(query, languages), tuple(languages)))
    begin, end = _window(text, _best(spans, width) if spans else begin, width, before=width // 4 if spans else 0)
    return _parts(text, begin, end, [span for span in spans if begin <= span[0] and span[1] <= end])


def spans(text: str, query: str, languages: Iterable[str]) -> list[Span]:
    """Where a query's words stand in a text, in order, not overlapping; a bounded number of them."""
    return list(_spans(text, analyzer.groups(query, languages), tuple(languages)))


def marked(text: str, query: str, languages: Iterable[str]) -> list[Part]:
    """The whole of a short text, a title, in parts."""
    spans = list(_spans(text, analyzer.groups(query, languages), tuple(languages)))
    return _parts(text, 0, len(text), spans)


def _spans(text: str, groups: list[list[str]], languages: tuple[str, ...]) -> Iterator[Span]:
    """Hits in order, not overlapping."""
    wanted = {term: n for n, group in enumerate(groups) for term in group}
    if not wanted:
        return
    pattern = re.compile("|".join(sorted(map(_beginning, wanted), key=len, reverse=True)), re.IGNORECASE)
    done = tried = hits = 0
    for match in pattern.finditer(text):
        tried += 1
        if tried > TRIED or hits > HITS:
            return
        if match.start() < done:
            continue
        span = _verified(text, match, wanted, languages)
        if span is not None:
            done, hits = span[1], hits + 1
            yield span


def _beginning(term: str) -> str:
    """A pattern for how words with that stem begin; the whole of a pair of a dense script."""
    if analyzer.DENSE.match(term):
        return re.escape(term)
    start = term[: max(2, min(4, len(term) - 1))]
    letters = [f"[{letter}{_ALIKE[letter]}]" if letter in _ALIKE else re.escape(letter) for letter in start]
    if "ss" in start:
        letters[start.index("ss") + 1] += "?"
    return r"(?<![^\W_])" + "[\u0300-\u036f]*".join(letters)


def _verified(text: str, match: re.Match[str], wanted: dict[str, int], languages: tuple[str, ...]) -> Span | None:
    if match[0] in wanted and analyzer.DENSE.match(match[0]):
        return match.start(), match.end(), wanted[match[0]]
    word = _WORD.match(text, match.start(), match.start() + analyzer.LONGEST)
    if word is None:
        return None
    for stem in analyzer.variants(analyzer.fold(word[0]), languages):
        if stem in wanted:
            return word.start(), word.end(), wanted[stem]
    return None


def _best(spans: list[Span], width: int) -> int:
    """Where the passage with the most different words, then the most hits, begins."""
    best, chosen = (0, 0), 0
    for n, (begin, _, _) in enumerate(spans):
        inside = [span for span in spans[n : n + 40] if span[1] <= begin + width]
        rank = len({span[2] for span in inside}), len(inside)
        if rank > best:
            best, chosen = rank, begin
    return chosen


def _window(text: str, hit: int, width: int, before: int) -> tuple[int, int]:
    """The passage around a hit, cut between words where there are any."""
    begin = max(0, hit - before)
    if begin and before:
        space = text.find(" ", begin, hit)
        begin = space + 1 if space >= 0 else begin
    end = min(len(text), begin + width)
    if end < len(text):
        space = text.rfind(" ", max(begin + width // 2, hit), end)
        end = space if space > 0 else end
    return begin, end


def _parts(text: str, begin: int, end: int, spans: list[Span]) -> list[Part]:
    parts: list[Part] = [("… ", False)] if begin else []
    at = begin
    for start, stop, _ in spans:
        parts += [(_plain(text[at:start]), False), (_plain(text[start:stop]), True)]
        at = stop
    parts.append((_plain(text[at:end]), False))
    if end < len(text):
        parts.append((" …", False))
    return [part for part in parts if part[0]]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
