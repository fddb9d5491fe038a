"""The Markdown parser: CommonMark, tables and strikethrough, made safe against text written to break it."""

import re

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from kith.prose.building import DEEPEST_CONTAINER
from kith.prose.canonical import TOO_MANY_PARTS, TooLarge
from kith.prose.schema import TONES

# The parser's work on one paragraph grows with the square of its length. No person writes one longer than
# this; a longer one is read in pieces, and emphasis or a link across two pieces stays as it was typed.
LONG_PARAGRAPH = 32_000  # characters
PIECE = 1_000  # characters
MOST_OPENINGS = 50  # "[" in one piece; with more, its brackets are text
LINE_NESTING = 20  # links in links and the like; each level multiplies the work on a line that has only openings
MAX_TOKENS = 800_000  # a body with more has more nodes than a body may have; this stops reading it early

_CALLOUT = re.compile(rf"\[!({'|'.join(TONES)})\][ \t]*(?:\n|$)", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|$)")
_ATOM = re.compile(r"(!?)\[\[([0-9a-z]{12})\]\]|\[@((?:\\[^\n]|[^\\\[\]\n])+)\]\(([0-9a-z]{12})\)")
_ESCAPED = re.compile(r"\\(.)")
_ANCHOR = re.compile(r"(?:^|[ \t]+)\{#([^\s{}]+)\}[ \t]*$")


class BlockParser(ParserBlock):
    """Keeps the text of what is nested too deep; the library would drop it."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Read lines `startLine` to `endLine` into tokens."""
        if state.level < DEEPEST_CONTAINER:
            super().tokenize(state, startLine, endLine)
            return
        last = startLine
        while last < endLine and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
            last += 1
        state.push("paragraph_open", "p", 1).map = [startLine, last]
        inline = state.push("inline", "", 0)
        inline.content = state.getLines(startLine, last, state.blkIndent, False).strip()
        inline.map, inline.children = [startLine, last], []
        state.push("paragraph_close", "p", -1)
        state.line = last


class InlineParser(ParserInline):
    """Reads a very long paragraph in pieces."""

    shallow: MarkdownIt | None = None  # the settings for lines, which nest less than blocks
    linkless: MarkdownIt | None = None  # knows no links

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Read the text of one paragraph into `tokens`."""
        reader = self.shallow or md
        if len(src) <= LONG_PARAGRAPH:
            return super().parse(src, reader, env, tokens)
        for piece in pieces(src):
            linkless = self.linkless if piece.count("[") > MOST_OPENINGS else None
            if linkless is not None:
                tokens.extend(linkless.inline.parse(piece, linkless, env, []))
            else:
                tokens.extend(super().parse(piece, reader, env, []))
        return tokens


def pieces(text: str) -> list[str]:
    """`text` cut into pieces of at most PIECE characters, between words where there are any."""
    cut: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        space = text.rfind(" ", start + PIECE // 2, end) if end < len(text) else -1
        end = space if space > 0 else end
        cut.append(text[start:end])
        start = end
    return cut


def build() -> MarkdownIt:
    """A parser that changes no address and judges none; that is for those who read its tokens.

    It raises TooLarge for a text of too many parts.
    """
    parser, lines, linkless = (MarkdownIt("commonmark") for _ in range(3))
    inline = parser.inline = lines.inline = InlineParser()
    parser.block = BlockParser()
    _configure(lines, LINE_NESTING)
    _configure(linkless, LINE_NESTING)
    linkless.disable(["link", "image"])
    _configure(parser, DEEPEST_CONTAINER)
    parser.disable("text_join")  # tells "\\<" from "<", so that only a real "<!--" starts a comment
    parser.core.ruler.after("block", "notice", notice)
    parser.block.ruler.before("table", "budget", _within_budget)
    for line in (inline, linkless.inline):
        line.ruler.before("link", "atom", _atom)
    inline.shallow, inline.linkless = lines, linkless
    return parser


def _configure(parser: MarkdownIt, nesting: int) -> None:
    parser.configure("commonmark", {"html": True, "maxNesting": nesting})
    parser.enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]


def _within_budget(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """Matches nothing, ever; runs before every block."""
    if len(state.tokens) > MAX_TOKENS:
        raise TooLarge(TOO_MANY_PARTS)
    return False


def _atom(state: StateInline, silent: bool) -> bool:
    """`[[id of an item]]`, `![[id of a file]]` and `[@name](id of a person)`."""
    found = _ATOM.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("atom", "", 0)
        if found[1]:
            token.meta = {"type": "attachment", "attrs": {"file": found[2]}}
        elif found[2]:
            token.meta = {"type": "reference", "attrs": {"item": found[2]}}
        else:
            token.meta = {"type": "mention", "attrs": {"person": found[4], "name": _ESCAPED.sub(r"\1", found[3])}}
    state.pos = found.end()
    return True


def notice(state: StateCore) -> None:
    """Between blocks and lines: notice callouts, tasks and anchors, and take their marks out of the text."""
    lists: list[tuple[Token, list[tuple[Token, Token] | None]]] = []
    for place, token in enumerate(state.tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append((token, []))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            _settle_tasks(*lists.pop())
        elif token.type == "list_item_open":
            line = _first_line(state.tokens, place + 1)
            lists[-1][1].append((token, line) if line and _TASK.match(line.content) else None)
        elif token.type == "blockquote_open":
            _notice_callout(token, _first_line(state.tokens, place + 1))
        elif token.type == "heading_open":
            _notice_anchor(token, state.tokens[place + 1])


def _first_line(tokens: list[Token], place: int) -> Token | None:
    return tokens[place + 1] if tokens[place].type == "paragraph_open" else None


def _settle_tasks(opening: Token, items: list[tuple[Token, Token] | None]) -> None:
    """A bullet list is a task list when every item of it is a task."""
    tasks = [item for item in items if item]
    if opening.type != "bullet_list_open" or len(tasks) != len(items):
        return
    opening.meta["tasks"] = True
    for token, line in tasks:
        token.meta["checked"] = line.content[1] in "xX"
        line.content = _TASK.sub("", line.content, count=1)


def _notice_callout(opening: Token, line: Token | None) -> None:
    if line and (found := _CALLOUT.match(line.content)):
        opening.meta["tone"] = found[1].lower()
        line.content = line.content[found.end() :]
        line.meta["skipped"] = 1


def _notice_anchor(opening: Token, line: Token) -> None:
    if found := _ANCHOR.search(line.content[-300:]):
        opening.meta["id"] = found[1].lstrip("#")
        line.content = line.content[: len(line.content) - len(found[0])]
