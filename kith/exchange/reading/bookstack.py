"""A book, chapter or page of BookStack, as its portable export (zip) holds it."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kith.exchange.reading import hypertext
from kith.exchange.reading.desk import PAGE, About, Desk, plain
from kith.exchange.reading.unpacking import BROKEN, Unreadable

REFERENCE = re.compile(r"\[\[bsexport:(\w+):(\d+)\]\]")
PARTS = ("book", "chapter", "page")
LARGEST = 200_000_000  # bytes of the list


def is_one(root: Path) -> bool:
    """Whether a folder that was unpacked is an export of BookStack."""
    path = root / "data.json"
    return path.is_file() and any(f'"{part}"'.encode() in path.read_bytes()[:4_000] for part in PARTS)


class _Export:
    """An export on its way to the desk."""

    def __init__(self, root: Path, desk: Desk) -> None:
        self.root, self.desk = root, desk
        self.places: dict[tuple[str, str], str] = {}

    def read(self) -> None:
        found = _loaded(self.root / "data.json")
        part = next((each for each in PARTS if isinstance(found.get(each), dict)), None)
        if part is None:
            raise Unreadable(f"data.json: {BROKEN}")
        rows = list(self._rows(part, found[part], ""))
        self.desk.total = len(rows)
        for kind, row, place in rows:
            self.places[kind, str(row.get("id"))] = f"/{quote(place)}{_ending(kind, row)}"
            self._files(row, place)
        for kind, row, place in rows:
            self._page(kind, row, place)

    def _rows(self, kind: str, row: dict[str, Any], above: str) -> Any:
        """A part and all within it, each with its place."""
        place = f"{above}{plain(str(row.get('name', kind)))}-{row.get('id', 0)}"
        yield kind, row, place
        inside = [("chapter", each) for each in _rows(row, "chapters")] + [
            ("page", each) for each in _rows(row, "pages")
        ]
        for part, each in sorted(inside, key=lambda pair: _number(pair[1].get("priority"))):
            yield from self._rows(part, each, f"{place}/")

    def _files(self, row: dict[str, Any], place: str) -> None:
        for kind, name in (("image", "images"), ("attachment", "attachments")):
            for each in _rows(row, name):
                source = self.root / "files" / plain(str(each.get("file", "")))
                if each.get("file") and source.is_file():
                    lies = self.desk.file(f"{place}/{each.get('name') or source.name}", source)
                    self.places[kind, str(each.get("id"))] = f"/{quote(lies)}"
                elif each.get("link"):
                    self.places[kind, str(each.get("id"))] = str(each["link"])

    def _page(self, kind: str, row: dict[str, Any], place: str) -> None:
        about = About(str(row.get("name", "")), label=str(row.get("name", "")))
        files = "".join(
            f'<li><p><a href="{escape(self.places[key])}">{escape(str(each.get("name", "")))}</a></p></li>'
            for each in _rows(row, "attachments")
            if (key := ("attachment", str(each.get("id")))) in self.places
        )
        rest = f"<h2>Files</h2><ul>{files}</ul>" if files else ""
        tags = ", ".join(f"{each.get('name')}: {each.get('value')}" for each in _rows(row, "tags"))
        about.notes += [f"tags: {tags}"] if tags else []
        if _ending(kind, row) == ".md":
            self.desk.markdown(f"{place}.md", self._led(str(row["markdown"])) + (f"\n\n{rest}" if rest else ""), about)
            return
        html = str(row.get("html") or row.get("description_html") or escape(str(row.get("description") or "")))
        soup = hypertext.soup_of(self._led(html))
        self.desk.page(f"{place}{PAGE}", hypertext.tidy(soup.body or soup, self.desk, place, about.notes) + rest, about)

    def _led(self, words: str) -> str:
        return REFERENCE.sub(lambda found: self.places.get((found[1], found[2]), ""), words)


def read(root: Path, desk: Desk) -> None:
    """Lay all pages of an export on the desk.

    Raises:
        Unreadable: its list is damaged.
    """
    _Export(root, desk).read()


def _loaded(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"{path.name}: larger than 200 MB")
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path.name}: {BROKEN}") from error
    if not isinstance(found, dict):
        raise Unreadable(f"{path.name}: {BROKEN}")
    return found


def _ending(kind: str, row: dict[str, Any]) -> str:
    return ".md" if kind == "page" and str(row.get("markdown") or "").strip() else PAGE


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = row.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
