"""A static site: pages that a browser reads without Kith, with the tree and the files."""

import zipfile
from pathlib import Path, PurePosixPath

from django.template.loader import render_to_string

from kith.exchange import gathering
from kith.exchange.formats.base import Job
from kith.exchange.paths import Layout, between
from kith.exchange.resolving import resolve
from kith.prose import html

LOOKS = Path(__file__).parent / "site.css"
STYLE = PurePosixPath("style.css")
DEEPEST = 8  # levels that the looks know


def write(job: Job, out: Path) -> None:
    """Write the pages as a zip of HTML; `index.html` leads to all of them."""
    layout = Layout(job.gathered.pages, ".html")
    start = PurePosixPath("index.html")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for page in job.pages():
            here = layout.page(page.item.uid) or start
            files = {file.uid: file for file in page.attachments}
            doc = resolve(page.doc, job.places(page, layout, files))
            context = {
                "job": job,
                "page": page,
                "label": job.label(page),
                "html": html.render(doc, link=lambda href: href, image=lambda src: src, relative=True),
                "files": [(file.name, between(here, layout.file(file))) for file in page.attachments],
                "home": between(here, start),
                "style": between(here, STYLE),
            }
            target.writestr(str(here), render_to_string("exchange/page.html", context))
            for file in page.attachments:
                target.writestr(str(layout.file(file)), gathering.bytes_of(file))
        target.writestr(str(STYLE), LOOKS.read_bytes())
        rows = [(item, str(layout.page(item.uid)), min(item.depth, DEEPEST)) for item in job.gathered.pages]
        target.writestr(str(start), render_to_string("exchange/index.html", {"job": job, "rows": rows}))
