"""A wiki of MediaWiki, as its XML dump holds it: the last version of each page, read by Pandoc."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

from kith.exchange.reading import hypertext, pandoc
from kith.exchange.reading.desk import PAGE, About, Desk, plain
from kith.exchange.reading.documents import moment
from kith.exchange.reading.unpacking import BROKEN, Unreadable

REDIRECT = re.compile(r"^#[A-Z]{4,}[^\[]*\[\[([^\]|#]+)", re.IGNORECASE)
TEMPLATE = re.compile(r"\{\{([^{}|\n]{1,80})")
CATEGORY = re.compile(r"\[\[(?:Category|Kategorie|Catégorie|Categoría):([^\]|]+)[^\]]*\]\]\n?", re.IGNORECASE)
KEPT = {"0": "", "4": "Project", "12": "Help"}  # the rooms of a wiki that hold pages for readers
LARGEST = 4_000_000  # characters of one page


def is_one(path: Path) -> bool:
    """Whether a file is a dump of MediaWiki."""
    with path.open("rb") as file:
        return b"<mediawiki" in file.read(2_000)


def read(path: Path, desk: Desk) -> None:
    """Lay all pages of a dump on the desk.

    Raises:
        Unreadable: the dump is damaged.
    """
    rows = list(_pages(path))
    titles = {title for title, *_rest in rows}
    redirects = {title: found[1].strip() for title, text, *_rest in rows if (found := REDIRECT.match(text.strip()))}
    desk.total = len(rows) - len(redirects)
    for title, text, at, author, room in rows:
        if title in redirects:
            desk.leave_out(title, f"it only leads to “{redirects[title]}”: links follow it")
        elif room not in KEPT:
            desk.leave_out(title, "talk, templates, categories and people’s pages stay out")
        else:
            _page(title, text, About(title, label=title, changed=at, author=author), titles, redirects, desk)


def _pages(path: Path) -> Any:
    """Title, text, moment, author and room of the last version of each page."""
    try:
        for _event, page in etree.iterparse(
            str(path), events=("end",), tag="{*}page", resolve_entities=False, no_network=True, load_dtd=False
        ):
            revisions = page.findall("{*}revision")
            last = max(revisions, key=lambda each: each.findtext("{*}timestamp") or "", default=None)
            if last is not None:
                yield (
                    (page.findtext("{*}title") or "").strip(),
                    last.findtext("{*}text") or "",
                    moment(last.findtext("{*}timestamp")),
                    last.findtext("{*}contributor/{*}username") or "",
                    page.findtext("{*}ns") or "0",
                )
            page.clear()
    except etree.LxmlError as error:
        raise Unreadable(BROKEN) from error


def _place(title: str) -> str:
    """A page's place: under the page that its name says it is a part of (“Furnace/Care”)."""
    return "/".join(plain(part) for part in title.split("/") if part.strip()) + PAGE


def _page(title: str, text: str, about: About, titles: set[str], redirects: dict[str, str], desk: Desk) -> None:
    names = sorted({found.strip() for found in TEMPLATE.findall(text)})
    about.notes += [f"template “{name}”: left out" for name in names if not name.startswith("#")]
    filed = [found.strip() for found in CATEGORY.findall(text)]
    if len(text) > LARGEST:
        desk.leave_out(title, "it is larger than 4 MB")
        return
    try:
        soup = hypertext.soup_of(pandoc.to_html("mediawiki", CATEGORY.sub("", text).encode()))
    except Unreadable as error:
        desk.leave_out(title, str(error))
        return
    body = soup.body or soup
    for image in body.find_all("img"):
        about.notes.append(f"picture “{hypertext.text(image, 'src')}”: a dump holds no files")
        image.decompose()
    for link in body.select("a.wikilink"):
        target, sign, anchor = unquote(hypertext.text(link, "href")).partition("#")
        name = _named(target, titles, redirects)
        link["href"] = f"/{quote(_place(name))}{sign}{anchor}" if name else target
    if filed:
        about.notes.append(f"categories: {', '.join(filed)}")
    place = _place(title)
    desk.page(place, hypertext.tidy(body, desk, place.removesuffix(PAGE), about.notes), about)


def _named(target: str, titles: set[str], redirects: dict[str, str]) -> str:
    """The page that a link means: the first letter counts as large, redirects are followed once."""
    name = target.replace("_", " ").strip()
    for each in (name, name[:1].upper() + name[1:]):
        found = redirects.get(each, each)
        if found in titles:
            return found
    return ""
