"""A space of Confluence, as its XML export holds it: pages in their tree, files, comments."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from bs4 import Tag
from lxml import etree

from kith.exchange.reading import hypertext
from kith.exchange.reading.desk import PAGE, About, Comment, Desk, plain
from kith.exchange.reading.unpacking import BROKEN, Unreadable

WANTED = frozenset({"Page", "BlogPost", "BodyContent", "Attachment", "Comment", "ConfluenceUserImpl"})
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
EMPTY = re.compile(r"<((?:ac|ri|at):[a-z-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/>")
TONES = {"info": "note", "note": "warning", "tip": "tip", "warning": "caution", "panel": "note"}
KEPT_OPEN = frozenset({"expand", "section", "column", "excerpt", "div", "span"})


@dataclass
class Found:
    """An object of the export: its values by name, and the ids of what it belongs to."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)


@dataclass
class Space:
    """What the export holds, by kind and id."""

    objects: dict[str, dict[str, Found]] = field(default_factory=lambda: {kind: {} for kind in WANTED})

    def bodies(self) -> dict[str, str]:
        """The bodies, by the id of what they are the body of."""
        return {
            each.of.get("content", ""): each.values.get("body", "") for each in self.objects["BodyContent"].values()
        }

    def pages(self) -> dict[str, Found]:
        """The pages as they are now: no earlier versions, no drafts, nothing thrown away."""
        rows = {**self.objects["Page"], **self.objects["BlogPost"]}
        return {key: each for key, each in rows.items() if _is_current(each)}

    def name(self, key: str | None) -> str:
        """Somebody's name; empty when the export does not say it."""
        user = self.objects["ConfluenceUserImpl"].get(key or "")
        return user.values.get("name", "") if user else ""


def is_one(root: Path) -> Path | None:
    """The folder of a Confluence XML export in a folder that was unpacked; None when there is none."""
    found = next(iter([*root.glob("entities.xml"), *root.glob("*/entities.xml")]), None)
    return found.parent if found else None


def read(root: Path, desk: Desk) -> None:
    """Lay all pages of the export on the desk.

    Raises:
        Unreadable: its list of objects is damaged.
    """
    space = _objects(root / "entities.xml")
    pages, bodies = space.pages(), space.bodies()
    desk.total = len(pages)
    places = {key: _place(key, pages) for key in pages}
    files = _files(root, space, pages, desk)
    names = {page.values.get("title", "").casefold(): key for key, page in pages.items()}
    comments = _comments(space, bodies)
    for key, page in pages.items():
        about = About(page.values.get("title", ""), label=f"{page.values.get('title', '')} ({key})")
        about.author = space.name(page.of.get("creator"))
        about.created = _moment(page.values.get("creationDate"))
        about.changed = _moment(page.values.get("lastModificationDate"))
        soup = hypertext.soup_of(readable(bodies.get(key, "")))
        body = soup.body or soup
        _Storage(key, places, names, files, about.notes).rework(body)
        _rest(body, files.get(key, {}))
        html = hypertext.tidy(body, desk, places[key].removesuffix(PAGE), about.notes)
        desk.page(places[key], html + hypertext.said(soup, comments.get(key, [])), about)
    gone = len(space.objects["Page"]) + len(space.objects["BlogPost"]) - len(pages)
    if gone:
        desk.leave_out("entities.xml", f"{gone} × earlier version, draft or page in the bin")


def _is_current(page: Found) -> bool:
    said = page.values
    return (
        not page.of.get("originalVersion")
        and not said.get("originalVersionId")
        and said.get("contentStatus", "current") in {"", "current"}
    )


def _objects(path: Path) -> Space:
    space = Space()
    try:
        for _event, element in etree.iterparse(
            str(path), events=("end",), tag="object", resolve_entities=False, no_network=True, load_dtd=False
        ):
            kind = element.get("class") or ""
            if kind in WANTED:
                key, found = _object(kind, element)
                space.objects[kind][key] = found
            element.clear()
    except etree.LxmlError as error:
        raise Unreadable(f"entities.xml: {BROKEN}") from error
    return space


def _object(kind: str, element: Any) -> tuple[str, Found]:
    found, key = Found(kind), ""
    for each in element:
        name = each.get("name") or ""
        if each.tag == "id":
            key = each.text or ""
        elif each.tag == "property":
            inner = each.find("id")
            if inner is not None:
                found.of[name] = inner.text or ""
            else:
                found.values[name] = "".join(each.itertext())
    return key, found


def _place(key: str, pages: dict[str, Found]) -> str:
    chain: list[str] = []
    at = key
    while at in pages and at not in chain and len(chain) < 20:
        chain.append(at)
        at = pages[at].of.get("parent", "")
    return "/".join(reversed(chain)) + PAGE


def _moment(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((written or "").strip())
    except ValueError:
        return None


def _files(root: Path, space: Space, pages: dict[str, Found], desk: Desk) -> dict[str, dict[str, str]]:
    """The files of each page by name: where each lies on the desk."""
    files: dict[str, dict[str, str]] = {}
    for key, each in space.objects["Attachment"].items():
        page = each.of.get("containerContent") or each.of.get("content", "")
        if page not in pages or not _is_current(each):
            continue
        name = each.values.get("title") or each.values.get("fileName") or key
        versions = sorted(
            (root / "attachments" / plain(page) / plain(key)).glob("*"), key=lambda path: path.name.zfill(9)
        )
        if not versions:
            desk.leave_out(name, "the export does not hold this file")
            continue
        files.setdefault(page, {})[name] = "/" + desk.file(f"files/{page}/{name}", versions[-1], take=True)
    return files


def _comments(space: Space, bodies: dict[str, str]) -> dict[str, list[Comment]]:
    found: dict[str, list[Comment]] = {}
    for key, each in space.objects["Comment"].items():
        words = hypertext.words(hypertext.soup_of(readable(bodies.get(key, ""))))
        page = each.of.get("containerContent") or each.of.get("owner", "")
        if words and _is_current(each):
            at = _moment(each.values.get("creationDate"))
            found.setdefault(page, []).append(Comment(space.name(each.of.get("creator")), words, at))
    return {page: sorted(rows, key=lambda row: row.at or datetime.min) for page, rows in found.items()}


def readable(storage: str) -> str:
    """The storage format as HTML can be read: what is literal in it escaped, empty elements closed."""
    words = CDATA.sub(lambda found: escape(found[1]), storage.replace("]] >", "]]>"))
    return EMPTY.sub(r"<\1\2></\1>", words)


def _rest(body: Tag, files: dict[str, str]) -> None:
    """Files that the text does not name, as a list at its end."""
    named = {hypertext.text(each, "src") or hypertext.text(each, "href") for each in body.find_all(["a", "img"])}
    rest = {name: place for name, place in files.items() if place not in named}
    if rest:
        rows = "".join(f'<li><p><a href="{escape(place)}">{escape(name)}</a></p></li>' for name, place in rest.items())
        body.append(hypertext.soup_of(f"<div><h2>Files</h2><ul>{rows}</ul></div>").div or "")


@dataclass
class _Storage:
    """Turns the elements of one page's storage format into HTML."""

    page: str
    places: dict[str, str]
    names: dict[str, str]
    files: dict[str, dict[str, str]]
    notes: list[str]

    def rework(self, body: Tag) -> None:
        for macro in reversed(body.find_all("ac:structured-macro")):  # the innermost first
            self._macro(macro)
        for image in body.find_all("ac:image"):
            self._image(image)
        for link in body.find_all("ac:link"):
            self._link(link)
        self._tasks(body)

    def _macro(self, macro: Tag) -> None:
        name = hypertext.text(macro, "ac:name")
        said = _parameters(macro)
        rich, literal = macro.find("ac:rich-text-body"), macro.find("ac:plain-text-body")
        if isinstance(literal, Tag):
            literal.name = "pre"
            literal["data-language"] = said.get("language", "")
            macro.replace_with(literal)
        elif isinstance(rich, Tag):
            self._box(name, rich, said.get("title", ""))
            macro.replace_with(rich)
        else:
            self.notes += [f"macro “{name}”: left out"] if name != "toc" else []
            macro.decompose()

    def _box(self, name: str, rich: Tag, title: str) -> None:
        """What a macro holds: as a callout where it is one, else just so."""
        rich.name = "aside" if name in TONES else "div"
        if name in TONES:
            rich["data-tone"] = TONES[name]
        elif name not in KEPT_OPEN:
            self.notes.append(f"macro “{name}”: only what it holds came in")
        if title:
            rich.insert(0, hypertext.soup_of(f"<p><b>{escape(title)}</b></p>").p or "")

    def _file(self, element: Tag) -> str:
        found = element.find("ri:attachment")
        if not isinstance(found, Tag):
            return ""
        page = self._of(found.find("ri:page")) or self.page
        return self.files.get(page, {}).get(hypertext.text(found, "ri:filename"), "")

    def _of(self, page: Any) -> str:
        return self.names.get(hypertext.text(page, "ri:content-title").casefold(), "") if isinstance(page, Tag) else ""

    def _image(self, image: Tag) -> None:
        url = image.find("ri:url")
        source = hypertext.text(url, "ri:value") if isinstance(url, Tag) else self._file(image)
        if not source:
            self.notes.append("1 × picture that the export does not hold: left out")
            image.decompose()
            return
        alt = hypertext.text(image, "ac:alt")
        image.replace_with(hypertext.soup_of(f'<img src="{escape(source)}" alt="{escape(alt)}">').img or "")

    def _link(self, link: Tag) -> None:
        body = link.find(["ac:plain-text-link-body", "ac:link-body"])
        target = link.find("ri:page") if link.find("ri:attachment") is None else None
        key, title = self._of(target), hypertext.text(target, "ri:content-title") if isinstance(target, Tag) else ""
        named = link.find("ri:attachment")
        title = title or (hypertext.text(named, "ri:filename") if isinstance(named, Tag) else "")
        address = f"/{self.places[key]}" if key else self._file(link)
        words = hypertext.words(body) if isinstance(body, Tag) else title
        if not address:
            if title:
                self.notes.append(f"link to “{title}”: the export does not hold it")
            link.replace_with(words)
            return
        link.replace_with(hypertext.soup_of(f'<a href="{escape(address)}">{escape(words or title)}</a>').a or "")

    def _tasks(self, body: Tag) -> None:
        for mark in body.find_all(["ac:task-id", "ac:task-uuid"]):
            mark.decompose()
        for task in body.find_all("ac:task"):
            status = task.find("ac:task-status")
            complete = isinstance(status, Tag) and hypertext.words(status) == "complete"
            task.name = "li"
            task["data-checked"] = "true" if complete else "false"
            if isinstance(status, Tag):
                status.decompose()
        for chapter in body.find_all("ac:task-list"):
            chapter.name = "ul"
            chapter["data-type"] = "taskList"
        for inner in body.find_all("ac:task-body"):
            inner.unwrap()


def _parameters(macro: Tag) -> dict[str, str]:
    """Take a macro's parameters out of it: their values by name."""
    said = {}
    for each in macro.find_all("ac:parameter", recursive=False):
        said[hypertext.text(each, "ac:name")] = hypertext.words(each)
        each.decompose()
    return said
