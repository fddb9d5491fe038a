"""A workspace of Notion, as it exports it: pages and databases with the pages of their rows."""

import re
from datetime import datetime
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from kith.exchange.reading import sheets, web
from kith.exchange.reading.desk import PAGE, About, Desk
from kith.prose.decode import decode

IDENTITY = re.compile(r"[ -]([0-9a-f]{32})(?=\.|/|$|_all\.)")
TITLE = re.compile(r"\A\s*# (.+)\n")
PROPERTY = re.compile(r"^([^\n:]{1,60}): (.+)$")
FORMS = ("%B %d, %Y %I:%M %p", "%B %d, %Y", "%Y-%m-%d", "%d/%m/%Y %H:%M")
CREATED, CHANGED = {"created", "created time", "created at", "date"}, {"last edited time", "last edited", "updated"}


def is_one(root: Path) -> bool:
    """Whether a folder that was unpacked is an export of Notion."""
    names = [each.name for each in root.rglob("*") if each.suffix in {".md", ".html", ".csv"}]
    return bool(names) and sum(bool(IDENTITY.search(name)) for name in names) * 2 > len(names)


def read(root: Path, desk: Desk) -> None:
    """Lay all pages, databases and files of the export on the desk."""
    files = sorted(each for each in root.rglob("*") if each.is_file())
    desk.total = sum(each.suffix in {".md", ".html", ".csv"} for each in files)
    titles = {each: _title_of(each) for each in files if each.suffix == ".md"}
    for path in files:
        at = str(path.relative_to(root))
        if path.suffix == ".csv":
            _database(path, at, titles, desk)
        elif path.suffix == ".md":
            _page(path, at, desk)
        elif path.suffix == ".html":
            if path.name != "index.html":
                web.read(path, at, desk)
        else:
            desk.file(at, path, take=True)


def shown(at: str) -> str:
    """A path as people know it: without the marks that Notion adds to each name."""
    return IDENTITY.sub("", at)


def _title_of(path: Path) -> str:
    with path.open("rb") as file:
        found = TITLE.match(decode(file.read(2_000))[0])
    return found[1].strip() if found else shown(path.stem)


def _page(path: Path, at: str, desk: Desk) -> None:
    """A page in Markdown: its properties as a list, its dates as its own."""
    text = decode(path.read_bytes())[0]
    about = About(_title_of(path), label=shown(at))
    text = TITLE.sub("", text)
    said: list[str] = []
    lines = text.lstrip("\n").split("\n")
    while lines and (found := PROPERTY.match(lines[0])):
        said.append(f"- **{found[1]}:** {found[2]}")
        _date(found[1], found[2], about)
        lines.pop(0)
    if said and (not lines or not lines[0].strip()):
        text = "\n".join([*said, *lines])
    desk.markdown(at, text, about)


def _date(name: str, value: str, about: About) -> None:
    kind = "created" if name.lower() in CREATED else "changed" if name.lower() in CHANGED else ""
    for form in FORMS if kind else ():
        try:
            setattr(about, kind, datetime.strptime(value.strip(), form))
            return
        except ValueError:
            continue


def _database(path: Path, at: str, titles: dict[Path, str], desk: Desk) -> None:
    """A database as a table; the first cell of a row leads to the row's page."""
    whole = path.with_name(f"{path.stem}_all.csv")
    if whole.exists():
        return  # the other one of the pair has all rows
    stem = path.with_name(path.name.removesuffix("_all.csv") if path.name.endswith("_all.csv") else path.stem)
    rows_of = {title: each for each, title in titles.items() if each.parent == stem}
    about = About(shown(stem.name).strip(), label=shown(at))
    html = sheets.table(sheets.rows_of(path), about.notes, about.title)
    for title, page in rows_of.items():
        cell = f"<tr><td><p>{escape(title)}</p></td>"
        way = quote(str(PurePosixPath(stem.name) / page.name))
        html = html.replace(cell, f'<tr><td><p><a href="{way}">{escape(title)}</a></p></td>')
    desk.page(str(PurePosixPath(at).with_name(f"{stem.name}{PAGE}")), html, about)
