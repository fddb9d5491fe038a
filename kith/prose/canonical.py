"""The canonical form of a body: one way to say each thing, so that equal bodies are equal bytes."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kith.prose import schema
from kith.prose.schema import Doc, Node
from kith.prose.sentence import Sentence
from kith.prose.sentence import marked as _

MAX_DEPTH = 64  # nodes inside nodes
MAX_NODES = 400_000
MAX_CHARACTERS = 5_000_000  # of text in one body
TOO_DEEP = Sentence(_("The text nests lists, quotes or tables more than %(count)s deep."), count=MAX_DEPTH)
TOO_MANY_PARTS = Sentence(
    _("The text has more than %(count)s parts. Divide it into several items."), count=f"{MAX_NODES:,}"
)
TOO_LONG = Sentence(
    _("The text has more than %(count)s characters. Divide it into several items."),
    count=f"{MAX_CHARACTERS:,}",
)

# No person types these, databases refuse some of them, and they hide words from a search.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Rewrite = Callable[[str], str | None]


class TooLarge(ValueError):
    """The body is deeper or longer than a body may be; `error.args[0]` is the Sentence for the person."""


@dataclass
class _Budget:
    nodes: int = MAX_NODES
    characters: int = MAX_CHARACTERS

    def spend(self, characters: int, depth: int) -> None:
        self.nodes -= 1
        self.characters -= characters
        if depth > MAX_DEPTH:
            raise TooLarge(TOO_DEEP)
        if self.nodes < 0:
            raise TooLarge(TOO_MANY_PARTS)
        if self.characters < 0:
            raise TooLarge(TOO_LONG)


def printable(text: str) -> str:
    """`text` without control characters and halves of characters; tabs and line ends stay."""
    return _UNPRINTABLE.sub("", text)


def validate(doc: Any) -> Doc:
    """A clean copy of `doc`: known nodes, marks and attributes only, runs merged, empty parts settled.

    Never trusts its input: whatever is not understood is left out. Raises TooLarge.
    """
    source = doc if isinstance(doc, dict) and doc.get("type") == "doc" else {"type": "doc"}
    return _node(source, _Budget(), 0) or {"type": "doc", "content": [{"type": "paragraph"}]}


def dumps(doc: Doc) -> str:
    """`doc` as JSON, the same text for the same body whatever the order of its keys."""
    return json.dumps(doc, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(doc: Doc) -> str:
    """The fingerprint of `doc`: 64 hexadecimal digits."""
    return hashlib.sha256(dumps(doc).encode()).hexdigest()


def links(doc: Doc) -> list[str]:
    """Every address in `doc`, of links and images, in reading order; a link over several runs counts once."""
    found: list[str] = []
    previous = None
    for node in walk(doc):
        if node["type"] == "image":
            found.append(node.get("attrs", {}).get("src", ""))
        href = _href(node)
        if href is not None and href != previous:
            found.append(href)
        previous = href if node["type"] in schema.INLINE else None
    return found


def rewrite(doc: Doc, fn: Rewrite) -> Doc:
    """Canonical `doc` with every address replaced by `fn(address)`, canonical again.

    Where `fn` says None, the link goes and its words stay; an image goes, and its alternative text stays.
    """
    new = {old: fn(old) for old in links(doc)}
    if all(old == address for old, address in new.items()):
        return doc
    rewritten = _rewritten(doc, new.__getitem__)
    return rewritten if _keeps_runs(new) else validate(rewritten)


def _keeps_runs(new: dict[str, str | None]) -> bool:
    """Whether with these addresses every run stays one: none goes, and none becomes like another."""
    kept = [address for address in new.values() if address is not None and schema.address(address) == address]
    return len(set(kept)) == len(new)


def walk(node: Node) -> Iterator[Node]:
    """`node` and all that it holds, in reading order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.get("content", ())))


def settle(node: Node) -> Node | None:
    """`node` with the empty paragraph that an editor needs, or None when it says nothing without content."""
    name, content = node["type"], node.get("content")
    if not content:
        node.pop("content", None)
        if name in schema.NOTHING_WHEN_EMPTY:
            return None
        if name in schema.NEVER_EMPTY:
            node["content"] = [{"type": "paragraph"}]
    elif name in schema.LED_BY_PARAGRAPH and content[0]["type"] != "paragraph":
        content.insert(0, {"type": "paragraph"})
    return node


def add_run(content: list[Node], text: str, marks: list[Node]) -> None:
    """Put `text` with `marks` at the end of `content`, joining it to the run before when both look alike."""
    if not text:
        return
    last = content[-1] if content else None
    if last and last["type"] == "text" and last.get("marks", []) == marks:
        last["text"] += text
        return
    content.append({"type": "text", "text": text} | ({"marks": list(marks)} if marks else {}))


def order(marks: list[Node]) -> list[Node]:
    """`marks` in the one order, each kind once (the innermost wins)."""
    by_name = {mark["type"]: mark for mark in marks}
    return [by_name[name] for name in schema.MARKS if name in by_name]


def _node(source: Node, budget: _Budget, depth: int) -> Node | None:
    name = source["type"]
    budget.spend(0, depth)
    kept: Node = {"type": name}
    if attrs := schema.attributes(name, source.get("attrs")):
        kept["attrs"] = attrs
    if name in schema.ATOMS:
        return _atom(kept, source.get("marks"))
    if children := _children(name, source.get("content"), budget, depth + 1):
        kept["content"] = children
    return settle(kept)


def _atom(atom: Node, marks: Any) -> Node | None:
    if not all(needed in atom.get("attrs", {}) for needed in schema.NEEDED[atom["type"]]):
        return None
    kept = [mark for mark in _marks(marks) if atom["type"] == "image" or mark["type"] not in {"link", "code"}]
    return atom | ({"marks": kept} if kept else {})


def _children(parent: str, given: Any, budget: _Budget, depth: int) -> list[Node]:
    allowed = schema.HOLDS[parent]
    kept: list[Node] = []
    for child in given if isinstance(given, list) else ():
        if not isinstance(child, dict) or not isinstance(child.get("type"), str) or child["type"] not in allowed:
            continue
        if child["type"] == "text":
            _keep_run(kept, child, parent, budget, depth)
        elif (node := _node(child, budget, depth)) is not None:
            kept.append(node)
    return kept


def _keep_run(kept: list[Node], child: Node, parent: str, budget: _Budget, depth: int) -> None:
    text = child.get("text")
    if not isinstance(text, str):
        return
    text = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if parent != "codeBlock":
        text = text.replace("\n", " ")
    budget.spend(len(text), depth)
    add_run(kept, text, [] if parent == "codeBlock" else _marks(child.get("marks")))


def _marks(given: Any) -> list[Node]:
    kept: list[Node] = []
    for mark in given if isinstance(given, list) else ():
        name = mark.get("type") if isinstance(mark, dict) else None
        if name not in schema.MARKS:
            continue
        attrs = schema.attributes(name, mark.get("attrs"))
        if name != "link" or attrs:
            kept.append({"type": name} | ({"attrs": attrs} if attrs else {}))
    return order(kept)


def _href(node: Node) -> str | None:
    for mark in node.get("marks", ()):
        if mark["type"] == "link":
            return str(mark.get("attrs", {}).get("href", ""))
    return None


def _rewritten(node: Node, fn: Rewrite) -> Node:
    copy = dict(node)
    if "marks" in node:
        copy["marks"] = [mark for old in node["marks"] if (mark := _rewritten_mark(old, fn)) is not None]
    if node["type"] == "image":
        return _rewritten_image(copy, fn)
    if "content" in node:
        copy["content"] = [_rewritten(child, fn) for child in node["content"]]
    return copy


def _rewritten_image(image: Node, fn: Rewrite) -> Node:
    attrs = dict(image.get("attrs", {}))
    src = fn(str(attrs.get("src", "")))
    if src is None:
        return {"type": "text", "text": attrs.get("alt", ""), "marks": image.get("marks", [])}
    return image | {"attrs": attrs | {"src": src}}


def _rewritten_mark(mark: Node, fn: Rewrite) -> Node | None:
    if mark["type"] != "link":
        return mark
    href = fn(str(mark.get("attrs", {}).get("href", "")))
    return None if href is None else {"type": "link", "attrs": {"href": href}}
