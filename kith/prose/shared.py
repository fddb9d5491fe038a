"""A body as a shared document, which several people change at once: Yjs's types, in the layout that its editor uses.

A shared document holds the body in the XML fragment `BODY` and the title in the text `TITLE`. Every element is a node,
every run of text carries its marks as attributes.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from pycrdt import Doc as Shared
from pycrdt import Text, XmlElement, XmlFragment, XmlText

from kith.prose import canonical
from kith.prose.schema import Doc, Node

BODY = "body"
TITLE = "title"
Child = XmlFragment | XmlElement | XmlText


def begin(title: str, doc: Doc) -> "Shared[Any]":
    """A new shared document with that title and canonical body."""
    shared = empty()
    set_title(shared, title)
    _append(body_of(shared), doc.get("content", []))
    return shared


def empty() -> "Shared[Any]":
    """A shared document that nobody has written in, ready to take what others wrote."""
    shared: Shared[Any] = Shared()
    shared[BODY] = XmlFragment()
    shared[TITLE] = Text()
    return shared


def body_of(shared: "Shared[Any]") -> XmlFragment:
    """The fragment that holds the body."""
    found: XmlFragment = shared.get(BODY, type=XmlFragment)
    return found


def title(shared: "Shared[Any]") -> str:
    """The title as it stands."""
    return str(shared.get(TITLE, type=Text))


def raw(shared: "Shared[Any]") -> Doc:
    """The body as people's editors left it. Not canonical: whoever takes it in validates it."""
    return {"type": "doc", "content": [node for child in body_of(shared).children for node in _nodes(child)]}


def body(shared: "Shared[Any]") -> Doc:
    """The body as it stands, canonical.

    Raises:
        TooLarge: it is deeper or longer than a body may be.
    """
    return canonical.validate(raw(shared))


def set_title(shared: "Shared[Any]", words: str) -> bool:
    """Give it another title; whether it had another."""
    text = shared.get(TITLE, type=Text)
    if str(text) == words:
        return False
    with shared.transaction():
        text.clear()
        text += words
    return True


def replace(shared: "Shared[Any]", doc: Doc) -> bool:
    """Bring the body to a canonical `doc`, touching only the blocks that differ; whether any did.

    Who types in a block that stays the same keeps her place and her text.
    """
    fragment = body_of(shared)
    old = [_said(list(_nodes(child))) for child in fragment.children]
    new = [_said([node]) for node in doc["content"]]
    if old == new:
        return False
    with shared.transaction():
        for deed, first, after, start, end in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
            if deed == "equal":
                continue
            for at in range(after - 1, first - 1, -1):
                del fragment.children[at]
            for offset, node in enumerate(doc["content"][start:end]):
                _insert(fragment, first + offset, node)
    return True


def _said(nodes: list[Node]) -> str:
    """What a block says, as a text to compare."""
    return canonical.dumps(canonical.validate({"type": "doc", "content": nodes}))


def _append(parent: XmlFragment | XmlElement, nodes: list[Node]) -> None:
    for node in nodes:
        _insert(parent, len(parent.children), node)


def _insert(parent: XmlFragment | XmlElement, at: int, node: Node) -> None:
    element = XmlElement(node["type"], node.get("attrs", {}))
    parent.children.insert(at, element)
    if "marks" in node:  # of an image inside a link: an element has no formatting, so its marks are an attribute
        element.attributes["marks"] = node["marks"]
    run: XmlText | None = None
    for child in node.get("content", []):
        if child["type"] != "text":
            run = None
            _insert(element, len(element.children), child)
            continue
        if run is None:
            run = XmlText()
            element.children.append(run)
        run.insert(len(run), child["text"], {mark["type"]: mark.get("attrs", {}) for mark in child.get("marks", [])})


def _nodes(child: Child) -> Iterator[Node]:
    if isinstance(child, XmlText):
        for words, marks in child.diff():
            yield {"type": "text", "text": words, "marks": _marks(marks or {})}
        return
    own: Any = child.attributes if isinstance(child, XmlElement) else ()
    attrs = {key: _plain(value) for key, value in own}
    node: Node = {"type": getattr(child, "tag", None), "attrs": attrs}
    if "marks" in attrs:
        node["marks"] = attrs.pop("marks")
    node["content"] = [each for inner in child.children for each in _nodes(inner)]
    yield node


def _marks(given: dict[str, Any]) -> list[Node]:
    """Marks out of a run's formatting; one that may overlap itself carries a hash behind its name."""
    return [
        {"type": name.split("--")[0], "attrs": _plain(attrs) if isinstance(attrs, dict) else {}}
        for name, attrs in given.items()
        if attrs is not None
    ]


def _plain(value: Any) -> Any:
    """Numbers come back from a shared document as floats."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
