"""A body as plain words: for a search, an outline and a summary."""

from collections.abc import Iterator
from dataclasses import dataclass

from kith.prose.schema import TEXTBLOCKS, Doc, Node

CELLS_APART = " | "
SHORTENED = "…"
ATTACHMENT = "📎"  # in place of a file's name, which is for those to read who may have the file
REFERENCE = "↗"  # in place of another item's title, which is for those to say who may see that item


@dataclass(frozen=True)
class Heading:
    """A heading of a body: its level there (1 to 6), its words, and its own anchor if it has one."""

    level: int
    text: str
    anchor: str


def plain(doc: Doc) -> str:
    """Every word of `doc`: a line for each paragraph, heading, line of code and row of a table."""
    return "\n".join(line for line in lines(doc) if line.strip())


def outline(doc: Doc) -> list[Heading]:
    """The headings at the top of `doc`, in order."""
    return [
        Heading(attrs.get("level", 1), words_of(node), attrs.get("id", ""))
        for node in doc.get("content", [])
        if node["type"] == "heading" and (attrs := node.get("attrs", {})) is not None
    ]


def summary(doc: Doc, limit: int) -> str:
    """The first words of the paragraphs of `doc`, at most `limit` characters, cut between words."""
    taken: list[str] = []
    length = 0
    for node in doc.get("content", []):
        if node["type"] in {"heading", "codeBlock", "table", "horizontalRule"}:
            continue
        for line in lines({"type": "doc", "content": [node]}):
            taken.append(" ".join(line.split()))
            length += len(line) + 1
        if length > limit:
            break
    return _cut(" ".join(text for text in taken if text), limit)


def lines(node: Node) -> Iterator[str]:
    """The words of `node`, block by block."""
    name, content = node["type"], node.get("content", [])
    if name in TEXTBLOCKS:
        yield words_of(node)
    elif name == "tableRow":
        yield CELLS_APART.join(" ".join(lines(cell)).strip() for cell in content)
    else:
        for child in content:
            yield from lines(child)


def words_of(node: Node) -> str:
    """The words of one paragraph, heading or code block, with the alternative texts of its images."""
    return "".join(_words(child) for child in node.get("content", []))


def _words(node: Node) -> str:
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] == "image":
        return str(node.get("attrs", {}).get("alt", ""))
    if node["type"] == "mention":
        return f"@{node['attrs']['name']}"
    if node["type"] == "reference":
        return REFERENCE
    if node["type"] == "attachment":
        return ATTACHMENT
    return "\n" if node["type"] == "hardBreak" else ""


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    if limit <= 0:
        return ""
    head = text[: max(limit - len(SHORTENED), 0)]
    at_word = head.rfind(" ")
    return (head[:at_word] if at_word > limit // 2 else head).rstrip(" ,;:.") + SHORTENED
