"""What changed between two versions of a body, block by block and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from kith.prose.schema import Doc
from kith.prose.text import lines

# The comparison's work grows with the square of what it compares.
MAX_BLOCKS = 3_000  # in both versions together; beyond, only what is equal at both ends is matched
MAX_WORDS = 1_200  # in both versions of one block together; beyond, the block is shown whole, old and new
MAX_WORDS_IN_ALL = 60_000  # compared word by word in one comparison

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Row:
    """One block of the comparison: `same`, `added`, `removed` or `changed`.

    `runs` are its words in order, each `(kind, text)` with kind `same`, `added` or `removed`.
    """

    kind: str
    runs: tuple[tuple[str, str], ...]


def compare(old: Doc, new: Doc) -> list[Row]:
    """The rows that lead from `old` to `new`. The cost is bounded; a very large body is compared by block."""
    return compare_blocks(_blocks(old), _blocks(new))


def compare_blocks(before: list[str], after: list[str]) -> list[Row]:
    """The same for two lists of paragraphs."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    rows = [_whole("same", text) for text in before[:start]]
    rows += _middle(before[start : len(before) - end], after[start : len(after) - end])
    return rows + [_whole("same", text) for text in before[len(before) - end :]]


def _blocks(doc: Doc) -> list[str]:
    return [line for line in lines(doc) if line.strip()]


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(before: list[str], after: list[str]) -> list[Row]:
    if len(before) + len(after) > MAX_BLOCKS:
        return [_whole("removed", text) for text in before] + [_whole("added", text) for text in after]
    rows: list[Row] = []
    allowance = [MAX_WORDS_IN_ALL]
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [_whole("same", text) for text in before[a:b]]
        else:
            rows += _replaced(before[a:b], after[c:d], allowance)
    return rows


def _replaced(before: list[str], after: list[str], allowance: list[int]) -> list[Row]:
    """Blocks that took the place of others are compared in pairs; what is left over came or went."""
    rows: list[Row] = []
    for left, right in zip(before, after, strict=False):
        rows += _pair(left, right, allowance)
    paired = min(len(before), len(after))
    rows += [_whole("removed", text) for text in before[paired:]]
    return rows + [_whole("added", text) for text in after[paired:]]


def _pair(left: str, right: str, allowance: list[int]) -> list[Row]:
    old, new = _WORD.findall(left), _WORD.findall(right)
    allowance[0] -= len(old) + len(new)
    if len(old) + len(new) > MAX_WORDS or allowance[0] < 0:
        return [_whole("removed", left), _whole("added", right)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.3:  # too little in common: mixed, neither text could be read
        return [_whole("removed", left), _whole("added", right)]
    runs: list[tuple[str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(old[a:b])))
            continue
        runs += [(name, text) for name, text in (("removed", "".join(old[a:b])), ("added", "".join(new[c:d]))) if text]
    return [Row("changed", tuple(runs))]


def _whole(kind: str, text: str) -> Row:
    return Row(kind, ((kind, text),))
