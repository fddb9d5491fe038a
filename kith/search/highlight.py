"""The passage of a text that shows why it was found. The page escapes it; nothing here is HTML."""

import re

from kith.search import analyzer

AROUND = 120  # letters before the first hit
LENGTH = 260
READ = 200_000  # letters of a text that are looked through

Run = tuple[str, bool]  # text, and whether it is a hit


def passage(text: str, query: str, languages: list[str]) -> list[Run]:
    """The piece of `text` around its first hit, as runs of text and whether they are a hit."""
    forms = {form for group in analyzer.groups(analyzer.asked(query), languages) for form in group}
    part = text[:READ]
    first = next((match.start() for match in _hits(part, forms, languages)), 0)
    begin = part.rfind(" ", 0, max(0, first - AROUND)) + 1
    return _runs(part[begin : begin + LENGTH], forms, languages)


def _hits(text: str, forms: set[str], languages: list[str]) -> list[re.Match[str]]:
    return [match for match in analyzer.WORD.finditer(text) if _is_hit(match.group(), forms, languages)]


def _is_hit(word: str, forms: set[str], languages: list[str]) -> bool:
    found = analyzer.words(word)
    return any(form in forms for language in languages or ["en"] for form in analyzer.stems(found, language))


def _runs(piece: str, forms: set[str], languages: list[str]) -> list[Run]:
    runs: list[Run] = []
    at = 0
    for match in _hits(piece, forms, languages):
        runs += [(piece[at : match.start()], False), (match.group(), True)]
        at = match.end()
    return [run for run in [*runs, (piece[at:], False)] if run[0]]
