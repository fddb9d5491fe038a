"""Collections of Outline, as its JSON export (zip) holds them."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from kith.exchange.reading import hypertext
from kith.exchange.reading.desk import PAGE, About, Desk, plain
from kith.exchange.reading.documents import moment

LARGEST = 200_000_000  # bytes of one collection
MARKS = {"strong": "b", "em": "i", "code_inline": "code", "strikethrough": "s"}
BLOCKS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "tr": "tr",
}
TONES = {"info": "note", "warning": "warning", "tip": "tip", "success": "tip"}

Node = dict[str, Any]


def collections(root: Path) -> list[Path]:
    """The collections in a folder that was unpacked; none when it is no export of Outline."""
    return [
        each
        for each in sorted(root.glob("*.json"))
        if each.name != "metadata.json" and each.stat().st_size < LARGEST and _is_one(each)
    ]


def _is_one(path: Path) -> bool:
    found = _loaded(path)
    return isinstance(found.get("collection"), dict) and isinstance(found.get("documents"), dict)


def _loaded(path: Path) -> Node:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read(root: Path, desk: Desk) -> None:
    """Lay all documents of all collections on the desk."""
    for path in collections(root):
        _Collection(root, _loaded(path), desk).read()


class _Collection:
    """A collection on its way to the desk."""

    def __init__(self, root: Path, found: Node, desk: Desk) -> None:
        self.root, self.desk, self.found = root, desk, found
        self.documents: dict[str, Node] = {key: row for key, row in found["documents"].items() if isinstance(row, dict)}
        self.name = plain(str(found["collection"].get("name") or "Collection"))
        self.places = {key: f"{self.name}/{self._place(key)}{PAGE}" for key in self.documents}
        self.by_address = {str(row.get("urlId")): key for key, row in self.documents.items()}
        self.files: dict[str, str] = {}

    def _place(self, key: str) -> str:
        chain: list[str] = []
        at = key
        while at in self.documents and at not in chain and len(chain) < 20:
            chain.append(at)
            at = str(self.documents[at].get("parentDocumentId") or "")
        return "/".join(reversed(chain))

    def read(self) -> None:
        self.desk.total += len(self.documents)
        attachments = self.found.get("attachments")
        for key, row in attachments.items() if isinstance(attachments, dict) else ():
            source = (self.root / str(row.get("key", ""))).resolve()
            if source.is_file() and source.is_relative_to(self.root.resolve()):
                self.files[key] = "/" + quote(self.desk.file(f"files/{key}/{row.get('name') or source.name}", source))
            else:
                self.desk.leave_out(str(row.get("name", key)), "the export does not hold this file")
        for key in self._in_order():
            self._page(key)

    def _in_order(self) -> list[str]:
        """The documents in the order that the collection gives them; then what it does not name."""
        order: list[str] = []
        waiting = list(reversed(_list(self.found["collection"].get("documentStructure"))))
        while waiting:
            row = waiting.pop()
            if row.get("id") in self.documents and row["id"] not in order:
                order.append(row["id"])
            waiting += reversed(_list(row.get("children")))
        return order + [key for key in self.documents if key not in set(order)]

    def _page(self, key: str) -> None:
        row = self.documents[key]
        about = About(str(row.get("title") or ""), label=f"{self.name}/{row.get('title')}")
        about.author = str(row.get("createdByName") or "")
        about.created, about.changed = moment(str(row.get("createdAt"))), moment(str(row.get("updatedAt")))
        html = "".join(self._html(each, about.notes, 0) for each in _list((row.get("data") or {}).get("content")))
        soup = hypertext.soup_of(html)
        place = self.places[key]
        self.desk.page(
            place, hypertext.tidy(soup.body or soup, self.desk, place.removesuffix(PAGE), about.notes), about
        )

    def _html(self, node: Node, notes: list[str], depth: int) -> str:
        kind, attrs = str(node.get("type", "")), node.get("attrs") if isinstance(node.get("attrs"), dict) else {}
        assert isinstance(attrs, dict)
        if kind == "text":
            return self._text(node)
        if depth > 60:
            return ""
        inside = "".join(self._html(each, notes, depth + 1) for each in _list(node.get("content")))
        if kind in BLOCKS:
            return f"<{BLOCKS[kind]}>{inside}</{BLOCKS[kind]}>"
        if kind in SPECIAL:
            return SPECIAL[kind](self, attrs, inside)
        notes.append(f"“{kind}”: only its words came in")
        return f"<p>{inside}</p>" if inside else ""

    def _text(self, node: Node) -> str:
        html = escape(str(node.get("text", "")))
        for mark in _list(node.get("marks")):
            kind, attrs = str(mark.get("type")), mark.get("attrs") or {}
            if kind in MARKS:
                html = f"<{MARKS[kind]}>{html}</{MARKS[kind]}>"
            elif kind == "link":
                html = f'<a href="{escape(self._address(str(attrs.get("href", ""))))}">{html}</a>'
        return html

    def _address(self, address: str) -> str:
        """Where an address leads here: a file, another document, or where it led."""
        asked = parse_qs(urlsplit(address).query).get("id", [""])[0]
        if "attachments.redirect" in address and asked in self.files:
            return self.files[asked]
        if "/doc/" in address:
            key = self.by_address.get(address.partition("#")[0].rpartition("-")[2])
            return f"/{quote(self.places[key])}" if key else address
        return address

    def _cell(self, name: str, attrs: Node, inside: str) -> str:
        spans = "".join(f' {each}="{int(attrs[each])}"' for each in ("colspan", "rowspan") if _is_span(attrs.get(each)))
        return f"<{name}{spans}>{inside}</{name}>"


def _is_span(value: object) -> bool:
    return isinstance(value, int) and value > 1


def _list(value: object) -> list[Node]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _heading(own: _Collection, attrs: Node, inside: str) -> str:
    level = attrs.get("level")
    rank = level if isinstance(level, int) and 1 <= level <= 6 else 2
    return f"<h{rank}>{inside}</h{rank}>"


def _code(own: _Collection, attrs: Node, inside: str) -> str:
    return f'<pre data-language="{escape(str(attrs.get("language") or ""))}">{inside}</pre>'


def _box(own: _Collection, attrs: Node, inside: str) -> str:
    return f'<li data-checked="{"true" if attrs.get("checked") else "false"}">{inside}</li>'


def _image(own: _Collection, attrs: Node, inside: str) -> str:
    return f'<img src="{escape(own._address(str(attrs.get("src", ""))))}" alt="{escape(str(attrs.get("alt") or ""))}">'


def _attachment(own: _Collection, attrs: Node, inside: str) -> str:
    way = escape(own._address(str(attrs.get("href", ""))))
    return f'<p><a href="{way}">{escape(str(attrs.get("title") or "file"))}</a></p>'


def _notice(own: _Collection, attrs: Node, inside: str) -> str:
    return f'<aside data-tone="{TONES.get(str(attrs.get("style")), "note")}">{inside}</aside>'


SPECIAL: dict[str, Callable[[_Collection, Node, str], str]] = {
    "heading": _heading,
    "code_fence": _code,
    "code_block": _code,
    "checkbox_list": lambda own, attrs, inside: f'<ul data-type="taskList">{inside}</ul>',
    "checkbox_item": _box,
    "th": lambda own, attrs, inside: own._cell("th", attrs, inside),
    "td": lambda own, attrs, inside: own._cell("td", attrs, inside),
    "image": _image,
    "attachment": _attachment,
    "container_notice": _notice,
    "hr": lambda own, attrs, inside: "<hr>",
    "br": lambda own, attrs, inside: "<br>",
    "hard_break": lambda own, attrs, inside: "<br>",
    "mention": lambda own, attrs, inside: escape(str(attrs.get("label") or "")),
    "emoji": lambda own, attrs, inside: escape(f":{attrs.get('data-name', '')}:"),
    "embed": lambda own, attrs, inside: (
        f'<p><a href="{escape(str(attrs.get("href", "")))}">{escape(str(attrs.get("href", "")))}</a></p>'
    ),
}
