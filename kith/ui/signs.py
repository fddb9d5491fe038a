"""The wavy cut and the other signs as SVG and markup. They draw what they are told and decide nothing."""

import unicodedata
from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.ui import icons
from kith.ui.drawing import once

KINDS: Mapping[str, object] = {
    "ours": gettext_lazy("Ours"),
    "theirs": gettext_lazy("Theirs"),
    "shared": gettext_lazy("Shared"),
    "ended": gettext_lazy("Agreement ended"),
    "none": gettext_lazy("Nobody’s yet"),
}
LEVELS = 5
_LEFT = "M1.5 2H9c2 1.17 2 2.33 0 3.5s-2 2.33 0 3.5 2 2.33 0 3.5-2 2.33 0 3.5H1.5z"
_RIGHT = "M18.5 2H11c2 1.17 2 2.33 0 3.5s-2 2.33 0 3.5 2 2.33 0 3.5-2 2.33 0 3.5h7.5z"
_LEFT_APART = "M.7 2H7c2 1.17 2 2.33 0 3.5s-2 2.33 0 3.5 2 2.33 0 3.5-2 2.33 0 3.5H.7z"
_RIGHT_APART = "M19.3 2H13c2 1.17 2 2.33 0 3.5s-2 2.33 0 3.5 2 2.33 0 3.5-2 2.33 0 3.5h6.3z"
_GLYPHS = {
    "ours": (("o", _LEFT), ("x", _RIGHT)),
    "theirs": (("x", _LEFT), ("t", _RIGHT)),
    "shared": (("o", _LEFT), ("t", _RIGHT)),
    "ended": (("o", _LEFT_APART), ("e", _RIGHT_APART)),
    "none": (("x", _LEFT), ("x", _RIGHT)),
}
_WAVE_LEFT = "M0 0h5.5c4 3.4 4 5.93 0 9.33s-4 5.93 0 9.34 4 5.93 0 9.33-4 5.93 0 9.33 4 5.93 0 9.34-4 5.93 0 9.33H0z"
_WAVE_RIGHT = "M14 0H8c4 3.4 4 5.93 0 9.33s-4 5.93 0 9.34 4 5.93 0 9.33-4 5.93 0 9.33 4 5.93 0 9.34-4 5.93 0 9.33h6z"


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"A mark is one of {', '.join(KINDS)}, not {kind!r}.")
    return kind


@once
def glyph(kind: str, label: str = "") -> SafeString:
    """The mark before a title, with its words for those who see no shape."""
    paths = format_html_join("", '<path class="{}" d="{}"/>', _GLYPHS[_known(kind)])
    return format_html(
        '<svg class="glyph" viewBox="0 0 20 18" role="img" aria-label="{}">{}</svg>',
        label or str(KINDS[kind]),
        paths,
    )


def _wave(left: bool, right: bool) -> SafeString:
    shapes = [("t", _WAVE_RIGHT)] * right + [("o", _WAVE_LEFT)] * left
    paths = format_html_join("", '<path class="{}" d="{}"/>', shapes)
    return format_html(
        '<svg class="wavebox" viewBox="0 0 14 56" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        paths,
    )


def _half(side: str, name: str) -> SafeString:
    return format_html('<span class="half half-{}" title="{}"><span><bdi>{}</bdi></span></span>', side, name, name)


@once
def halves(kind: str, ours: str = "", theirs: str = "") -> SafeString:
    """The two halves of the standing band: whose the thing is, in the reader's own view."""
    if _known(kind) == "none":
        body = format_html('<span class="half">{}<span>{}</span></span>', glyph("none"), KINDS["none"])
        return format_html('<div class="halves none">{}</div>', body)
    if kind == "ours":
        return format_html('<div class="halves solo">{}{}</div>', _half("o", ours), _wave(True, False))
    if kind == "theirs":
        return format_html('<div class="halves solo">{}{}</div>', _wave(False, True), _half("t", theirs))
    if kind == "ended":
        cut = format_html('{}<span class="pulled"></span>{}', _wave(True, False), _wave(False, True))
        ended = format_html('<span class="sr-only">{}</span>', KINDS["ended"])
        return format_html('<div class="halves ended">{}{}{}{}</div>', _half("o", ours), cut, _half("t", theirs), ended)
    return format_html('<div class="halves">{}{}{}</div>', _half("o", ours), _wave(True, True), _half("t", theirs))


_SEALS = {"ok": "badge-check", "due": "clock-alert", "none": "circle-dashed", "withdrawn": "circle-x"}


def _trust(state: str, by: str, until: str) -> tuple[str, str]:
    if state == "ok":
        words = _("Verified by %(name)s") % {"name": by} if by else _("Verified")
        return words, _("until %(day)s") % {"day": until} if until else ""
    if state == "due":
        return _("Check due %(day)s") % {"day": until} if until else _("Check due"), by
    if state == "withdrawn":
        return _("Withdrawn"), until or by
    return _("Not verified yet"), ""


@once
def seal(state: str, by: str = "", until: str = "") -> SafeString:
    """Whether the text can be trusted: ok, due, none or withdrawn, always with icon and words."""
    if state not in _SEALS:
        raise ValueError(f"A seal is one of {', '.join(_SEALS)}, not {state!r}.")
    words, rest = _trust(state, by, until)
    icon = _SEALS[state]
    classes = "seal" if state == "ok" else f"seal {state}"
    tail = format_html("<span>{}</span>", rest) if rest else ""
    return format_html('<span class="{}">{}{}{}</span>', classes, icons.draw(icon), words, tail)


def initials(name: str) -> str:
    """Two letters that stand for a name: of first and last word, or the first two of a single one."""
    kept = "".join(character if unicodedata.category(character)[0] in "LNM" else " " for character in name)
    words = kept.split()
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:1].upper() + words[0][1:2].lower()
    return (words[0][:1] + words[-1][:1]).upper()


@once
def face(name: str, side: str = "o", size: str = "", letters: str = "") -> SafeString:
    """Initials in a circle (ours) or a rounded square (theirs). The name itself stands beside it."""
    classes = " ".join(part for part in ("face", "t" if side == "t" else "", size) if part in _FACES)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letters or initials(name))


_FACES = {"face", "t", "s", "l"}


@once
def klass(level: int, label: str) -> SafeString:
    """The classification: one to five bars and its words."""
    bars = mark_safe(  # noqa: S308 - two constants
        "".join('<i class="on"></i>' if step <= int(level) else "<i></i>" for step in range(1, LEVELS + 1))
    )
    return format_html('<span class="klass"><span class="pips" aria-hidden="true">{}</span>{}</span>', bars, label)


@once
def tag(label: str, tone: str = "", icon: str = "") -> SafeString:
    """A kind or a state in one word. It is not a control."""
    drawn = icons.draw(icon) if icon else ""
    return format_html('<span class="{}">{}<span>{}</span></span>', f"tag {tone}".strip(), drawn, label)


def logo() -> SafeString:
    """Kith's own sign: two halves that fit."""
    return mark_safe(
        '<svg class="logo" viewBox="0 0 20 18" aria-hidden="true">'
        '<path class="o" d="M1 1h8c2.6 1.33 2.6 4 0 5.33s-2.6 4 0 5.34S11.6 15.67 9 17H1z"/>'
        '<path class="t" d="M19 1h-7.8c2.6 1.33 2.6 4 0 5.33s-2.6 4 0 5.34 2.6 4 0 5.33H19z"/></svg>'
    )
