"""PDF, tagged so that screen readers read it. Typst sets it from data: nothing that people wrote is ever its code."""

import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.exchange import gathering
from kith.exchange.formats.base import Job
from kith.exchange.gathering import Page
from kith.exchange.resolving import Places, resolve
from kith.ui.reporting import pdfs

TEMPLATE = Path(__file__).parent / "page.typ"
SHOWN = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def write(job: Job, out: Path) -> None:
    """Write the pages as one PDF with contents, labels on every sheet, and for others the reader's mark across it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        pages = [_page(job, page, root) for page in job.pages()]
        data = {
            "title": job.title,
            "owner": job.owner,
            "language": (get_language() or "en").split("-")[0],
            "mark": job.mark if job.outside else "",
            "made": job.mark,
            "contents": _("Contents"),
            "files": _("Files"),
            "pages": pages,
        }
        out.write_bytes(pdfs.typeset_in(root, TEMPLATE, data))


def _page(job: Job, page: Page, root: Path) -> dict[str, Any]:
    pictures = {}
    for file in page.attachments:
        ending = SHOWN.get(file.media_type)
        if ending:
            name = f"{file.uid}.{ending}"
            (root / name).write_bytes(gathering.bytes_of(file))
            pictures[file.uid] = name
    names = {file.uid: file.name for file in page.attachments}
    inside = job.gathered.uids
    places = Places(
        page=lambda uid: f"#{uid}" if uid in inside else None,
        title=job.title_of,
        file=pictures.get,
        name=names.get,
    )
    return {
        "uid": page.item.uid,
        "title": page.item.title,
        "depth": page.item.depth,
        "label": job.label(page),
        "body": _without_dead_links(resolve(page.doc, places), set(pictures.values())),
        "record_title": page.record_title if page.record_lines else "",
        "record": page.record_lines,
        "files": [file.name for file in page.attachments if file.uid not in pictures],
    }


def _without_dead_links(node: dict[str, Any], pictures: set[str]) -> dict[str, Any]:
    """The body without links to files: a PDF holds pictures, and names what else there was."""
    changed = dict(node)
    if "marks" in node:
        changed["marks"] = [
            mark
            for mark in node["marks"]
            if mark["type"] != "link" or PurePosixPath(mark.get("attrs", {}).get("href", "")).name not in pictures
        ]
    if "content" in node:
        changed["content"] = [_without_dead_links(child, pictures) for child in node["content"]]
    return changed
