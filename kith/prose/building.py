"""Building a body from a stream of openings, texts and closings, in whatever order they come."""

from dataclasses import dataclass

from kith.prose import schema
from kith.prose.canonical import MAX_DEPTH, add_run, order, settle
from kith.prose.schema import Doc, Node

# A table needs four levels below itself (row, cell, paragraph, text): a container opens only where these fit.
DEEPEST_CONTAINER = MAX_DEPTH - 6
MOST_OPEN = 200  # frames; beyond, containers that are too deep anyway are not even remembered
CELLS = frozenset({"tableHeader", "tableCell"})
# HTML's closing tag does not say which of these it closes.
KIN = (CELLS, frozenset({"listItem", "taskItem"}), frozenset({"bulletList", "taskList"}))
PARTS = CELLS | {"listItem", "taskItem", "tableRow"}
NEEDS: dict[str, tuple[frozenset[str], str]] = {  # a part, where it belongs, and what is opened for it otherwise
    "listItem": (schema.LISTS, "bulletList"),
    "taskItem": (schema.LISTS, "taskList"),
    "tableRow": (frozenset({"table"}), "table"),
    "tableHeader": (frozenset({"tableRow"}), "tableRow"),
    "tableCell": (frozenset({"tableRow"}), "tableRow"),
}
HOLDER_OF_BLOCKS = {"table": "tableRow", "tableRow": "tableCell", "taskList": "taskItem"} | dict.fromkeys(
    ("bulletList", "orderedList"), "listItem"
)


@dataclass(eq=False)
class Frame:
    """An open node. A frame without a node of its own stands for a container that is too deep to open."""

    name: str
    node: Node | None
    depth: int
    from_html: bool = False


class Builder:
    """Takes openings, texts and closings, and keeps the body well-formed throughout."""

    def __init__(self) -> None:
        self._doc: Doc = {"type": "doc", "content": []}
        self._stack = [Frame("doc", self._doc, 0)]
        self.marks: list[Node] = []
        self._loose = False  # the last text ended with white space that means nothing

    def open(self, name: str, attrs: Node | None = None, *, from_html: bool = False) -> Frame:
        """Open a block called `name` where it fits, and say which frame stands for it."""
        self._close_text()
        self._loose = False
        self._make_room_for(name)
        node: Node = {"type": name, "content": []}
        if attrs:
            node["attrs"] = attrs
        depth = self._holder().depth + 1
        if self._too_deep(name, depth):
            frame = Frame(name, None, depth - 1, from_html)
            if len(self._stack) > MOST_OPEN:
                return frame
        else:
            frame = Frame(name, node, depth, from_html)
        self._stack.append(frame)
        return frame

    def close(self, frame: Frame) -> None:
        """Close `frame` and all that is open inside it; nothing when it is closed already."""
        if frame not in self._stack:
            return
        while self._pop() is not frame:
            pass

    def close_html(self, name: str) -> None:
        """Close the nearest `name` that HTML opened; HTML cannot close what Markdown opened."""
        for frame in reversed(self._stack):
            if not frame.from_html:
                return
            if frame.name == name or any({frame.name, name} <= kin for kin in KIN):
                self.close(frame)
                return

    def break_paragraph(self) -> None:
        """End the paragraph that is open, so that the next text starts another."""
        self._close_text()

    def text(self, text: str, *marks: Node, loose: bool = False) -> None:
        """Put `text` in the open paragraph (or a new one), under the marks in force and `marks`.

        `loose` says that a space at its end means nothing if the paragraph ends there.
        """
        if not self._in_text() and not (text := text.lstrip()):
            return
        node = self._text_node()
        wanted = [] if node["type"] == "codeBlock" else order([*self.marks, *marks])
        add_run(node["content"], text, wanted)
        self._loose = loose

    def loosen(self) -> None:
        """What came last may have been white space before something that is not shown."""
        self._loose = True

    def inline(self, node: Node) -> None:
        """Put an image or a line break in the open paragraph."""
        text = self._text_node()
        if text["type"] == "codeBlock":
            add_run(text["content"], "\n" if node["type"] == "hardBreak" else "", [])
            return
        self._loose = False
        marks = order(self.marks) if node["type"] in schema.ATOMS else []
        if node["type"] != "image":
            marks = [mark for mark in marks if mark["type"] not in {"link", "code"}]
        text["content"].append(node | ({"marks": marks} if marks else {}))

    def rule(self) -> None:
        """Put a horizontal rule."""
        self.close(self.open("horizontalRule"))

    def in_code(self) -> bool:
        """Whether the open paragraph is a code block."""
        return self._stack[-1].name == "codeBlock"

    def at_start_of_text(self) -> bool:
        """Whether the next text would be the first of its paragraph or line."""
        node = self._stack[-1].node
        if not self._in_text() or node is None or not node["content"]:
            return True
        return bool(node["content"][-1]["type"] == "hardBreak")

    def ends_with_space(self) -> bool:
        """Whether the open paragraph ends with a space that the next one would double."""
        node = self._stack[-1].node
        if not (self._loose and self._in_text() and node and node["content"]):
            return False
        return str(node["content"][-1].get("text", "")).endswith(" ")

    def finish(self) -> Doc:
        """Close everything, and the body."""
        while len(self._stack) > 1:
            self._pop()
        return settle(self._doc) or self._doc

    def _in_text(self) -> bool:
        return self._stack[-1].name in schema.TEXTBLOCKS

    def _text_node(self) -> Node:
        frame = self._stack[-1] if self._in_text() else self.open("paragraph", from_html=True)
        assert frame.node is not None
        return frame.node

    def _holder(self) -> Frame:
        return next(frame for frame in reversed(self._stack) if frame.node is not None)

    def _too_deep(self, name: str, depth: int) -> bool:
        if name in PARTS:
            return self._stack[-1].node is None
        return depth > DEEPEST_CONTAINER and name not in schema.TEXTBLOCKS and name != "horizontalRule"

    def _close_text(self) -> None:
        if self._in_text():
            self._pop()

    def _make_room_for(self, name: str) -> None:
        """Open what `name` needs around it, or close what cannot hold it."""
        if name in NEEDS:
            homes, missing = NEEDS[name]
            self._close_siblings(homes)
            if self._stack[-1].name not in homes:
                self.open(missing, from_html=True)
            return
        while self._stack[-1].node is not None and self._stack[-1].name in HOLDER_OF_BLOCKS:
            self.open(HOLDER_OF_BLOCKS[self._stack[-1].name], from_html=True)

    def _close_siblings(self, homes: frozenset[str]) -> None:
        """`<li>` after an unclosed `<li>` ends it, as in a browser; Markdown's own frames stay."""
        for frame in reversed(self._stack):
            if frame.name in homes:
                while self._stack[-1] is not frame:
                    self._pop()
                return
            if not frame.from_html or frame.name in {"table", *schema.LISTS}:
                return

    def _pop(self) -> Frame:
        frame = self._stack.pop()
        if frame.node is not None:
            if self._loose and frame.name in schema.TEXTBLOCKS:
                _trim(frame)
            parent = self._holder().node
            assert parent is not None
            if (settled := settle(frame.node)) is not None and not _says_nothing(settled):
                parent["content"].append(settled)
        return frame


def _trim(frame: Frame) -> None:
    """Take the white space at the end of a paragraph that means nothing."""
    content = frame.node["content"] if frame.node else []
    if frame.name != "codeBlock" and content and content[-1]["type"] == "text":
        content[-1]["text"] = content[-1]["text"].rstrip(" ")
        if not content[-1]["text"]:
            content.pop()


def _says_nothing(node: Node) -> bool:
    return node["type"] in {"paragraph", "heading"} and "content" not in node
