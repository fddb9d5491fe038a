"""The shape of a body: which nodes there are, what each may hold, and which attributes it keeps."""

import math
import re
from collections.abc import Callable
from typing import Any

from kith.prose.address import may_be_kept

Doc = dict[str, Any]  # {"type": "doc", "content": [node, …]}
Node = dict[str, Any]
Attribute = Callable[[Any], Any]  # the value to keep, or None for "leave it out"

ATOMS = frozenset({"image", "reference", "mention", "attachment"})  # like one letter of a line
INLINE = ATOMS | {"text", "hardBreak"}
LISTS = frozenset({"bulletList", "orderedList", "taskList"})
TEXTBLOCKS = frozenset({"paragraph", "heading", "codeBlock"})
BLOCKS = LISTS | TEXTBLOCKS | {"blockquote", "callout", "horizontalRule", "table"}

HOLDS: dict[str, frozenset[str]] = {
    "doc": BLOCKS,
    "paragraph": INLINE,
    "heading": INLINE,
    "codeBlock": frozenset({"text"}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "taskList": frozenset({"taskItem"}),
    "listItem": BLOCKS,
    "taskItem": BLOCKS,
    "blockquote": BLOCKS,
    "callout": BLOCKS,
    "table": frozenset({"tableRow"}),
    "tableRow": frozenset({"tableHeader", "tableCell"}),
    "tableHeader": BLOCKS,
    "tableCell": BLOCKS,
    "horizontalRule": frozenset(),
    "hardBreak": frozenset(),
    "image": frozenset(),
    "reference": frozenset(),
    "mention": frozenset(),
    "attachment": frozenset(),
    "text": frozenset(),
}
# An editor cannot put its cursor into these when they are empty, so they hold an empty paragraph then.
NEVER_EMPTY = frozenset({"doc", "listItem", "taskItem", "blockquote", "callout", "tableHeader", "tableCell"})
# These say nothing without what they hold, and an editor refuses them empty.
NOTHING_WHEN_EMPTY = LISTS | {"table", "tableRow"}
# Their first child is a paragraph, always.
LED_BY_PARAGRAPH = frozenset({"listItem", "taskItem"})

# Atoms that say nothing without this attribute.
NEEDED = {"image": ("src",), "reference": ("item",), "mention": ("person", "name"), "attachment": ("file",)}

MARKS = ("link", "bold", "italic", "strike", "code")  # outermost first: the one order they are stored in
TONES = ("note", "tip", "important", "warning", "caution")
_LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ID = re.compile(r"[0-9a-z]{12}")
_NOT_IN_ANCHORS = re.compile(r"[\s{}\x00-\x1f\x7f-\x9f\ud800-\udfff]")
MAX_WORDS = 2_000  # characters in an attribute that people read, such as an alternative text


def whole(least: int, most: int) -> Attribute:
    """An attribute that is a whole number from `least` to `most`; 2.0 counts as 2."""

    def read(value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
            return None
        return int(min(max(value, least), most))

    return read


def words(value: Any) -> str | None:
    """An attribute that people read: one line of text, or nothing."""
    line = " ".join(_LINE_ENDS.sub(" ", value).split())[:MAX_WORDS].strip() if isinstance(value, str) else ""
    return line or None


def address(value: Any) -> str | None:
    """An attribute that is an address; nothing when it may not be kept."""
    line = _LINE_ENDS.sub("", value).strip() if isinstance(value, str) else ""
    return line if may_be_kept(line) else None


def anchor(value: Any) -> str | None:
    """The name of a place in a page: one word without braces."""
    word = _NOT_IN_ANCHORS.sub("", value)[:MAX_WORDS] if isinstance(value, str) else ""
    return word or None


def identity(value: Any) -> str | None:
    """The id of something in this installation: twelve small letters and digits."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def tone(value: Any) -> str:
    """The tone of a callout; `note` for one that is not known."""
    return value if value in TONES else "note"


def span(value: Any) -> int | None:
    """How many columns or rows a cell takes; nothing for one, which is the usual."""
    number = whole(1, 1000)(value)
    return number if number and number > 1 else None


def language(value: Any) -> str | None:
    """The language of a code block: one word."""
    word = words(value)
    return word.split()[0].strip("`~")[:40] or None if word else None


def widths(value: Any) -> list[int] | None:
    """How wide the columns of a cell are, in pixels, a number for each; nothing when not all are said."""
    given = value if isinstance(value, list) else []
    read = [whole(20, 4000)(each) for each in given[:1000] if not isinstance(each, bool) and each]
    return [each for each in read if each] if given and len(read) == len(given) and None not in read else None


CELL: dict[str, Attribute] = {"colspan": span, "rowspan": span, "colwidth": widths}
ATTRIBUTES: dict[str, dict[str, Attribute]] = {
    "heading": {"level": lambda value: whole(1, 6)(value) or 1, "id": anchor},
    "orderedList": {"start": lambda value: 1 if (n := whole(0, 999_999_999)(value)) is None else n},
    "taskItem": {"checked": lambda value: value is True},
    "codeBlock": {"language": language},
    "callout": {"tone": tone},
    "image": {"src": address, "alt": words, "title": words},
    "reference": {"item": identity},
    "mention": {"person": identity, "name": words},
    "attachment": {"file": identity},
    "tableHeader": CELL,
    "tableCell": CELL,
    "link": {"href": address},
}


def attributes(name: str, given: Any) -> dict[str, Any]:
    """The attributes that a node or mark called `name` keeps out of those `given`, in a fixed order."""
    source = given if isinstance(given, dict) else {}
    kept = {key: read(source.get(key)) for key, read in ATTRIBUTES.get(name, {}).items()}
    return {key: value for key, value in kept.items() if value is not None}
