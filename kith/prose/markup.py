"""HTML inside Markdown: a small subset is kept by its meaning; what acts is dropped with all it holds."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from kith.prose import schema
from kith.prose.building import Builder
from kith.prose.elements import BLOCKS, BREAKS, DROPPED, KNOWN, MARKS
from kith.prose.schema import TONES, Node

_UNSEEN = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<\?.*?(?:\?>|\Z)|<![A-Za-z\[].*?(?:>|\Z)", re.DOTALL)
_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:_-]*+)((?:[^<>"']++|"[^"]*"|'[^']*')*+)""")
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:-]*+)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]++))?""")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
MOST_MARKS = 200  # open at once; each text looks at all of them
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True)
class Tag:
    """One tag as written: its name in small letters, its attributes (empty text for one without a value)."""

    name: str
    closing: bool
    attributes: dict[str, str]


Resolve = Callable[[str, str], str | None]  # (kind "link" or "image", address) -> the address to keep, or None


class Markup:
    """Feeds HTML to a builder. Remembers what it is dropping from one piece to the next."""

    def __init__(self, builder: Builder, resolve: Resolve) -> None:
        self._build = builder
        self._resolve = resolve
        self.dropping: str | None = None
        self.in_comment = False

    def block(self, source: str) -> None:
        """A block of HTML: tags and text."""
        position = 0
        source = _UNSEEN.sub("", source)
        while (found := source.find("<", position)) >= 0:
            self._block_text(source[position:found])
            position = self._tag_at(source, found)
        self._block_text(source[position:])

    def tag(self, source: str) -> None:
        """One tag that stood in a line of Markdown. Comments and their like say nothing."""
        if _UNSEEN.match(source):
            self._build.loosen()
        else:
            self._tag_at(source, 0)

    def text(self, text: str, *, raw: bool = False) -> None:
        """Text of Markdown, with its spaces; a comment in `raw` text that crosses paragraphs is dropped."""
        if self.dropping is None and (shown := self.uncommented(text, raw=raw)):
            if self._build.ends_with_space():
                shown = shown.removeprefix(" ")
            self._build.text(shown, loose=shown != text and shown.endswith(" "))

    def uncommented(self, text: str, *, raw: bool) -> str:
        """`text` without what is inside a comment; only `raw` text can start one."""
        shown: list[str] = []
        while text:
            mark = "-->" if self.in_comment else "<!--"
            before, found, text = text.partition(mark) if self.in_comment or raw else (text, "", "")
            if not self.in_comment:
                shown.append(before)
            if found:
                self.in_comment = not self.in_comment
        return "".join(shown)

    def hidden(self) -> bool:
        """Whether what comes now is not for readers."""
        return self.in_comment or self.dropping is not None

    def _tag_at(self, source: str, start: int) -> int:
        """Take the tag at `start`, or its text if it is none, and say where to go on."""
        found = _TAG.match(source, start)
        if found is None:
            self._block_text(source[start : start + 1])
            return start + 1
        if source[found.end() : found.end() + 1] != ">":
            self._block_text(source[start : found.end()])
            return found.end()
        tag = Tag(found[2].lower(), bool(found[1]), _attributes(found[3]))
        if tag.name in KNOWN:
            self._take(tag)
        else:  # "<project>-partners": a placeholder, not HTML
            self._block_text(source[start : found.end() + 1])
        return found.end() + 1

    def _block_text(self, text: str) -> None:
        if not text or self.hidden():
            return
        position = 0
        for reference in _REFERENCE.finditer(text):
            self._spaced(text[position : reference.start()])
            self._build.text(html.unescape(reference[0]))
            position = reference.end()
        self._spaced(text[position:])

    def _spaced(self, text: str) -> None:
        if not self._build.in_code():
            text = _SPACES.sub(" ", text)
            if self._build.at_start_of_text() or self._build.ends_with_space():
                text = text.lstrip(" ")
        if text:
            self._build.text(text, loose=text.endswith(" "))

    def _take(self, tag: Tag) -> None:
        if tag.name in DROPPED:
            self._drop(tag)
        elif self.hidden():
            return
        elif tag.name in MARKS:
            self._mark({"type": MARKS[tag.name]}, tag.closing)
        elif tag.name == "a":
            self._link(tag)
        elif tag.name in BLOCKS:
            self._block(tag)
        else:
            self._single(tag)

    def _drop(self, tag: Tag) -> None:
        if tag.closing:
            self.dropping = None if self.dropping == tag.name else self.dropping
        elif self.dropping is None:
            self.dropping = tag.name
            self._build.loosen()

    def _mark(self, mark: Node, closing: bool) -> None:
        if closing:
            self._unmark(mark["type"])
        elif not self._build.in_code() and len(self._build.marks) < MOST_MARKS:
            self._build.marks.append(mark)

    def _unmark(self, name: str) -> None:
        for place in reversed(range(len(self._build.marks))):
            if self._build.marks[place]["type"] == name:
                del self._build.marks[place]
                return

    def _link(self, tag: Tag) -> None:
        if tag.closing:
            self._unmark("link")
            return
        if item := schema.identity(tag.attributes.get("data-item")):
            self._build.inline({"type": "reference", "attrs": {"item": item}})
            return
        if file := schema.identity(tag.attributes.get("data-file")):
            self._build.inline({"type": "attachment", "attrs": {"file": file}})
            return
        written = tag.attributes.get("href", "")
        href = self._resolve("link", written) if written else None
        if href is not None and not self._build.in_code() and len(self._build.marks) < MOST_MARKS:
            self._build.marks.append({"type": "link", "attrs": {"href": href}})

    def _block(self, tag: Tag) -> None:
        name = block_name(tag)
        if tag.closing:
            self._build.close_html(name)
        else:
            self._build.open(name, block_attributes(tag), from_html=True)

    def _single(self, tag: Tag) -> None:
        if tag.name == "summary":
            self._build.break_paragraph()
            self._mark({"type": "bold"}, tag.closing)
        elif tag.name in BREAKS:
            self._build.break_paragraph()
        elif tag.name == "br":
            self._build.inline({"type": "hardBreak"})
        elif tag.name == "hr":
            self._build.rule()
        elif tag.name == "span" and not tag.closing:
            self._mention(tag)
        elif tag.name == "img":
            self.image(tag.attributes.get("src", ""), tag.attributes.get("alt", ""), tag.attributes.get("title", ""))

    def _mention(self, tag: Tag) -> None:
        person, name = schema.identity(tag.attributes.get("data-person")), schema.words(tag.attributes.get("data-name"))
        if person and name:
            self._build.inline({"type": "mention", "attrs": {"person": person, "name": name}})

    def image(self, src: str, alt: str, title: str) -> None:
        """An image, or its alternative text where its address may not be kept."""
        if self.hidden():
            return
        kept = self._resolve("image", src) if src else None
        alt, title = " ".join(alt.split()), " ".join(title.split())
        if kept is None:
            self._build.text(alt)
            return
        attrs = {"src": kept} | ({"alt": alt} if alt else {}) | ({"title": title} if title else {})
        self._build.inline({"type": "image", "attrs": attrs})


def block_name(tag: Tag) -> str:
    """Which block a tag opens or closes; task lists are marked as the editor marks them."""
    if tag.name == "ul" and tag.attributes.get("data-type") == "taskList":
        return "taskList"
    if tag.name == "li" and "data-checked" in tag.attributes:
        return "taskItem"
    return BLOCKS[tag.name]


def block_attributes(tag: Tag) -> Node:
    """What a block keeps of its tag's attributes."""
    if tag.name == "li" and "data-checked" in tag.attributes:
        return {"checked": tag.attributes["data-checked"] == "true"}
    if tag.name[1:].isdigit():
        anchor = tag.attributes.get("id", "")
        return {"level": int(tag.name[1:])} | ({"id": anchor} if anchor else {})
    if tag.name == "ol":
        return {"start": _number(tag.attributes.get("start", "1"), 1)}
    if tag.name == "aside":
        tone = tag.attributes.get("data-tone", "")
        return {"tone": tone if tone in TONES else "note"}
    if tag.name in {"td", "th"}:
        spans = {name: _number(tag.attributes.get(name, "1"), 1) for name in ("colspan", "rowspan")}
        kept: Node = {name: value for name, value in spans.items() if 1 < value <= 1000}
        widths = schema.widths([_number(each, 0) for each in tag.attributes.get("colwidth", "").split(",")])
        return kept | ({"colwidth": widths} if widths else {})
    return {"language": tag.attributes["data-language"]} if tag.attributes.get("data-language") else {}


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        found.setdefault(match[1].lower(), html.unescape((match[2] or "").strip("\"'")))
    return found


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
