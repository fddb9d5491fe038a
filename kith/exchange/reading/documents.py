"""Documents: Word, OpenDocument, RTF, EPUB and slides, read by Pandoc; comments, pictures and what is lost."""

import re
import tempfile
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path, PurePosixPath

from bs4 import Tag

from kith.exchange.reading import hypertext, pandoc, unpacking
from kith.exchange.reading.desk import PAGE, About, Comment, Desk
from kith.exchange.reading.endings import PANDOC
from kith.exchange.reading.unpacking import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how Office wraps what it protects
# What Pandoc does not bring over, by the signs of it in the document's XML.
UNREAD = {
    "text box": re.compile(rb"<w:txbxContent[ >]|<draw:text-box[ >]"),
    "diagram": re.compile(rb"<c:chart[ />]|<dgm:relIds[ />]|<draw:object[ >]"),
    "tracked insertion, taken as accepted": re.compile(rb"<w:ins[ >]"),
    "tracked deletion, taken as accepted": re.compile(rb"<w:del[ >]"),
    "formula, kept as plain text": re.compile(rb"<m:oMath[ >]"),
}
MAIN = re.compile(r"^(word/document\.xml|content\.xml|ppt/slides/slide\d+\.xml)$")
DATES = {
    "created": re.compile(r"<(?:dcterms:created|meta:creation-date)[^>]*>([^<]+)"),
    "changed": re.compile(r"<(?:dcterms:modified|dc:date)[^>]*>([^<]+)"),
}
AUTHOR = re.compile(r"<(?:dc:creator|meta:initial-creator)[^>]*>([^<]+)")
MOST_XML = 50_000_000  # bytes of one part that is looked through


def read(path: Path, at: str, desk: Desk) -> None:
    """Lay a document on the desk, as a page with its pictures and with itself as a file.

    Args:
        at: the path of the document in what was sent.

    Raises:
        Unreadable: damaged, locked, or too large when unpacked.
    """
    form = PANDOC[PurePosixPath(at).suffix.lower()]
    if form != "rtf":
        _look(path)
    about = About(PurePosixPath(at).stem, label=at)
    if form != "rtf":
        _properties(path, about)
    with tempfile.TemporaryDirectory(dir=desk.root.parent) as work:
        media = Path(work) / "media"
        options = ["--extract-media=media"] + (["--track-changes=all"] if form == "docx" else [])
        soup = hypertext.soup_of(pandoc.to_html(form, path.resolve(), *options, cwd=Path(work)))
        body = soup.body or soup
        comments = _comments(body)
        folder = str(PurePosixPath(at).with_suffix(""))
        pictures = {
            str(each.relative_to(work)): "/" + desk.file(f"{folder}/{each.name}", each, take=True)
            for each in sorted(media.rglob("*"))
            if each.is_file()
        }
        hypertext.lead(body, pictures.get)
    about.title = _title(body, about.title)
    about.original = desk.file(at, path)
    html = hypertext.tidy(body, desk, folder, about.notes)
    desk.page(f"{folder}{PAGE}", html + hypertext.said(soup, comments), about)


def _look(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head == OLE:
        raise Unreadable("it is protected by a password, or made by an Office older than 2007")
    unpacking.refuse(path)


def _properties(path: Path, about: About) -> None:
    """Dates, author and what will be lost, out of the document's own parts."""
    lost: Counter[str] = Counter()
    with zipfile.ZipFile(path) as parts:
        for part in parts.infolist():
            if part.file_size > MOST_XML:
                continue
            if part.filename in {"docProps/core.xml", "meta.xml"}:
                _dates(parts.read(part).decode("utf-8", "replace"), about)
            elif MAIN.match(part.filename):
                content = parts.read(part)
                lost.update({what: len(sign.findall(content)) for what, sign in UNREAD.items()})
    about.notes += [f"{count} × {what}" for what, count in lost.items() if count]


def _dates(xml: str, about: About) -> None:
    for name, pattern in DATES.items():
        if found := pattern.search(xml):
            setattr(about, name, moment(found[1]))
    if found := AUTHOR.search(xml):
        about.author = found[1].strip()


def moment(written: str | None) -> datetime | None:
    """A moment as programs write it (ISO 8601); None for what is none."""
    try:
        return datetime.fromisoformat((written or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None


def _title(body: Tag, otherwise: str) -> str:
    """The document's title: its first heading where it has only one of the first rank, at its beginning."""
    tops = body.find_all("h1")
    start = next((each for each in body.find_all(True) if each.get_text(strip=True)), None)
    if (
        len(tops) == 1
        and start is not None
        and (tops[0] is start or tops[0] in start.parents or start in tops[0].parents)
    ):
        return hypertext.words(tops[0]) or otherwise
    return otherwise


def _comments(body: Tag) -> list[Comment]:
    """Take comments and tracked changes out of the text, as Pandoc marks them."""
    for gone in body.select("span.deletion, span.paragraph-deletion, span.paragraph-insertion"):
        gone.decompose()
    found = []
    for start in body.select("span.comment-start"):
        about = _about(start)
        author, at = hypertext.text(start, "data-author"), moment(hypertext.text(start, "data-date"))
        found.append(Comment(author, hypertext.words(start), at, about))
        start.decompose()
    for end in body.select("span.comment-end"):
        end.decompose()
    return found


def _about(start: Tag) -> str:
    """The words between a comment's beginning and its end, at most 80 characters of them."""
    said: list[str] = []
    own = hypertext.text(start, "id")
    for each in start.next_elements:
        if isinstance(each, Tag):
            if "comment-end" in each.get_attribute_list("class") and hypertext.text(each, "id") == own:
                break
        elif start not in each.parents and not any(
            "comment-start" in parent.get_attribute_list("class") for parent in each.parents
        ):
            said.append(str(each))
        if sum(map(len, said)) > 80:
            break
    words = " ".join("".join(said).split())
    return f"{words[:79]}…" if len(words) > 80 else words
