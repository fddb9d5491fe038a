"""The picture of a journey: a line that turns through the four modes and grows with each conversion."""

import math
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kith.spiral.modes import SHORT, Mode

SIZE, MIDDLE = 320, 160
FIRST, LAST = 26.0, 138.0  # radii of the first and the last conversion
SHOWN = 40  # conversions that one can tell apart
_ANGLE = {Mode.SOCIALIZATION: 225, Mode.EXTERNALIZATION: 315, Mode.COMBINATION: 45, Mode.INTERNALIZATION: 135}
_CORNER = {
    Mode.SOCIALIZATION: (8, 18, "start"),
    Mode.EXTERNALIZATION: (SIZE - 8, 18, "end"),
    Mode.COMBINATION: (SIZE - 8, SIZE - 8, "end"),
    Mode.INTERNALIZATION: (8, SIZE - 8, "start"),
}


def draw(turns: Sequence[tuple[str, bool]]) -> SafeString:
    """A journey as SVG: for each conversion its mode, and whether it counts. What it says stands in words beside it.

    Socialization lies top left, then the modes follow clockwise, as Nonaka drew them.
    """
    shown = turns[-SHOWN:]
    points = _points([mode for mode, _counts in shown])
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="6"/>',
        (
            (f"m{mode}" if counts else "open", f"{x:.1f}", f"{y:.1f}")
            for (mode, counts), (x, y) in zip(shown, points, strict=True)
        ),
    )
    words = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        ((x, y, anchor, SHORT[mode]) for mode, (x, y, anchor) in _CORNER.items()),
    )
    label = _("The journey as a spiral through the four modes; the list says the same in words.")
    return format_html(
        '<svg class="journey" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="cross" d="M{} 28V{}M8 {}H{}"/><polyline points="{}"/>{}{}</svg>',
        SIZE,
        SIZE,
        label,
        MIDDLE,
        SIZE - 28,
        MIDDLE,
        SIZE - 8,
        line,
        dots,
        words,
    )


def _points(modes: Sequence[str]) -> list[tuple[float, float]]:
    """Where each conversion lies: in its mode's quarter, further out than the one before, several in a row beside
    each other."""
    points = []
    step = (LAST - FIRST) / max(len(modes) - 1, 1)
    row = 0
    for number, mode in enumerate(modes):
        row = row + 1 if number and modes[number - 1] == mode else 0
        angle = math.radians(_ANGLE[Mode(mode)] + (row % 4) * 18)
        radius = FIRST + step * number
        points.append((MIDDLE + radius * math.cos(angle), MIDDLE + radius * math.sin(angle)))
    return points
