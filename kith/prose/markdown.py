"""Markdown to a body, and a body to Markdown."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.token import Token

from kith.prose.address import may_be_kept
from kith.prose.building import Builder, Frame
from kith.prose.canonical import printable
from kith.prose.elements import DROPPED
from kith.prose.markup import Markup
from kith.prose.parser import build
from kith.prose.schema import Doc, Node
from kith.prose.writing import write

__all__ = ["Link", "Resolve", "parse", "write"]


@dataclass(frozen=True)
class Link:
    """An address met in a text: of a `link` or an `image`, as written, in which line (from 1)."""

    kind: str
    target: str
    line: int


Resolve = Callable[[Link], str | None]

OPENINGS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "bulletList",
    "ordered_list_open": "orderedList",
    "list_item_open": "listItem",
    "blockquote_open": "blockquote",
    "table_open": "table",
    "tr_open": "tableRow",
    "th_open": "tableHeader",
    "td_open": "tableCell",
}
CLOSINGS = {name.replace("_open", "_close") for name in OPENINGS}
MARKS = {"strong_open": "bold", "em_open": "italic", "s_open": "strike"}
MARKS_CLOSED = {"strong_close": "bold", "em_close": "italic", "s_close": "strike", "link_close": "link"}

NO_LINK: Node = {"type": "no link"}  # holds the place of a link that was dropped, until it is closed

_ENDS = re.compile(rf"-->|</({'|'.join(sorted(DROPPED))})(?![a-z0-9-])", re.IGNORECASE)
_parser = build()


def parse(text: str, *, resolve: Resolve | None = None) -> Doc:
    """The body that the Markdown `text` describes.

    `resolve` says for every link and image which address to keep; None drops it, and its words stay. Without
    it, addresses of allowed schemes and relative ones are kept. Any text is a body; only one of more parts
    than a body may have raises TooLarge.
    """
    return _Reader(resolve).read(printable(text.replace("\r\n", "\n").replace("\r", "\n")))


class _Reader:
    def __init__(self, resolve: Resolve | None) -> None:
        self._choose = resolve
        self._build = Builder()
        self._markup = Markup(self._build, self._resolve)
        self._frames: list[Frame | None] = []
        self._line = 0

    def read(self, text: str) -> Doc:
        tokens = _parser.parse(text)
        last = _last_ends(tokens)
        for place, token in enumerate(tokens):
            self._line = token.map[0] + 1 if token.map else self._line
            self._block(token)
            self._stop_hiding_in_vain(last, place)
        return self._build.finish()

    def _block(self, token: Token) -> None:
        if token.type in OPENINGS:
            self._frames.append(None if self._markup.hidden() else self._build.open(*_opened(token)))
            if token.type in {"th_open", "td_open"}:
                self._build.open("paragraph")
        elif token.type in CLOSINGS:
            if (frame := self._frames.pop()) is not None:
                self._build.close(frame)
        elif token.type in LEAVES:
            LEAVES[token.type](self, token)

    def _rule(self, token: Token) -> None:
        if not self._markup.hidden():
            self._build.rule()

    def _html(self, token: Token) -> None:
        if self._markup.in_comment:  # it may end here, and what follows it is for readers again
            self._markup.block(self._markup.uncommented(token.content, raw=True))
        else:
            self._markup.block(token.content)
        self._build.break_paragraph()
        self._build.marks.clear()

    def _code(self, token: Token) -> None:
        text = token.content.removesuffix("\n")
        if self._markup.hidden():
            text = "" if self._markup.dropping else self._markup.uncommented(text, raw=False).strip()
            if not text:
                return
        language = token.info.split()[0] if token.info.strip() else ""
        frame = self._build.open("codeBlock", {"language": language} if language else None)
        self._build.text(text)
        self._build.close(frame)

    def _inlines(self, token: Token) -> None:
        self._line += token.meta.get("skipped", 0)
        for child in token.children or ():
            self._inline(child)
        self._build.marks.clear()

    def _inline(self, token: Token) -> None:
        if token.type in {"text", "text_special"}:
            self._markup.text(token.content, raw=token.type == "text")
        elif token.type == "html_inline":
            self._markup.tag(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            self._line += 1
            self._break(token.type)
        elif not self._markup.hidden():
            self._shown(token)
        elif token.type == "code_inline":
            self._markup.text(token.content)

    def _break(self, kind: str) -> None:
        if self._markup.hidden():
            return
        if kind == "hardbreak":
            self._build.inline({"type": "hardBreak"})
        else:
            self._build.text(" ")

    def _shown(self, token: Token) -> None:
        if token.type == "code_inline":
            self._build.text(token.content, {"type": "code"})
        elif token.type in MARKS:
            self._build.marks.append({"type": MARKS[token.type]})
        elif token.type in MARKS_CLOSED:
            self._unmark(MARKS_CLOSED[token.type])
        elif token.type == "link_open":
            href = self._resolve("link", str(token.attrs.get("href", "")))
            self._build.marks.append({"type": "link", "attrs": {"href": href}} if href else NO_LINK)
        elif token.type == "atom":
            self._build.inline(dict(token.meta))
        elif token.type == "image":
            title = str(token.attrs.get("title", ""))
            self._markup.image(str(token.attrs.get("src", "")), _alternative(token), title)

    def _unmark(self, name: str) -> None:
        for place in reversed(range(len(self._build.marks))):
            if self._build.marks[place]["type"] in {name, f"no {name}"}:
                del self._build.marks[place]
                return

    def _resolve(self, kind: str, target: str) -> str | None:
        chosen = self._choose(Link(kind, target, self._line)) if self._choose else target
        return chosen if chosen is not None and may_be_kept(chosen) else None

    def _stop_hiding_in_vain(self, last: dict[str, int], place: int) -> None:
        """What is opened and never closed hides the rest of its block, not the rest of the text."""
        if self._markup.in_comment and last.get("-->", -1) <= place:
            self._markup.in_comment = False
        if self._markup.dropping and last.get(self._markup.dropping, -1) <= place:
            self._markup.dropping = None


LEAVES: dict[str, Callable[[_Reader, Token], None]] = {
    "inline": _Reader._inlines,
    "fence": _Reader._code,
    "code_block": _Reader._code,
    "html_block": _Reader._html,
    "hr": _Reader._rule,
}


def _opened(token: Token) -> tuple[str, Node | None]:
    name = OPENINGS[token.type]
    if name == "heading":
        return name, {"level": int(token.tag[1])} | ({"id": token.meta["id"]} if token.meta.get("id") else {})
    if name == "orderedList":
        return name, {"start": int(token.attrs.get("start", 1))}
    if token.meta.get("tasks"):
        return "taskList", None
    if "checked" in token.meta:
        return "taskItem", {"checked": token.meta["checked"]}
    if "tone" in token.meta:
        return "callout", {"tone": token.meta["tone"]}
    return name, None


def _alternative(token: Token) -> str:
    """The words of an image's description, without their marks."""
    parts: list[str] = []
    waiting = list(reversed(token.children or ()))
    while waiting:
        child = waiting.pop()
        if child.type in {"text", "text_special", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        waiting.extend(reversed(child.children or ()))
    return "".join(parts)


def _last_ends(tokens: list[Token]) -> dict[str, int]:
    """Where each way of ending a comment or a dropped element stands for the last time: its token's place."""
    last: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if "-->" in token.content or "</" in token.content:
            for found in _ENDS.finditer(token.content):
                last[(found[1] or "-->").lower()] = place
    return last
