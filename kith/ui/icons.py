"""The icons: Lucide's SVGs kept in `kith/ui/lucide`, drawn inline at our stroke."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).resolve().parent / "lucide"
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def inner(name: str) -> SafeString:
    """The shapes of the icon `name`. An unknown name is a mistake in a template and raises KeyError."""
    if name not in names():
        raise KeyError(f"No icon is called {name!r}: add it with `npm run icons -- {name}` in frontend/.")
    found = _INNER.search((FOLDER / f"{name}.svg").read_text("utf-8"))
    shapes = " ".join(found.group(1).split()) if found else ""
    return mark_safe(shapes)  # noqa: S308 - our own files


@cache
def names() -> frozenset[str]:
    """The names of all icons that are kept."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def draw(name: str, classes: str = "") -> SafeString:
    """The icon `name` as inline SVG, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        f"i {classes}".strip(),
        inner(name),
    )
