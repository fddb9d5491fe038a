"""Bodies written to break the parser: each must be read in bounded time, without an error."""

import pytest

from kith.prose import canonical, diff, html, markdown, text
from tests import pace

BOUND = 400  # times the fixed work: several times what the dearest of them takes, and far below what grows by squares
WIDE = 100_000  # characters in one line

LINES = {
    "quotes": "> " * WIDE,
    "brackets": "[" * WIDE,
    "images": "![" * WIDE,
    "links": "[](" * WIDE,
    "parentheses": "[a](" + "(" * WIDE,
    "stars": "*a " * WIDE,
    "mixed emphasis": "*a_ **b__ " * (WIDE // 10),
    "strikes": "~~a " * WIDE,
    "backticks": "".join("`" * count + " " for count in range(1, 440)),
    "angles": "<a " * WIDE,
    "quoted attributes": '<a "' * WIDE,
    "comments": "<!--" * WIDE,
    "entities": "&" * WIDE,
    "lists": "- " * WIDE,
    "numbers": "1. " * WIDE,
    "table": "|" * WIDE + "\n" + "|-" * WIDE,
    "spaces": " " * WIDE + "a",
    "one word": "a" * WIDE,
    "definitions": "[a]: b\n" * (WIDE // 10),
    "anchors": "# " + "{#" * WIDE,
    "open tags": "<b><i><a href='/x'>" * (WIDE // 10),
    "open tags with words": "<div>\n" + "<b>x" * WIDE,
    "html lists": "<ul><li>" * (WIDE // 4),
    "html tables": "<div>\n" + "<table><tr><td>" * (WIDE // 4),
    "html quoted": "<div>\n" + '<a "<' * WIDE,
    "deep steps": "\n".join("  " * depth + "- a" for depth in range(600)),
    "quote steps": "\n".join("> " * depth + "a" for depth in range(600)),
}


@pytest.mark.parametrize("name", LINES)
def test_a_hostile_text_is_read_in_time(name: str) -> None:
    with pace.at_most(BOUND):
        doc = markdown.parse(LINES[name])
        canonical.validate(doc)
        text.plain(doc)
        html.render(doc)
        again = markdown.write(doc)
    assert isinstance(again, str)


ORDINARY = "Some *ordinary* words of a [page](/x), and more of them to make it a line as people write it.\n\n"


@pytest.mark.parametrize("part", [ORDINARY, "word " * 2_000, "[x](", "[", "> " * 50 + "a\n"])
def test_five_megabytes_are_read_in_time(part: str) -> None:
    source = part * (5_000_000 // len(part))
    with pace.at_most(BOUND):
        doc = markdown.parse(source)
    assert doc["content"]


@pytest.mark.parametrize("part", ["- a\n", "a\n\n", "> a\n\n"])
def test_a_text_of_too_many_parts_is_refused_in_time(part: str) -> None:
    with pace.at_most(BOUND), pytest.raises(canonical.TooLarge, match="parts"):
        markdown.parse(part * (5_000_000 // len(part)))


def test_nothing_is_lost_where_nesting_is_too_deep() -> None:
    doc = markdown.parse("> " * 200 + "the last word")
    assert "the last word" in text.plain(doc)
    steps = "\n".join("  " * depth + f"- step{depth}" for depth in range(100))
    found = text.plain(markdown.parse(steps))
    assert all(f"step{depth}" in found for depth in range(100))


def test_a_body_that_is_too_deep_or_too_long_is_refused_with_a_sentence() -> None:
    node: dict[str, object] = {"type": "paragraph"}
    for _ in range(500):
        node = {"type": "blockquote", "content": [node]}
    with pytest.raises(canonical.TooLarge, match="deep"):
        canonical.validate({"type": "doc", "content": [node]})
    long = {"type": "text", "text": "a" * (canonical.MAX_CHARACTERS + 1)}
    with pytest.raises(canonical.TooLarge, match="characters"):
        canonical.validate({"type": "doc", "content": [{"type": "paragraph", "content": [long]}]})


def test_a_comparison_of_large_bodies_is_bounded() -> None:
    one = markdown.parse("\n\n".join(f"alpha {n} beta" for n in range(6_000)))
    two = markdown.parse("\n\n".join(f"gamma {n * 7} delta" for n in range(6_000)))
    with pace.at_most(BOUND):
        rows = diff.compare(one, two)
    assert {row.kind for row in rows} == {"removed", "added"}
