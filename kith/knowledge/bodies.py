"""From what somebody wrote to the forms an item is kept in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused
from kith.prose import canonical, html, markdown, text

LARGEST = 5 * 1024 * 1024  # bytes of Markdown


@dataclass(frozen=True)
class Body:
    """A text in its canonical form and the three derived from it."""

    doc: dict[str, Any]
    html: str
    text: str
    sha256: str


def from_markdown(source: str) -> Body:
    """The body that a Markdown text stands for.

    Raises:
        Refused: it is larger than an item may be.
    """
    if len(source.encode()) > LARGEST:
        raise Refused(_("This text is larger than 5 MB. Split it into several pages."), "markdown")
    return from_doc(markdown.parse(source.replace("\x00", "")))


def from_doc(doc: dict[str, Any]) -> Body:
    """The body of a document from outside, read as canonical."""
    try:
        return derive(canonical.validate(doc))
    except canonical.TooLarge as error:
        raise Refused(str(error), "markdown") from error


def derive(doc: dict[str, Any]) -> Body:
    """The body of a document that is canonical already."""
    return Body(doc=doc, html=html.render(doc, image=_own_file), text=text.plain(doc), sha256=canonical.sha256(doc))


def _own_file(address: str) -> str | None:
    """Images come from this installation only: one from elsewhere would tell its host who reads."""
    return address if address.startswith("/files/") else None


def to_markdown(doc: dict[str, Any]) -> str:
    """The Markdown of a canonical document."""
    return markdown.write(doc)
