"""Markdown pages with front matter, in folders as the tree, with their files."""

import zipfile
from pathlib import Path
from typing import Any

import yaml

from kith.exchange import gathering
from kith.exchange.formats.base import Job
from kith.exchange.gathering import Page
from kith.exchange.paths import Layout
from kith.exchange.resolving import resolve
from kith.prose import markdown
from kith.prose.inlines import escape


def write(job: Job, out: Path) -> None:
    """Write the pages as a zip of Markdown. `kith import` takes it in again."""
    layout = Layout(job.gathered.pages, ".md")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for page in job.pages():
            files = {file.uid: file for file in page.attachments}
            doc = resolve(page.doc, job.places(page, layout, files))
            front = yaml.safe_dump(_front(job, page), allow_unicode=True, sort_keys=False)
            said = "".join(f"- {escape(words)}\n" for words in page.record_lines)
            record = f"## {page.record_title}\n\n{said}\n" if said else ""
            target.writestr(str(layout.page(page.item.uid)), f"---\n{front}---\n\n{record}{markdown.write(doc)}")
            for file in page.attachments:
                target.writestr(str(layout.file(file)), gathering.bytes_of(file))


def _front(job: Job, page: Page) -> dict[str, Any]:
    item, version = page.item, page.item.current
    front: dict[str, Any] = {
        "title": item.title,
        "kind": item.kind,
        "classification": item.get_classification_display(),
        "organisation": item.organisation.name,
        "owner": item.owner.name,
    }
    if version:
        front |= {
            "version": version.number,
            "published": version.published_at.date().isoformat(),
            "author": version.author.name,
            "sha256": version.sha256,
        }
    if page.vouched_until:
        front["verified_until"] = page.vouched_until
    if page.attachments:
        front["files"] = [file.name for file in page.attachments]
    front["label"] = " ".join(job.label(page))
    plain: dict[str, Any] = _plain(front)
    return plain


def _plain(value: Any) -> Any:
    """What YAML takes: texts that wait for their language as texts, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
