"""Texts in pieces: what a model reads at once, each with the title before it."""

import re

READ = 960  # words of a text that are cut up; what stands further down is found by its words
_WORD = re.compile(r"\S{1,60}")
_UNBROKEN = 20  # letters above which a run is no word but a script without spaces, or an address
_LETTERS = 3  # of such a run that count as a word


def cut(title: str, body: str, words: int) -> list[str]:
    """The pieces of a text, of so many words each, with its title before each; the title alone without a text."""
    head = title.strip() + ". " if title.strip() else ""
    return [head + body[begin:end] for begin, end in _spans(body, words)] or [head]


def begins(body: str, words: int, piece: int) -> int:
    """Where a piece of a text begins; 0 when it has no such piece any more."""
    spans = _spans(body, words)
    return spans[piece][0] if piece < len(spans) else 0


def _spans(body: str, words: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin, read = -1, 0
    for word in _WORD.finditer(body):
        if begin < 0:
            begin = word.start()
        read += 1 if len(word[0]) <= _UNBROKEN else len(word[0]) // _LETTERS
        if read >= words:
            spans.append((begin, word.end()))
            begin, read = -1, 0
            if len(spans) * words >= READ:
                return spans
        last = word.end()
    if begin >= 0:
        spans.append((begin, last))
    return spans
