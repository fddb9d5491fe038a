"""A file of a folder to a page: its title, its body, its links, and what a person should know of it."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from kith.prose import front as front_matter
from kith.prose import hypertext, markdown
from kith.prose.address import IMPORT, SAFE_SCHEMES, is_outside, may_be_kept, scheme
from kith.prose.canonical import walk
from kith.prose.catalogue import addresses
from kith.prose.decode import decode
from kith.prose.profile import Profile
from kith.prose.schema import Doc
from kith.prose.sentence import Sentence
from kith.prose.tags import FILE, PAGE, Note, Rewriter
from kith.prose.text import words_of

Lookup = Callable[[str], str | None]
_ON_A_DISK = ("\\", "~")


@dataclass(frozen=True)
class Link:
    """An address met in a page, as written.

    `state` is `file` (another file of the import: `key`), `web`, `anchor` (a place in this page),
    `unresolved` (inside the folder, but no such file) or `dropped` (it led out of the folder, or acted).
    """

    kind: str
    target: str
    line: int
    state: str
    key: str | None = None


@dataclass(frozen=True)
class Page:
    """A page as read. `front` is its front matter in plain values; `doc` is its body without the title."""

    title: str
    front: dict[str, Any]
    doc: Doc
    links: list[Link]
    notes: list[Note]


@dataclass(frozen=True)
class Source:
    """A page as written: its front matter in plain values and what is wrong with it, and what stands below it."""

    front: dict[str, Any]
    problem: Sentence | None
    body: str
    taken: int  # lines of front matter


def open_page(data: bytes) -> Source:
    """The page in `data`, its front matter read."""
    text = decode(data)[0]
    source, body, taken = front_matter.split(text)
    front, problem = front_matter.read(source)
    if not source and text.startswith("---\n") and "\n---" not in text[3:]:
        problem = front_matter.ENDLESS
    return Source(front, problem, body, taken)


def read_page(path: PurePosixPath, data: bytes, profile: Profile, lookup: Lookup) -> Page:
    """The page in `data`, the file at `path` of an import: see `read_source`."""
    return read_source(path, open_page(data), profile, lookup)


def read_source(path: PurePosixPath, source: Source, profile: Profile, lookup: Lookup) -> Page:
    """The page that was written in `source`, the file at `path` of an import.

    `lookup` says the path of another file of the import for a path in it, or for an address starting with
    `/`; None when there is none. Links to such files become `kith-import:<path>`. Raises TooLarge.
    """
    front, body, taken = source.front, source.body, source.taken
    notes = [Note("front matter", 1, source.problem)] if source.problem else []
    if path.suffix == hypertext.PAGE:
        follower = _Follower(path, addresses(path, front, profile)[0], lookup, [0])
        doc = hypertext.parse(body, resolve=follower.follow)
        return Page(_title(profile.said(front, "title"), doc, path), front, doc, follower.links, notes + follower.notes)
    rewriter = Rewriter(body, profile, taken + 1)
    follower = _Follower(path, addresses(path, front, profile)[0], lookup, rewriter.lines)
    doc = markdown.parse(rewriter.text, resolve=follower.follow)
    _unmark_addresses(doc)
    title = _title(profile.said(front, "title"), doc, path)
    return Page(title, front, doc, follower.links, notes + rewriter.notes + follower.notes)


def import_target(address: str) -> tuple[str, str] | None:
    """The path and the anchor (or "") in a `kith-import:` address; None for any other address."""
    if not address.startswith(IMPORT):
        return None
    path, _, anchor = address.removeprefix(IMPORT).partition("#")
    return unquote(path), anchor


def _unmark_addresses(doc: Doc) -> None:
    """Where a tag's address became words (Markdown inside HTML stays as typed), show it as it was written."""
    for node in walk(doc):
        if node["type"] == "text" and ("kith-page:" in node["text"] or "kith-file:" in node["text"]):
            node["text"] = node["text"].replace(PAGE, "").replace(FILE, "")


def _title(said: Any, doc: Doc, path: PurePosixPath) -> str:
    content = doc["content"]
    place = next((i for i, node in enumerate(content) if _is_title(node)), None)
    heading = "" if place is None else " ".join(words_of(content[place]).split())
    stated = " ".join(str(said).split()) if isinstance(said, (str, int, float)) else ""
    if place is not None and (not stated or heading == stated):
        del content[place]
        if not content:
            content.append({"type": "paragraph"})
    name = path.parent.name if path.stem == "index" and path.parent.name else path.stem
    return stated or heading or name.replace("-", " ").replace("_", " ").strip().capitalize()


def _is_title(node: dict[str, Any]) -> bool:
    return bool(node["type"] == "heading" and node["attrs"]["level"] == 1)


class _Follower:
    """Says for each link of one page where it leads now."""

    def __init__(self, path: PurePosixPath, own: str, lookup: Lookup, lines: list[int]) -> None:
        self.links: list[Link] = []
        self.notes: list[Note] = []
        self._path = path
        self._own = own  # the page's address on its site, which its relative links may start from
        self._lookup = lookup
        self._lines = lines

    def follow(self, link: markdown.Link) -> str | None:
        """The address to keep for `link`, or None to drop it."""
        line = self._lines[min(link.line, len(self._lines)) - 1]
        written = link.target.removeprefix(PAGE).removeprefix(FILE)
        state, key, anchor = self._where(link.target)
        self.links.append(Link(link.kind, written, line, state, key))
        if state in {"unresolved", "dropped"}:
            self.notes.append(Note(f"{state} {link.kind}", line, written))
            return None
        if key is None:
            return written
        return IMPORT + quote(key, safe="/") + (f"#{anchor}" if anchor else "")

    def _where(self, target: str) -> tuple[str, str | None, str]:
        """State, file and anchor of `target`."""
        from_tag = target.startswith((PAGE, FILE))
        written = target.removeprefix(PAGE).removeprefix(FILE)
        if scheme(written) in SAFE_SCHEMES:
            return ("web" if may_be_kept(written) else "dropped"), None, ""
        if scheme(written) or is_outside(written) or written.startswith(_ON_A_DISK) or not written:
            return "dropped", None, ""
        address, _, anchor = written.partition("#")
        if not address:
            return "anchor", None, anchor
        address = unquote(address.partition("?")[0])
        if target.startswith(PAGE) or (address.startswith("/") and not from_tag):
            return self._found([posixpath.normpath("/" + address.strip("/"))], anchor)
        folder = "" if from_tag else str(self._path.parent)
        path = posixpath.normpath(posixpath.join(folder, address.lstrip("/") if from_tag else address))
        if path == ".." or path.startswith("../"):
            return "dropped", None, ""
        on_site = posixpath.normpath(posixpath.join("/" if from_tag else self._own, address.lstrip("/")))
        stem, _dot, _ending = path.rpartition(".")
        read = f"{stem or path}{hypertext.PAGE}"  # what was made of a file of another form
        return self._found([path, f"{path}.md", f"{path}/index.md", on_site, read], anchor)

    def _found(self, candidates: list[str], anchor: str) -> tuple[str, str | None, str]:
        for candidate in candidates:
            if (key := self._lookup(candidate)) is not None:
                return "file", key, anchor
        return "unresolved", None, anchor
