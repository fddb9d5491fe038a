"""A body to HTML for a page. Everything is escaped; nothing that acts can come out."""

import html
import re
from collections.abc import Callable

from kith.prose.address import is_outside, may_be_shown, may_lead_anywhere
from kith.prose.schema import Doc, Node
from kith.prose.text import ATTACHMENT, REFERENCE, words_of

Address = Callable[[str], str | None]  # an address in the body -> the address to show, or None for none

SIMPLE = {
    "paragraph": "p",
    "bulletList": "ul",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
}
MARKS = {"bold": "strong", "italic": "em", "strike": "s", "code": "code"}
TOP_LEVEL, LAST_LEVEL = 2, 6  # the item's own title is the page's first heading
REFERENCED = re.compile(rf'<a data-item="([0-9a-z]{{12}})">{REFERENCE}</a>')
ATTACHED = re.compile(rf'<a data-file="([0-9a-z]{{12}})">{ATTACHMENT}</a>')
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]+")


def render(doc: Doc, *, link: Address | None = None, image: Address | None = None, relative: bool = False) -> str:
    """`doc` as HTML.

    Args:
        relative: the page lies among files of its own, so that addresses may lead from one to another.

    `link` and `image` say which address to show for one in the body. Without `link`, addresses of allowed
    schemes and those that start with `/` or `#` are shown; without `image`, images show as their
    alternative text. References to items come out as `REFERENCED` finds them, files as `ATTACHED` does: whoever
    shows the page fills in the titles and names that her reader may see.
    """
    return _Page(doc, link, image, relative).blocks(doc.get("content", []))


def slug(text: str) -> str:
    """The anchor of a heading with this `text`."""
    return re.sub(r"[\s-]+", "-", _NOT_IN_SLUGS.sub("", text.lower())).strip("-")[:80] or "section"


class _Page:
    def __init__(self, doc: Doc, link: Address | None, image: Address | None, relative: bool) -> None:
        self._may_be_shown = may_lead_anywhere if relative else may_be_shown
        self._link = link
        self._image = image
        self._anchors: set[str] = set()
        self._level = TOP_LEVEL - 1
        levels = [node.get("attrs", {}).get("level", 1) for node in doc.get("content", []) if node["type"] == "heading"]
        self._shift = TOP_LEVEL - min(levels, default=TOP_LEVEL)

    def blocks(self, nodes: list[Node]) -> str:
        return "".join(self._node(node) for node in nodes)

    def _node(self, node: Node) -> str:
        name, content = node["type"], node.get("content", [])
        if name in SIMPLE:
            return f"<{SIMPLE[name]}>{self.blocks(content)}</{SIMPLE[name]}>"
        return _WRITERS[name](self, node) if name in _WRITERS else ""

    def heading(self, node: Node) -> str:
        wanted = node.get("attrs", {}).get("level", 1) + self._shift
        # Never a level deeper than the one after the last: a screen reader's outline has no holes then.
        self._level = max(TOP_LEVEL, min(wanted, self._level + 1, LAST_LEVEL))
        words = self.blocks(node.get("content", []))
        return f'<h{self._level} id="{html.escape(self._anchor(node))}">{words}</h{self._level}>'

    def ordered(self, node: Node) -> str:
        start = node.get("attrs", {}).get("start", 1)
        begin = f' start="{int(start)}"' if start != 1 else ""
        return f"<ol{begin}>{self.blocks(node.get('content', []))}</ol>"

    def tasks(self, node: Node) -> str:
        return f'<ul class="tasks">{self.blocks(node.get("content", []))}</ul>'

    def task(self, node: Node) -> str:
        checked = " checked" if node.get("attrs", {}).get("checked") else ""
        first, *others = node.get("content") or [{"type": "paragraph"}]
        if first["type"] != "paragraph":
            first, others = {"type": "paragraph"}, [first, *others]
        words = self.blocks(first.get("content", []))
        # A link inside a label is not pressed but ticks the box in some browsers; this box cannot be ticked.
        return f'<li><label><input type="checkbox" disabled{checked}> {words}</label>{self.blocks(others)}</li>'

    def callout(self, node: Node) -> str:
        tone = html.escape(node.get("attrs", {}).get("tone", "note"))
        return f'<aside class="callout" data-tone="{tone}">{self.blocks(node.get("content", []))}</aside>'

    def code_block(self, node: Node) -> str:
        language = node.get("attrs", {}).get("language")
        kind = f' data-language="{html.escape(language)}"' if language else ""
        text = "".join(html.escape(child.get("text", "")) for child in node.get("content", []))
        return f'<pre tabindex="0"{kind}><code>{text}</code></pre>'

    def table(self, node: Node) -> str:
        rows = node.get("content", [])
        heads = 0
        while heads < len(rows) and all(cell["type"] == "tableHeader" for cell in rows[heads].get("content", [])):
            heads += 1
        head = f"<thead>{self._rows(rows[:heads], 'col')}</thead>" if heads else ""
        body = f"<tbody>{self._rows(rows[heads:], 'row')}</tbody>" if heads < len(rows) else ""
        return f'<div class="table" tabindex="0"><table>{_columns(rows)}{head}{body}</table></div>'

    def text(self, node: Node) -> str:
        return self._marked(html.escape(node["text"]), node)

    def image(self, node: Node) -> str:
        attrs = node.get("attrs", {})
        src = self._image(attrs.get("src", "")) if self._image else None
        alt = html.escape(attrs.get("alt", ""))
        if src is None or not self._may_be_shown(src):
            return self._marked(alt, node)
        title = f' title="{html.escape(attrs["title"])}"' if attrs.get("title") else ""
        return self._marked(f'<img src="{html.escape(src)}" alt="{alt}"{title} loading="lazy">', node)

    def reference(self, node: Node) -> str:
        return self._marked(f'<a data-item="{html.escape(node["attrs"]["item"])}">{REFERENCE}</a>', node)

    def attachment(self, node: Node) -> str:
        return self._marked(f'<a data-file="{html.escape(node["attrs"]["file"])}">{ATTACHMENT}</a>', node)

    def mention(self, node: Node) -> str:
        attrs = node["attrs"]
        person, name = html.escape(attrs["person"]), html.escape(attrs["name"])
        return self._marked(f'<span class="mention" data-person="{person}">@{name}</span>', node)

    def _rows(self, rows: list[Node], scope: str) -> str:
        return "".join(
            "<tr>" + "".join(self._cell(cell, scope) for cell in row.get("content", [])) + "</tr>" for row in rows
        )

    def _cell(self, cell: Node, scope: str) -> str:
        attrs = cell.get("attrs", {})
        spans = "".join(f' {name}="{int(attrs[name])}"' for name in ("colspan", "rowspan") if name in attrs)
        content = cell.get("content", [])
        bare = len(content) == 1 and content[0]["type"] == "paragraph"
        words = self.blocks(content[0].get("content", []) if bare else content)
        if cell["type"] == "tableHeader":
            return f'<th scope="{scope}"{spans}>{words}</th>'
        return f"<td{spans}>{words}</td>"

    def _marked(self, words: str, node: Node) -> str:
        for mark in reversed(node.get("marks", [])):
            if mark["type"] == "link":
                words = self._linked(words, mark.get("attrs", {}).get("href", ""))
            elif mark["type"] in MARKS:
                words = f"<{MARKS[mark['type']]}>{words}</{MARKS[mark['type']]}>"
        return words

    def _linked(self, words: str, href: str) -> str:
        shown = self._link(href) if self._link else href
        if shown is None or not self._may_be_shown(shown):
            return words
        rel = ' rel="noopener noreferrer"' if is_outside(shown) else ""
        return f'<a href="{html.escape(shown)}"{rel}>{words}</a>'

    def _anchor(self, node: Node) -> str:
        wanted = node.get("attrs", {}).get("id") or slug(words_of(node))
        anchor, number = wanted, 2
        while anchor in self._anchors:
            anchor, number = f"{wanted}-{number}", number + 1
        self._anchors.add(anchor)
        return str(anchor)


def _columns(rows: list[Node]) -> str:
    """The widths that the cells of the first row ask for; nothing when none does."""
    cells = [cell.get("attrs", {}) for cell in rows[0].get("content", [])] if rows else []
    if not any("colwidth" in attrs for attrs in cells):
        return ""
    columns = [each for attrs in cells for each in attrs.get("colwidth", [0] * attrs.get("colspan", 1))]
    return "<colgroup>" + "".join(f'<col width="{int(w)}">' if w else "<col>" for w in columns) + "</colgroup>"


_WRITERS: dict[str, Callable[[_Page, Node], str]] = {
    "heading": _Page.heading,
    "orderedList": _Page.ordered,
    "taskList": _Page.tasks,
    "taskItem": _Page.task,
    "callout": _Page.callout,
    "codeBlock": _Page.code_block,
    "table": _Page.table,
    "text": _Page.text,
    "image": _Page.image,
    "reference": _Page.reference,
    "mention": _Page.mention,
    "attachment": _Page.attachment,
    "hardBreak": lambda page, node: "<br>",
    "horizontalRule": lambda page, node: "<hr>",
}
