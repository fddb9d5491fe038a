"""Template tags in a page's source: replaced by the Markdown that says what they mean."""

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from kith.prose import inlines
from kith.prose.code_spans import code_spans
from kith.prose.profile import Profile, TagRule

MAX_NOTES = 500  # on one page
PAGE, FILE = "kith-page:", "kith-file:"  # written by this module only, read by the one that follows links

_OPENING = re.compile(r"\{%-?|\{\{-?|\{#(?![^\s{}]*[^\s{}#]\})|\{:(?=[^{}\n]*\})")
_NAME = re.compile(r"-?\s*([A-Za-z_][\w-]*)")
_VALUE_OF_WORDS = re.compile(r"""\{\{-?\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*-?\}\}""")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
_ARGUMENT = re.compile(r""""([^"]*)"|'([^']*)'|([^\s,"']+)""")
_LINE_END = re.compile(r"[ \t]*\n")
_LEADS_TO_ADDRESS = re.compile(r"""(?:\(|\]:|=["']?|<)\s*$""")


@dataclass(frozen=True)
class Note:
    """Something a person should know about a page: what kind of thing, in which line, and its text."""

    kind: str
    line: int
    text: str


class Rewriter:
    """Takes a page's source once from start to end; `text` and `lines` are the result."""

    def __init__(self, source: str, profile: Profile, first_line: int = 1) -> None:
        """`first_line` is the number of the first line of `source` in its file."""
        self.notes: list[Note] = []
        self.lines = [first_line]  # of the file, for each line of the result
        self._parts: list[str] = []
        self._last = ""  # the end of the result so far
        self._source = source
        self._profile = profile
        self._line = first_line
        self._code = code_spans(source)
        self._next: dict[str, int] = {}
        self._open: list[str] = []
        self._unclosed: set[str] = set()
        self._run()

    @property
    def text(self) -> str:
        """The Markdown."""
        return "".join(self._parts)

    def _run(self) -> None:
        position = 0
        while (found := _OPENING.search(self._source, position)) is not None:
            self._copy(position, found.start())
            position = self._take(found.start(), found[0].rstrip("-"))
        self._copy(position, len(self._source))

    def _take(self, start: int, opening: str) -> int:
        """Handle what opens at `start` and say where to go on."""
        taker = {"{%": self._tag, "{{": self._value, "{#": self._comment, "{:": self._attributes}[opening]
        return taker(start)

    def _comment(self, start: int) -> int:
        end = self._find("#}", start + 2)
        if end < 0 or self._in_code(start):
            return self._copy(start, start + 2)
        return self._skip(start, end + 2)

    def _attributes(self, start: int) -> int:
        found = _ATTRIBUTES.match(self._source, start)
        if found is None or self._in_code(start):
            return self._copy(start, start + 2)
        return self._skip(start, found.end())

    def _value(self, start: int) -> int:
        if (words := _VALUE_OF_WORDS.match(self._source, start)) is not None:
            text = words[1] if words[1] is not None else words[2]
            self._say(text if self._in_code(start) else inlines.code(text) if "{" in text else inlines.escape(text))
            return self._pass(start, words.end())
        end = self._find("}}", start + 2)
        if end < 0 or self._source.find("{{", start + 2, end) >= 0:
            return self._broken(start)
        name = self._source[start + 2 : end].strip("- \t\n")
        if name in self._profile.values:
            self._say(self._profile.values[name])
            return self._pass(start, end + 2)
        return self._unknown(start, end + 2, "unknown value")

    def _tag(self, start: int) -> int:
        end = self._find("%}", start + 2) + 2
        found = _NAME.match(self._source, start + 2)
        if end < 2 or found is None or found.end() > end - 2 or self._source.find("{%", start + 2, end) >= 0:
            return self._broken(start)
        name = found[1]
        rule = self._profile.tags.get(name)
        if rule is None:
            return self._ending(name, start, end)
        arguments = [
            next(part for part in part_of if part is not None)
            for part_of in _arguments(self._source[found.end() : end - 2])
        ]
        if rule.means in {"hide", "as-is"}:
            return self._block(name, rule, start, end)
        if rule.means == "callout":
            return self._callout(name, rule, arguments, start, end)
        written = _WRITERS[rule.means](rule, arguments, self._last, self._in_code(start))
        if not written:
            return self._skip(start, end)
        self._say(written)
        return self._pass(start, end)

    def _ending(self, name: str, start: int, end: int) -> int:
        """The end of a tag that holds something, or a tag that the profile does not know."""
        begun = name.removeprefix("end")
        if begun != name and begun in self._open:
            while self._open.pop() != begun:
                pass
            self._paragraph("</aside>")
            return self._pass(start, end)
        rule = self._profile.tags.get(begun)
        if begun != name and rule is not None and rule.means == "keep":
            return self._skip(start, end)
        return self._unknown(start, end, "unknown tag")

    def _block(self, name: str, rule: TagRule, start: int, end: int) -> int:
        ending = None
        if name not in self._unclosed:
            ending = re.compile(rf"\{{%-?\s{{0,9}}end{re.escape(name)}\s{{0,9}}-?%\}}").search(self._source, end)
        if ending is None:
            self._unclosed.add(name)
            return self._unknown(start, end if rule.means == "as-is" else len(self._source), "unclosed tag")
        if rule.means == "hide":
            return self._skip(start, ending.end())
        self._pass(start, end)
        inside = self._source[end : ending.start()]
        if self._in_code(start) or "{" not in inside:
            self._copy(end, ending.start())
        else:
            self._say(inlines.code(" ".join(inside.split())))
            self._pass(end, ending.start())
        return self._pass(ending.start(), ending.end())

    def _callout(self, name: str, rule: TagRule, arguments: list[str], start: int, end: int) -> int:
        tone = rule.tones.get(_get(arguments, rule.tone), "note")
        self._open.append(name)
        self._paragraph(f'<aside data-tone="{html.escape(tone)}">')
        if title := _get(arguments, rule.title):
            self._paragraph(f"<strong>{inlines.escape(title)}</strong>")
        return self._pass(start, end)

    def _unknown(self, start: int, end: int, kind: str) -> int:
        self._note(kind, " ".join(self._source[start : min(end, start + 400)].split())[:200])
        if self._in_code(start) and kind != "unclosed tag":
            return self._copy(start, end)
        return self._skip(start, end)

    def _broken(self, start: int) -> int:
        """Braces that are never closed: outside code they go, and the words after them stay."""
        self._note("broken tag", self._source[start : start + 60].split("\n")[0])
        if self._in_code(start):
            return self._copy(start, start + 2)
        return self._pass(start, start + 2)

    def _find(self, mark: str, start: int) -> int:
        """Where `mark` comes next from `start` on, or -1. Remembered, so that the source is searched once."""
        known = self._next.get(mark)
        if known is None or (known >= 0 and known < start):
            known = self._next[mark] = self._source.find(mark, start)
        return known

    def _note(self, kind: str, text: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(Note(kind, self._line, text))

    def _in_code(self, position: int) -> bool:
        return bisect_right(self._code, position) % 2 == 1

    def _copy(self, start: int, end: int) -> int:
        self._put(self._source[start:end], moves=1)
        return end

    def _say(self, text: str) -> None:
        self._put(text, moves=0)

    def _paragraph(self, text: str) -> None:
        """A paragraph of its own, as deep in a list as the line it came from."""
        here = self._last.rpartition("\n")[2]
        indent = here if not here.strip() else ""
        self._say(f"\n\n{indent}{text}\n\n{indent}")

    def _pass(self, start: int, end: int) -> int:
        self._line += self._source.count("\n", start, end)
        return end

    def _skip(self, start: int, end: int) -> int:
        """Leave out what stands there, and the line end when nothing else is in its line."""
        self._pass(start, end)
        alone = not self._last.rpartition("\n")[2].strip()
        rest = _LINE_END.match(self._source, end)
        if alone and rest is not None:
            return self._pass(end, rest.end())
        return end

    def _put(self, text: str, moves: int) -> None:
        for _ in range(text.count("\n")):
            self._line += moves
            self.lines.append(self._line)
        self._parts.append(text)
        self._last = (self._last + text)[-200:]


def _arguments(source: str) -> list[tuple[str | None, ...]]:
    return [found.groups() for found in _ARGUMENT.finditer(source)]


def _get(arguments: list[str], place: int | None) -> str:
    return arguments[place].strip() if place is not None and 0 <= place < len(arguments) else ""


def _quoted(address: str) -> str:
    return quote(address, safe="/#:?=&%._-~+@,;!$")


def _page(rule: TagRule, arguments: list[str], before: str, in_code: bool) -> str:
    return _address(PAGE, _get(arguments, 0), before, in_code)


def _file(rule: TagRule, arguments: list[str], before: str, in_code: bool) -> str:
    return _address(FILE, _get(arguments, 0), before, in_code)


def _address(scheme: str, target: str, before: str, in_code: bool) -> str:
    if not target or in_code:
        return target
    if _LEADS_TO_ADDRESS.search(before[-20:]):
        return scheme + _quoted(target)
    return f"[{inlines.escape(target)}]({scheme}{_quoted(target)})"


def _image(rule: TagRule, arguments: list[str], before: str, in_code: bool) -> str:
    src, alt = _get(arguments, rule.src), " ".join(_get(arguments, rule.alt).split())
    if not src or in_code:
        return src
    return inlines.image(FILE + _quoted(src), alt)


def _text(rule: TagRule, arguments: list[str], before: str, in_code: bool) -> str:
    said = _get(arguments, rule.label)
    if not said:
        said = rule.text
        for place, argument in enumerate(arguments):
            said = said.replace(f"{{{place}}}", argument.lstrip("#") if "#{" in rule.text else argument)
    if in_code:
        return said
    # At the start of a line "#" would make a heading.
    return inlines.escape(said).replace("#", "\\#", 1) if said.startswith("#") else inlines.escape(said)


def _nothing(rule: TagRule, arguments: list[str], before: str, in_code: bool) -> str:
    return ""


_WRITERS: dict[str, Callable[[TagRule, list[str], str, bool], str]] = {
    "page": _page,
    "file": _file,
    "image": _image,
    "text": _text,
    "drop": _nothing,
    "keep": _nothing,
}
