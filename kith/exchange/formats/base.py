"""What a format is given: the pages, where they lie, and what every page has to carry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from kith.exchange import gathering
from kith.exchange.gathering import Gathered, Page
from kith.exchange.paths import Layout, between
from kith.exchange.resolving import Places
from kith.knowledge.models import Attachment
from kith.knowledge.sight import Sight
from kith.ui import times


@dataclass(frozen=True)
class Reader:
    """For whom an export is made."""

    name: str
    firm: str


@dataclass
class Job:
    """An export being made.

    Attributes:
        title: of the space or the page that is exported.
        owner: whose it is.
        outside: whether the reader is of another organisation.
        tick: is called after each page.
    """

    title: str
    owner: str
    outside: bool
    gathered: Gathered
    view: Sight
    reader: Reader
    made_at: datetime
    tick: Callable[[], None]

    def pages(self) -> Iterator[Page]:
        """The pages, one after the other; each counts as done when the next one is asked for."""
        for page in gathering.pages(self.gathered, self.view):
            yield page
            self.tick()

    def places(self, page: Page, layout: Layout, files: dict[str, Attachment]) -> Places:
        """Where what a page names lies, as seen from it; of files, those of its own."""
        here = layout.page(page.item.uid) or PurePosixPath(page.item.uid)

        def to_page(uid: str) -> str | None:
            there = layout.page(uid)
            return between(here, there) if there else None

        def to_file(uid: str) -> str | None:
            return between(here, layout.file(files[uid])) if uid in files else None

        return Places(to_page, self.title_of, to_file, lambda uid: files[uid].name if uid in files else None)

    def title_of(self, uid: str) -> str | None:
        """The title of a page that the reader may see."""
        return self.gathered.titles.get(uid)

    def label(self, page: Page) -> list[str]:
        """What every page carries: whose it is, how closely it is held, and for readers of another organisation under
        what they have it, who they are and when it was made."""
        lines = [f"{page.item.organisation.name}. {page.item.get_classification_display()}."]
        for under in page.under:
            until = f", {_('until')} {times.day(under.last)}" if under.last else ""
            lines.append(_("Lent under %(title)s%(until)s.") % {"title": under.title, "until": until})
        if self.outside:
            lines.append(self.mark)
        return lines

    @property
    def mark(self) -> str:
        """Who took it out, for whom, and when."""
        said = {"name": self.reader.name, "firm": self.reader.firm, "day": times.day(self.made_at)}
        return _("Taken out by %(name)s, %(firm)s, on %(day)s.") % said
