"""Where the code is in a Markdown source. One pass, so that no text can make it slow."""

import re

_FENCE = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})")
_TICKS = re.compile(r"(?<!\\)`+")


def code_spans(source: str) -> list[int]:
    """Start and end of each stretch of code in `source`, in turn: [start, end, start, end, …]."""
    spans: list[int] = []
    fence, opened, paragraph, position = "", 0, 0, 0
    for line in source.splitlines(keepends=True):
        end = position + len(line)
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line[found.end() :].strip("`~ \t\n"):
                spans += [opened, end]
                fence, paragraph = "", end
        elif found and "`" not in line[found.end() :]:
            spans += _inline(source, paragraph, position)
            fence, opened = found[1], position
        elif not line.strip():
            spans += _inline(source, paragraph, position)
            paragraph = end
        position = end
    return spans + ([opened, position] if fence else _inline(source, paragraph, position))


def _inline(source: str, start: int, end: int) -> list[int]:
    """The code spans of one paragraph: from a run of backticks to the next run of the same length."""
    runs = [found.span() for found in _TICKS.finditer(source, start, end)]
    later: dict[int, list[int]] = {}
    for place in reversed(range(len(runs))):
        later.setdefault(runs[place][1] - runs[place][0], []).append(place)
    spans: list[int] = []
    place = 0
    while place < len(runs):
        same = later[runs[place][1] - runs[place][0]]
        while same and same[-1] <= place:
            same.pop()
        if same:
            spans += [runs[place][0], runs[same[-1]][1]]
            place = same[-1]
        place += 1
    return spans
