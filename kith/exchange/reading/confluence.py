"""A space of Confluence, as its HTML export holds it: pages by the crumbs above them, files, comments, dates."""

import re
from datetime import datetime
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from kith.exchange.reading import hypertext
from kith.exchange.reading.desk import PAGE, About, Comment, Desk

IDENTITY = re.compile(r"(?:^|[_-])(\d+)\.html$")
WHEN = re.compile(
    r"(?:on|am|le)\s+([A-Z][a-zé]{2} \d{1,2}, \d{4}|\d{1,2}\.? [A-Za-zé]{3,9}\.? \d{4}|\d{4}-\d{2}-\d{2})"
)
FORMS = ("%b %d, %Y", "%d %B %Y", "%d. %B %Y", "%d %b %Y", "%Y-%m-%d")
TONES = {"information": "note", "note": "warning", "tip": "tip", "warning": "caution"}


def is_one(root: Path) -> Path | None:
    """The folder of a Confluence HTML export in a folder that was unpacked; None when there is none."""
    for index in [root / "index.html", *sorted(root.glob("*/index.html"))]:
        if index.is_file() and b"confluence" in index.read_bytes()[:200_000].lower():
            pages = [each for each in index.parent.glob("*.html") if each.name != "index.html"]
            if any(b'id="main-content"' in each.read_bytes()[:400_000] for each in pages[:5]):
                return index.parent
    return None


def read(root: Path, desk: Desk) -> None:
    """Lay all pages of the export on the desk."""
    pages = {each.name: each for each in sorted(root.glob("*.html")) if each.name != "index.html"}
    desk.total = len(pages)
    above = {name: _above(hypertext.soup_of(path.read_bytes()), pages) for name, path in pages.items()}
    places = {name: _place(name, above) for name in pages}
    files = {
        str(each.relative_to(root)): desk.file(str(each.relative_to(root)), each, take=True)
        for folder in ("attachments", "images/thumbnails")
        for each in sorted((root / folder).rglob("*"))
        if each.is_file()
    }
    for name, path in pages.items():
        _page(name, hypertext.soup_of(path.read_bytes()), places, files, desk)


def _above(soup: BeautifulSoup, pages: dict[str, Path]) -> str | None:
    """The page that stands above another, by its crumbs; the space itself is none."""
    crumbs = [hypertext.text(each, "href") for each in soup.select("#breadcrumbs a")]
    return next((each for each in reversed(crumbs) if each in pages), None)


def _key(name: str) -> str:
    found = IDENTITY.search(name)
    return found[1] if found else name.removesuffix(".html")


def _place(name: str, above: dict[str, str | None]) -> str:
    """Where a page lies on the desk: its own key below the keys of those above it."""
    chain: list[str] = []
    at: str | None = name
    while at is not None and at not in chain and len(chain) < 20:
        chain.append(at)
        at = above.get(at)
    return "/".join(_key(each) for each in reversed(chain)) + PAGE


def _page(name: str, soup: BeautifulSoup, places: dict[str, str], files: dict[str, str], desk: Desk) -> None:
    title = hypertext.words(hypertext.first(soup, "#title-text", "title"))
    about = About(title.partition(" : ")[2] or title or name, label=name)
    metadata = hypertext.first(soup, ".page-metadata")
    about.author = hypertext.words(hypertext.first(metadata or soup, ".author"))
    about.changed = _when(hypertext.words(metadata))
    body = hypertext.first(soup, "#main-content") or soup.new_tag("div")
    comments = _comments(soup)
    for each in body.select(".toc-macro, .page-metadata, .aui-icon, .expand-control-icon"):
        each.decompose()
    _boxes(body)
    for image in body.find_all("img"):
        image["src"] = (hypertext.text(image, "data-image-src") or hypertext.text(image, "src")).partition("?")[0]
    lost = body.select(".conf-macro.output-block[data-hasbody=false]:empty, .jira-issue, .unknown-macro")
    about.notes += [f"{len(lost)} × macro of Confluence without words: left out"] if lost else []
    _files(soup, body)
    lead = {**places, **files}
    hypertext.lead(body, lambda address: _lead(address, lead))
    html = hypertext.tidy(body, desk, places[name].removesuffix(PAGE), about.notes)
    desk.page(places[name], html + hypertext.said(soup, comments), about)


def _lead(address: str, lead: dict[str, str]) -> str | None:
    path, sign, anchor = address.partition("#")
    found = lead.get(path.partition("?")[0])
    return f"/{found}{sign}{anchor}" if found else None


def _boxes(body: Tag) -> None:
    """Panels as callouts, lists of tasks as such."""
    for panel in body.select("div.confluence-information-macro"):
        kinds = " ".join(panel.get_attribute_list("class"))
        panel.name = "aside"
        panel["data-tone"] = next((tone for kind, tone in TONES.items() if f"macro-{kind}" in kinds), "note")
    for entry in body.select("ul.inline-task-list > li"):
        entry["data-checked"] = "true" if "checked" in entry.get_attribute_list("class") else "false"
        if entry.parent is not None:
            entry.parent["data-type"] = "taskList"


def _files(soup: BeautifulSoup, body: Tag) -> None:
    """Files that the text does not name, as a list at its end: so they come to this page."""
    named = {hypertext.text(each, "href") for each in body.find_all("a")}
    named |= {hypertext.text(each, "src") for each in body.find_all("img")}
    chapter = soup.new_tag("ul")
    for link in soup.select('.greybox a[href^="attachments/"]'):
        address = hypertext.text(link, "href").partition("?")[0]
        if address not in named:
            entry, paragraph, way = soup.new_tag("li"), soup.new_tag("p"), soup.new_tag("a", href=address)
            way.string = hypertext.words(link) or address
            paragraph.append(way)
            entry.append(paragraph)
            chapter.append(entry)
    if chapter.contents:
        heading = soup.new_tag("h2")
        heading.string = "Files"
        body.extend([heading, chapter])


def _comments(soup: BeautifulSoup) -> list[Comment]:
    heading = soup.find(id="comments")
    section = heading.find_parent(class_="pageSection") if heading is not None else None
    found = []
    for cell in section.find_all("td") if section is not None else []:
        author = hypertext.words(cell.select_one(".smallfont a, .smallfont .author"))
        said = hypertext.words(cell.select_one(".smallfont"))
        for each in cell.select(".smallfont"):
            each.decompose()
        if hypertext.words(cell):
            found.append(Comment(author, hypertext.words(cell), _when(f"on {said.rpartition(' at ')[2]}")))
    return found


def _when(words: str) -> datetime | None:
    """The last day that some words name."""
    for written in reversed(WHEN.findall(words)):
        for form in FORMS:
            try:
                return datetime.strptime(written, form)
            except ValueError:
                continue
    return None
