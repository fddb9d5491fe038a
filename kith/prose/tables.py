"""Tables as Markdown; as HTML where Markdown's tables cannot say what they hold."""

import html
import re

from kith.prose.inlines import line
from kith.prose.schema import ATOMS, Node

NAMES = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "taskList": "ul",
    "listItem": "li",
    "taskItem": "li",
    "blockquote": "blockquote",
    "callout": "aside",
    "codeBlock": "pre",
    "table": "table",
    "tableRow": "tr",
    "tableHeader": "th",
    "tableCell": "td",
}
MARK_NAMES = {"bold": "strong", "italic": "em", "strike": "del", "code": "code"}
_SPACES = re.compile(r"^\s|\s$|\s(?=\s)|[^\S ]")


def write(table: Node) -> str:
    """`table` as a pipe table, or as HTML when that cannot say what it holds."""
    rows = [row.get("content", []) for row in table.get("content", [])]
    if not _is_simple(rows):
        return _html(table)
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("---" for _ in rows[0]) + " |")
    return "\n".join(lines)


def _is_simple(rows: list[list[Node]]) -> bool:
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        return False
    heads = all(cell["type"] == "tableHeader" for cell in rows[0])
    bodies = all(cell["type"] == "tableCell" for row in rows[1:] for cell in row)
    return heads and bodies and all(_is_one_line(cell) for row in rows for cell in row)


def _is_one_line(cell: Node) -> bool:
    content = cell.get("content", [])
    return not cell.get("attrs") and len(content) == 1 and content[0]["type"] == "paragraph"


def _cell(cell: Node) -> str:
    return line(cell["content"][0].get("content", []), one_line=True).replace("|", "\\|")


def _html(node: Node) -> str:
    """`node` as HTML without a line end: a blank line would end it for a Markdown parser."""
    name, content = node["type"], node.get("content", [])
    if name == "text":
        return _run(node)
    if name in ATOMS:
        return _around(node.get("marks", []), _atom(name, node["attrs"]))
    if name in {"hardBreak", "horizontalRule"}:
        return "<br>" if name == "hardBreak" else "<hr>"
    tag = f"h{node['attrs']['level']}" if name == "heading" else NAMES[name]
    return f"<{tag}{_attributes(_kept(node))}>" + "".join(_html(child) for child in content) + f"</{tag}>"


def _atom(name: str, attrs: Node) -> str:
    if name == "image":
        return f"<img{_attributes(attrs)}>"
    tag = "span" if name == "mention" else "a"
    return f"<{tag}{_attributes({f'data-{key}': value for key, value in attrs.items()})}></{tag}>"


def _kept(node: Node) -> Node:
    name, attrs = node["type"], node.get("attrs", {})
    if name == "taskList":
        return {"data-type": "taskList"}
    if name == "taskItem":
        return {"data-checked": "true" if attrs.get("checked") else "false"}
    if name == "heading":
        return {"id": attrs["id"]} if attrs.get("id") else {}
    if "colwidth" in attrs:
        attrs = attrs | {"colwidth": ",".join(map(str, attrs["colwidth"]))}
    renamed = {"tone": "data-tone", "language": "data-language"}
    return {renamed.get(key, key): value for key, value in attrs.items()}


def _attributes(attrs: Node) -> str:
    return "".join(f' {name}="{html.escape(str(value))}"' for name, value in attrs.items())


def _run(node: Node) -> str:
    text = html.escape(node["text"], quote=False)
    return _around(node.get("marks", []), _SPACES.sub(lambda found: f"&#{ord(found[0])};", text))


def _around(marks: list[Node], text: str) -> str:
    for mark in reversed(marks):
        if mark["type"] == "link":
            text = f'<a href="{html.escape(mark["attrs"]["href"])}">{text}</a>'
        else:
            text = f"<{MARK_NAMES[mark['type']]}>{text}</{MARK_NAMES[mark['type']]}>"
    return text
