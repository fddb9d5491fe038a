"""A body to Markdown that reads back as the same body."""

import re

from kith.prose import tables
from kith.prose.inlines import line
from kith.prose.schema import LISTS, Doc, Node

_BACKTICKS = re.compile(r"`+")
_LOOKS_LIKE_ANCHOR = re.compile(r"\{(?=#[^\s{}]+\}$)")
_CLOSING_HASHES = re.compile(r"(?<!\\)#+$")  # the first of a heading that begins with one is escaped already


def write(doc: Doc) -> str:
    """`doc` as Markdown. Parsing it gives `doc` again, without empty paragraphs and headings."""
    text = _blocks(doc.get("content", []))
    return text + "\n" if text else ""


def _blocks(nodes: list[Node]) -> str:
    written: list[str] = []
    previous, second = "", False
    for node in nodes:
        # Two lists in a row would read as one, so every other one has the other marker.
        second = node["type"] in LISTS and _reads_like(previous, node["type"]) and not second
        text = _block(node, second)
        if text:
            written.append(text)
            previous = node["type"]
    return "\n\n".join(written)


def _reads_like(one: str, other: str) -> bool:
    return one in LISTS and (one == "orderedList") == (other == "orderedList")


def _block(node: Node, second: bool = False) -> str:
    name, content, attrs = node["type"], node.get("content", []), node.get("attrs", {})
    if name == "paragraph":
        return line(content)
    if name in LISTS:
        return _list(node, second)
    if name == "horizontalRule":
        return "___"  # dashes and stars would be list markers inside a list
    if name == "codeBlock":
        return _code("".join(child["text"] for child in content), attrs.get("language", ""))
    if name == "table":
        return tables.write(node)
    return _heading(content, attrs) if name == "heading" else _quote(name, content, attrs)


def _heading(content: list[Node], attrs: Node) -> str:
    text = line(content, one_line=True)
    if not text:
        return ""
    text = _LOOKS_LIKE_ANCHOR.sub(r"\\{", text)
    text = _CLOSING_HASHES.sub(lambda found: "\\#" * len(found[0]), text)
    anchor = f" {{#{attrs['id']}}}" if attrs.get("id") else ""
    return f"{'#' * attrs.get('level', 1)} {text}{anchor}"


def _code(text: str, language: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}" if text else f"{fence}{language}\n{fence}"


def _quote(name: str, content: list[Node], attrs: Node) -> str:
    text = _blocks(content)
    if name == "callout":
        follows = "\n" if content and content[0]["type"] == "paragraph" and content[0].get("content") else "\n\n"
        text = f"[!{attrs.get('tone', 'note').upper()}]" + (follows + text if text else "")
    return _indented(text, "> ", "> ") if text else ">"


def _list(node: Node, second: bool) -> str:
    items = node.get("content", [])
    number = node.get("attrs", {}).get("start", 1)
    written = []
    for item in items:
        if node["type"] == "orderedList":
            marker = f"{min(number, 999_999_999)}{')' if second else '.'}"
            number += 1
        else:
            marker = "*" if second else "-"
        written.append(_item(item, marker))
    return ("\n" if all(_is_tight(item) for item in items) else "\n\n").join(written)


def _item(item: Node, marker: str) -> str:
    content = item.get("content", [])
    text = _blocks(content)
    if item["type"] == "taskItem":
        box = "[x]" if item.get("attrs", {}).get("checked") else "[ ]"
        begins = bool(content) and content[0]["type"] == "paragraph" and bool(content[0].get("content"))
        text = f"{box} {text}" if begins else f"{box}\n\n{text}" if text else box
    if not text:
        return marker
    return _indented(text, marker + " ", " " * (len(marker) + 1))


def _is_tight(item: Node) -> bool:
    content = item.get("content", [])
    return len(content) == 1 or (len(content) == 2 and content[0].get("content") and content[1]["type"] in LISTS)


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    following = (rest + text if text else rest.rstrip(" ") for text in lines[1:])
    return "\n".join([first + lines[0], *following])
