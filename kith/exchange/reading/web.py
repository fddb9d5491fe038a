"""Pages of a site: what they say, without what stands around it."""

from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup, Tag

from kith.exchange.reading import hypertext
from kith.exchange.reading.desk import PAGE, About, Desk
from kith.exchange.reading.documents import moment
from kith.exchange.reading.unpacking import Unreadable

LARGEST = 30_000_000  # bytes
DATES = {
    "created": ("article:published_time", "dcterms.created", "dc.date", "date"),
    "changed": ("article:modified_time", "dcterms.modified", "last-modified"),
}


def read(path: Path, at: str, desk: Desk) -> None:
    """Lay a page of a site on the desk. Its links to other pages of the same folder go on working.

    Raises:
        Unreadable: it is too large.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable("it is larger than 30 MB")
    soup = hypertext.soup_of(path.read_bytes())
    about = About(_title(soup) or PurePosixPath(at).stem, label=at)
    _properties(soup, about)
    body = hypertext.first(soup, "main", "article", "[role=main]", "#content", "body") or soup
    for around in body.select(",".join(hypertext.AROUND)):
        around.decompose()
    stem = str(PurePosixPath(at).with_suffix(""))
    desk.page(f"{stem}{PAGE}", hypertext.tidy(body, desk, stem, about.notes), about)


def _title(soup: BeautifulSoup) -> str:
    heading = soup.find_all("h1")
    if len(heading) == 1:
        return hypertext.words(heading[0])
    return hypertext.words(soup.title)


def _properties(soup: Tag, about: About) -> None:
    said: dict[str, str] = {}
    for each in soup.find_all("meta"):
        name = hypertext.text(each, "name") or hypertext.text(each, "property") or hypertext.text(each, "http-equiv")
        said.setdefault(name.lower(), hypertext.text(each, "content"))
    about.author = said.get("author", "")
    for kind, names in DATES.items():
        setattr(about, kind, next((found for name in names if (found := moment(said.get(name)))), None))
