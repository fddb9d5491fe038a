"""Bodies with what they name resolved: references as links inside the export, or as titles, or as neither."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.prose.schema import Node

Find = Callable[[str], str | None]  # by id: an address inside the export, or None


@dataclass(frozen=True)
class Places:
    """Where things are in an export.

    Attributes:
        page: the address of a page that is in it, by id.
        title: the title of a page that the reader may see, by id; None for one that she may not.
        file: the address of a file that is in it, by id.
        name: the name of such a file.
    """

    page: Find
    title: Find
    file: Find
    name: Find


def resolve(doc: dict[str, Any], places: Places) -> dict[str, Any]:
    """The body with links and pictures that work in the export: references and files become words with a link where
    they are in it, words alone where the reader may see them, and nothing but that they are closed where not."""
    return {**doc, "content": [_node(node, places) for node in doc.get("content", [])]}


def _node(node: Node, places: Places) -> Node:
    if node["type"] in _ATOMS:
        return _ATOMS[node["type"]](node, places)
    changed = dict(node)
    if "content" in node:
        changed["content"] = [_node(child, places) for child in node["content"]]
    if "marks" in node:
        changed["marks"] = [_mark(mark, places) for mark in node["marks"]]
    return changed


def _mark(mark: Node, places: Places) -> Node:
    href = mark.get("attrs", {}).get("href", "")
    if mark["type"] != "link" or not href.startswith(("/items/", "/files/")):
        return mark
    kind, uid = href.split("/")[1], href.split("/")[2].split("#")[0].split("?")[0]
    found = places.page(uid) if kind == "items" else places.file(uid)
    return {**mark, "attrs": {**mark["attrs"], "href": found}} if found else {"type": "bold"}


def _reference(node: Node, places: Places) -> Node:
    uid = node["attrs"]["item"]
    return _words(places.title(uid) or _("a page that is not open to you"), places.page(uid), node)


def _attachment(node: Node, places: Places) -> Node:
    uid = node["attrs"]["file"]
    return _words(places.name(uid) or _("a file that is not open to you"), places.file(uid), node)


def _mention(node: Node, _places: Places) -> Node:
    return _words(f"@{node['attrs']['name']}", None, node)


def _image(node: Node, places: Places) -> Node:
    src = node["attrs"]["src"]
    if not src.startswith("/files/"):
        return _words(node["attrs"].get("alt") or _("a picture from elsewhere"), None, node)
    found = places.file(src.removeprefix("/files/"))
    if found is None:
        return _words(node["attrs"].get("alt") or _("a file that is not open to you"), None, node)
    return {**node, "attrs": {**node["attrs"], "src": found}}


def _words(words: str, href: str | None, node: Node) -> Node:
    marks = [mark for mark in node.get("marks", []) if mark["type"] != "link"]
    link = [{"type": "link", "attrs": {"href": href}}] if href else []
    text: Node = {"type": "text", "text": words}
    return {**text, "marks": [*link, *marks]} if link or marks else text


_ATOMS: dict[str, Callable[[Node, Places], Node]] = {
    "reference": _reference,
    "attachment": _attachment,
    "mention": _mention,
    "image": _image,
}
