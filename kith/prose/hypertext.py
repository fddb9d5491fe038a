"""HTML to a body, for pages that were read from other forms: the same subset as HTML inside Markdown."""

from kith.prose.address import may_be_kept
from kith.prose.building import Builder
from kith.prose.canonical import printable
from kith.prose.markdown import Link, Resolve
from kith.prose.markup import Markup
from kith.prose.schema import Doc

PAGE = ".page"  # the ending of a file with front matter and HTML


def parse(source: str, *, resolve: Resolve | None = None) -> Doc:
    """The body that well-formed HTML describes. `resolve` as in `markdown.parse`; its lines are 0. Raises TooLarge."""

    def kept(kind: str, target: str) -> str | None:
        chosen = resolve(Link(kind, target, 0)) if resolve else target
        return chosen if chosen is not None and may_be_kept(chosen) else None

    build = Builder()
    Markup(build, kept).block(printable(source))
    return build.finish()
