"""The words of a paragraph as Markdown: escapes, emphasis, links, code and images."""

import re

from kith.prose.schema import ATOMS, MARKS, Node

HTML_NAMES = {"bold": "strong", "italic": "em", "strike": "del"}
DELIMITERS = {"bold": "**", "italic": "_", "strike": "~~"}

_SPECIAL = re.compile(r"[\\`*<>\[\]~]|&(?=#?[A-Za-z0-9]{1,32};)|(?<![^\W_])_|_(?![^\W_])|!(?=$)|!(?=\[)")
_BLOCK_START = re.compile(r"^(?:([-+=#>|:])|(\d{1,9})([.)]))")
_EDGE_SPACES = re.compile(r"^\s+|\s+$")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9/:.#?=%+,;@$&_~-]+")
_SPECIAL_IN_ADDRESS = re.compile(r"[\\<>]|&(?=#?[A-Za-z0-9]{1,32};)")
_SPECIAL_IN_TITLE = re.compile(r'[\\"]|&(?=#?[A-Za-z0-9]{1,32};)')
_BACKTICKS = re.compile(r"`+")
_EDGES = {
    "hardBreak": "  ",
    "image": "!)",
    "reference": "[]",
    "mention": "[)",
    "attachment": "!]",
}  # how each begins and ends
_BESIDE_EMPHASIS = frozenset(" .,;:!?()\"'")


def line(content: list[Node], *, one_line: bool = False) -> str:
    """The inline nodes of one block as Markdown.

    `one_line` writes line breaks as `<br>`, for headings and cells.
    """
    marker = "<br>" if one_line else "\\\n"
    text = _marked(content, 0, marker, None, None)
    if text.endswith("\\\n"):  # at the very end a backslash would be a backslash
        text = text.removesuffix("\\\n") + "<br>"
    return "\n".join(_guarded(each) for each in text.split("\n"))


def escape(text: str) -> str:
    """Plain text as Markdown that means just that text, for the middle of a line."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def address(text: str) -> str:
    """An address as a Markdown link destination."""
    if _PLAIN_ADDRESS.fullmatch(text) and not _SPECIAL_IN_ADDRESS.search(text):
        return text
    return "<" + _SPECIAL_IN_ADDRESS.sub(lambda found: "\\" + found[0], text) + ">"


def image(src: str, alt: str, title: str = "") -> str:
    """An image as Markdown."""
    caption = ' "' + _SPECIAL_IN_TITLE.sub(lambda found: "\\" + found[0], title) + '"' if title else ""
    return f"![{escape(alt)}]({address(src)}{caption})"


def code(text: str) -> str:
    """`text` as a code span; as HTML where its words would make a line that begins with a link a definition."""
    if "]:" in text:
        return f"<code>{escape(text)}</code>"
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    spaced = text.strip(" ") and text[0] == " " and text[-1] == " "
    pad = " " if spaced or text[0] == "`" or text[-1] == "`" else ""
    return fence + pad + text + pad + fence


def _guarded(text: str) -> str:
    """One line of a paragraph that starts no block and keeps the spaces at its ends."""
    text = _BLOCK_START.sub(lambda found: "\\" + found[1] if found[1] else f"{found[2]}\\{found[3]}", text)
    return _EDGE_SPACES.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), text)


def _marked(nodes: list[Node], level: int, brk: str, before: str | None, after: str | None) -> str:
    """`nodes` under the marks from `level` on; `before` and `after` are the characters around them."""
    if level == len(MARKS):
        return "".join(_bare(node, brk) for node in nodes)
    written: list[str] = []
    start = 0
    while start < len(nodes):
        mark = _mark(nodes[start], MARKS[level])
        end = start + 1
        while end < len(nodes) and _mark(nodes[end], MARKS[level]) == mark:
            end += 1
        group = nodes[start:end]
        around = (
            _last(nodes[start - 1]) if start else before,
            _first(nodes[end]) if end < len(nodes) else after,
        )
        if mark is not None and mark["type"] == "link":
            around_inner: tuple[str | None, str | None] = ("(", ")")
        else:
            around_inner = around
        inner = _marked(group, level + 1, brk, *around_inner)
        written.append(inner if mark is None else _wrapped(mark, group, inner, around))
        start = end
    return "".join(written)


def _wrapped(mark: Node, group: list[Node], inner: str, around: tuple[str | None, str | None]) -> str:
    name = mark["type"]
    if name == "code":
        return code("".join(node.get("text", "") for node in group)) if _is_text(group) else inner
    if name == "link":
        return f"[{inner}]({address(mark['attrs']['href'])})"
    beside = all(char is None or char in _BESIDE_EMPHASIS for char in around)
    if beside and _first(group[0]).isalnum() and _last(group[-1]).isalnum():
        return DELIMITERS[name] + inner + DELIMITERS[name]
    return f"<{HTML_NAMES[name]}>{inner}</{HTML_NAMES[name]}>"


def _bare(node: Node, brk: str) -> str:
    if node["type"] == "hardBreak":
        return brk
    if node["type"] in ATOMS:
        return _atom(node["type"], node["attrs"])
    if _mark(node, "code") is not None:
        return str(node["text"])
    return escape(node["text"])


def _atom(name: str, attrs: Node) -> str:
    if name == "image":
        return image(attrs["src"], attrs.get("alt", ""), attrs.get("title", ""))
    if name == "reference":
        return f"[[{attrs['item']}]]"
    if name == "attachment":
        return f"![[{attrs['file']}]]"
    return f"[@{escape(attrs['name'])}]({attrs['person']})"


def _is_text(group: list[Node]) -> bool:
    return all(node["type"] == "text" for node in group)


def _mark(node: Node, name: str) -> Node | None:
    return next((mark for mark in node.get("marks", ()) if mark["type"] == name), None)


def _first(node: Node) -> str:
    return str(node["text"][0]) if node["type"] == "text" else _EDGES[node["type"]][0]


def _last(node: Node) -> str:
    return str(node["text"][-1]) if node["type"] == "text" else _EDGES[node["type"]][1]
