"""What was sent, told by its content: the reader that is meant for it, and what it reads."""

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from kith.exchange.reading import (
    bookstack,
    confluence,
    confluence_xml,
    documents,
    mail,
    mediawiki,
    notion,
    outline,
    pdfs,
    sheets,
    unpacking,
    web,
)
from kith.exchange.reading.desk import Desk
from kith.exchange.reading.endings import MAIL, MARKDOWN, PANDOC, PDF, SHEETS, WEB
from kith.exchange.reading.unpacking import Unreadable

Read = Callable[[Path, str, Desk], None]

PAGES: dict[str, Read] = {**dict.fromkeys(WEB, web.read), **dict.fromkeys(MAIL, mail.read)}
DOCUMENTS: dict[str, Read] = {
    **dict.fromkeys(PANDOC, documents.read),
    **dict.fromkeys(SHEETS, sheets.read),
    PDF: pdfs.read,
}


def read(path: Path, name: str, desk: Desk, *, documents_as: str = "") -> str:
    """Lay whatever was sent on the desk; what it was.

    Args:
        name: the name under which it was sent.
        documents_as: `page` or `file`: what becomes of documents in a folder; empty: pages where it holds nothing else.

    Raises:
        Unreadable: nothing of it can be read; says why.
    """
    ending = PurePosixPath(name).suffix.lower()
    reader = PAGES.get(ending) or DOCUMENTS.get(ending)
    if ending in MARKDOWN:
        desk.file(PurePosixPath(name).name, path)
        return "Markdown"
    if reader is not None:
        reader(path, PurePosixPath(name).name, desk)
        return ending[1:].upper()
    if zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory(dir=desk.root.parent) as work:
            root = Path(work)
            unpacking.unpack(path, root, desk.leave_out)
            _unpack_parts(root, desk)
            return _folder(root, desk, documents_as)
    if ending in {".zip", ""}:
        raise Unreadable(unpacking.BROKEN if ending else "nothing says what it is: its name has no ending")
    if ending == ".xml" and mediawiki.is_one(path):
        mediawiki.read(path, desk)
        return "MediaWiki"
    raise Unreadable(f"files of this kind ({ending}) cannot be read as pages")


def _unpack_parts(root: Path, desk: Desk) -> None:
    """Large exports of Notion come as zip files in a zip file."""
    for part in sorted(root.rglob("*.zip")):
        if "part-" in part.name.lower() and zipfile.is_zipfile(part):
            try:
                unpacking.unpack(part, root, desk.leave_out)
            except Unreadable as error:
                desk.leave_out(part.name, str(error))
            part.unlink()


def _folder(root: Path, desk: Desk, documents_as: str) -> str:
    """Lay an unpacked folder on the desk; what it was."""
    while len(inside := [each for each in root.iterdir() if each.name != "__MACOSX"]) == 1 and inside[0].is_dir():
        root = inside[0]
    if (space := confluence_xml.is_one(root)) is not None:
        confluence_xml.read(space, desk)
        return "Confluence (XML)"
    if (space := confluence.is_one(root)) is not None:
        confluence.read(space, desk)
        return "Confluence (HTML)"
    if bookstack.is_one(root):
        bookstack.read(root, desk)
        return "BookStack"
    if outline.collections(root):
        outline.read(root, desk)
        return "Outline"
    if notion.is_one(root):
        notion.read(root, desk)
        return "Notion"
    return _files(root, desk, documents_as)


def _files(root: Path, desk: Desk, documents_as: str) -> str:
    """A folder of files, each read as what it is; what is no page stays the file that it is."""
    files = []
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        inside = path.relative_to(root)
        if any(part.startswith(".") or part == "__MACOSX" for part in inside.parts):
            desk.leave_out(str(inside), "a hidden file")
        else:
            files.append(path)
    endings = {each.suffix.lower() for each in files}
    as_pages = documents_as == "page" or (not documents_as and not endings & (MARKDOWN | set(PAGES)))
    readers = {**PAGES, **(DOCUMENTS if as_pages else {})}
    desk.total = len(files)
    kept = [each for each in files if each.suffix.lower() not in readers and not _is_dump(each)]
    for path in kept:  # first what keeps its name: pages must not take it
        desk.file(str(path.relative_to(root)), path, take=True)
        desk.tick(desk.total)
    for path in sorted(set(files) - set(kept)):
        at = str(path.relative_to(root))
        try:
            mediawiki.read(path, desk) if path.suffix.lower() == ".xml" else readers[path.suffix.lower()](
                path, at, desk
            )
        except Unreadable as error:
            desk.leave_out(at, str(error))
        except Exception:  # whatever a library makes of a damaged file; the others still come in
            desk.leave_out(at, unpacking.BROKEN)
    return "Folder"


def _is_dump(path: Path) -> bool:
    return path.suffix.lower() == ".xml" and mediawiki.is_one(path)
