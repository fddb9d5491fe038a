"""The archive: everything of the pages, as another Kith takes it in again with the same hashes."""

import json
import zipfile
from pathlib import Path
from typing import Any

from kith.exchange import gathering, talk
from kith.exchange.archive_parts import EDITION, FORMAT, MANIFEST
from kith.exchange.formats.base import Job
from kith.exchange.gathering import Page
from kith.knowledge.models import Item, Relation, Version


def write(job: Job, out: Path) -> None:
    """Write a zip with one JSON document for each page, its files by their hash, and a manifest.

    Of pages of another organisation the present version only: what was there before is not the reader's to keep.
    """
    uids = {item.pk: item.uid for item in job.gathered.pages}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        kept: set[str] = set()
        for page in job.pages():
            target.writestr(f"items/{page.item.uid}.json", _json(_item(job, page, uids)))
            for file in page.attachments:
                if file.sha256 not in kept:
                    target.writestr(f"files/{file.sha256}", gathering.bytes_of(file))
                    kept.add(file.sha256)
        manifest = {
            "format": FORMAT,
            "edition": EDITION,
            "made_at": job.made_at.isoformat(),
            "title": job.title,
            "organisation": job.owner,
            "items": [item.uid for item in job.gathered.pages],
            "mark": job.mark,
        }
        target.writestr(MANIFEST, _json(manifest))


def _item(job: Job, page: Page, uids: dict[int, str]) -> dict[str, Any]:
    item = page.item
    versions = Version.objects.filter(item=item).select_related("author").order_by("number")
    if job.outside:
        versions = versions.filter(replaced_at=None)
    return {
        "uid": item.uid,
        "parent": _above(item, uids),
        "kind": item.kind,
        "title": item.title,
        "classification": item.classification,
        "criticality": item.criticality,
        "practised_at": item.practised_at,
        "owner": item.owner.name,
        "created_at": item.created_at.isoformat(),
        "record": getattr(getattr(item, "record", None), "data", None),
        "versions": [
            {
                "number": row.number,
                "title": row.title,
                "body": row.body,
                "sha256": row.sha256,
                "author": row.author.name,
                "note": row.note,
                "published_at": row.published_at.isoformat(),
            }
            for row in versions
        ],
        "files": [
            {
                "uid": file.uid,
                "name": file.name,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "size": file.size,
            }
            for file in page.attachments
        ],
        "relations": [
            {"kind": row.kind, "other": row.other.uid}
            for row in Relation.objects.filter(item=item).select_related("other").order_by("pk")
            if row.other_id in uids
        ],
        "threads": talk.written(item, job.view.actor),
        "label": job.label(page),
    }


def _above(item: Item, uids: dict[int, str]) -> str | None:
    """The nearest page above it that is in the archive."""
    return next((uids[pk] for pk in reversed(item.ancestor_ids[:-1]) if pk in uids), None)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
