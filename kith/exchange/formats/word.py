"""A Word document of the pages, with headings, lists, tables, links and pictures as Word has them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kith.core import later
from kith.exchange import gathering
from kith.exchange.formats.base import Job
from kith.exchange.formats.pdf import SHOWN
from kith.exchange.gathering import Page
from kith.exchange.resolving import Places, resolve
from kith.prose.schema import Node

OUTSIDE = ("https://", "http://", "mailto:")
DEEPEST = 3  # list levels that Word has styles for


def write(job: Job, out: Path) -> None:
    """Write the pages as one document; what every page has to carry stands under its title and in the footer."""
    document = later.module("docx").Document()
    document.core_properties.title = job.title[:255]
    document.core_properties.author = job.owner[:255]
    document.core_properties.comments = job.mark
    footer = document.sections[0].footer.paragraphs[0]
    for number, page in enumerate(job.pages()):
        if number:
            document.add_page_break()
        else:
            footer.text = " ".join(job.label(page))
        _Writer(document, {file.uid: file for file in page.attachments}).page(job, page)
    document.save(str(out))


class _Writer:
    """Writes one page."""

    def __init__(self, document: Any, files: dict[str, Any]) -> None:
        self._document = document
        self._files = files

    def page(self, job: Job, page: Page) -> None:
        self._document.add_heading(page.item.title, level=1)
        self._document.add_paragraph(" ".join(job.label(page))).runs[0].italic = True
        if page.record_lines:
            self._document.add_heading(page.record_title, level=2)
            for words in page.record_lines:
                self._document.add_paragraph(words, style="List Bullet")
        names = {uid: file.name for uid, file in self._files.items()}
        pictures = {uid: uid for uid, file in self._files.items() if file.media_type in SHOWN}
        places = Places(lambda uid: None, job.title_of, pictures.get, names.get)
        self._blocks(resolve(page.doc, places)["content"], self._document, 0)

    def _blocks(self, nodes: list[Node], holder: Any, depth: int, style: str | None = None) -> None:
        for node in nodes:
            name = node["type"]
            if name in _BLOCKS:
                _BLOCKS[name](self, node, holder, depth)
            elif name == "paragraph":
                self._line(holder.add_paragraph(style=style), node)

    def _heading(self, node: Node, holder: Any, _depth: int) -> None:
        level = min(node.get("attrs", {}).get("level", 1) + 1, 9)
        self._line(holder.add_paragraph(style=f"Heading {level}"), node)

    def _list(self, node: Node, holder: Any, depth: int) -> None:
        base = "List Number" if node["type"] == "orderedList" else "List Bullet"
        level = min(depth, DEEPEST - 1)
        style = base if not level else f"{base} {level + 1}"
        for item in node.get("content", []):
            done = (
                {True: "☑ ", False: "☐ "}.get(item.get("attrs", {}).get("checked"))
                if item["type"] == "taskItem"
                else ""
            )
            for number, child in enumerate(item.get("content", [])):
                if child["type"] == "paragraph":
                    paragraph = holder.add_paragraph(style=style if not number else None)
                    if done and not number:
                        paragraph.add_run(done)
                    self._line(paragraph, child)
                else:
                    self._blocks([child], holder, depth + 1)

    def _quote(self, node: Node, holder: Any, depth: int) -> None:
        self._blocks(
            node.get("content", []), holder, depth, style="Intense Quote" if node["type"] == "callout" else "Quote"
        )

    def _code(self, node: Node, holder: Any, _depth: int) -> None:
        run = holder.add_paragraph().add_run("".join(child.get("text", "") for child in node.get("content", [])))
        run.font.name = "Courier New"

    def _rule(self, _node: Node, holder: Any, _depth: int) -> None:
        holder.add_paragraph("―" * 12)

    def _table(self, node: Node, holder: Any, depth: int) -> None:
        rows = node.get("content", [])
        widths = [sum(_span(cell, "colspan") for cell in row.get("content", [])) for row in rows]
        if not rows or not max(widths):
            return
        width = max(widths)
        table = holder.add_table(rows=len(rows), cols=width)
        table.style = "Table Grid"
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(rows):
            x = 0
            for cell in row.get("content", []):
                while (y, x) in taken:
                    x += 1
                if x >= width:
                    break
                right, low = min(x + _span(cell, "colspan"), width) - 1, min(y + _span(cell, "rowspan"), len(rows)) - 1
                taken |= {(down, across) for down in range(y, low + 1) for across in range(x, right + 1)}
                place = table.cell(y, x) if (right, low) == (x, y) else table.cell(y, x).merge(table.cell(low, right))
                self._cell(cell, place, depth)
                x = right + 1

    def _cell(self, cell: Node, place: Any, depth: int) -> None:
        first, *others = cell.get("content") or [{"type": "paragraph"}]
        if first["type"] == "paragraph":
            self._line(place.paragraphs[0], first, bold=cell["type"] == "tableHeader")
        else:
            others = [first, *others]
        self._blocks(others, place, depth)

    def _line(self, paragraph: Any, node: Node, *, bold: bool = False) -> None:
        for child in node.get("content", []):
            if child["type"] == "text":
                self._text(paragraph, child, bold)
            elif child["type"] == "hardBreak":
                paragraph.add_run().add_break()
            elif child["type"] == "image":
                self._picture(paragraph, child)

    def _text(self, paragraph: Any, node: Node, bold: bool) -> None:
        marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", [])}
        href = marks.get("link", {}).get("href", "")
        run = _linked(paragraph, href) if href.startswith(OUTSIDE) else paragraph.add_run()
        run.text = node["text"]
        run.bold = True if bold or "bold" in marks else None
        run.italic = True if "italic" in marks else None
        run.font.strike = True if "strike" in marks else None
        if "code" in marks:
            run.font.name = "Courier New"

    def _picture(self, paragraph: Any, node: Node) -> None:
        file = self._files[node["attrs"]["src"]]
        try:
            width = later.module("docx.shared").Cm(15)
            paragraph.add_run().add_picture(io.BytesIO(gathering.bytes_of(file)), width=width)
        except Exception:  # Word knows fewer kinds of pictures than browsers: its words stand in its place
            paragraph.add_run(node["attrs"].get("alt", ""))


def _span(cell: Node, name: str) -> int:
    return int(cell.get("attrs", {}).get(name, 1))


def _linked(paragraph: Any, href: str) -> Any:
    """A run inside a link: the library reads links and does not write them."""
    oxml, constants = later.module("docx.oxml"), later.module("docx.opc.constants")
    relation = paragraph.part.relate_to(href, constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = oxml.OxmlElement("w:hyperlink")
    link.set(later.module("docx.oxml.ns").qn("r:id"), relation)
    run = paragraph.add_run()
    link.append(run._r)
    paragraph._p.append(link)
    run.font.underline = True
    return run


_BLOCKS: dict[str, Callable[[_Writer, Node, Any, int], None]] = {
    "heading": _Writer._heading,
    "bulletList": _Writer._list,
    "orderedList": _Writer._list,
    "taskList": _Writer._list,
    "blockquote": _Writer._quote,
    "callout": _Writer._quote,
    "codeBlock": _Writer._code,
    "horizontalRule": _Writer._rule,
    "table": _Writer._table,
}
