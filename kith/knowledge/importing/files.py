"""The files of an import: with the pages that name them, or on a page of their own."""

from typing import TYPE_CHECKING

from django.db import transaction

from kith.core.classification import Classification
from kith.core.errors import Refused
from kith.files import extract
from kith.knowledge import bodies, indexing
from kith.knowledge.actions import attaching
from kith.knowledge.actions.writing import place, put
from kith.knowledge.models import Attachment, Item
from kith.prose import pages

if TYPE_CHECKING:
    from kith.knowledge.importing.run import Run

LOOSE = "/files/"  # the key of the page that holds the files no page names


def prepare_named(run: "Run", key: str, page: pages.Page) -> None:
    """Take in the files that a page names and does not have yet, before its transaction."""
    item = run.items[key]
    for name in run.named_by(key, page):
        run.named.add(name)
        if (item.pk, name, run.files[name].sha256) not in run.attached:
            _prepare(run, name)


def _prepare(run: "Run", key: str) -> None:
    if key in run.prepared or key in run.refused:
        return
    file = run.files[key]
    try:
        run.prepared[key] = attaching.prepare(file.path.name, [file.bytes()])
    except Refused as error:
        run.refused[key] = str(error)


def attach(run: "Run", item: Item, keys: set[str]) -> dict[str, Attachment]:
    """The attachments of an item for the files it names; those whose bytes changed are replaced."""
    found: dict[str, Attachment] = {}
    if not keys:
        return found
    have = {row.source_key: row for row in item.attachments.filter(removed_at=None).exclude(source_key="")}
    for key in sorted(keys):
        file, row = run.files[key], have.get(key)
        if row and row.source_sha256 == file.sha256:
            found[key] = row
            continue
        if key not in run.prepared:
            continue
        if row:
            attaching.retire(item, row, by=run.by)
        name = attaching.clean_name(file.path.name)
        found[key] = attaching.record(item, name, run.prepared[key], by=run.by, source=(key[:500], file.sha256))
        if item.pk not in run.report.made.items:
            run.report.made.files.append((found[key].pk, row.pk if row else 0))
    return found


def bring_loose(run: "Run") -> None:
    """Files that no page names come to a page of their own; then every file has its line in the report."""
    loose = [key for key, file in run.files.items() if not file.is_page and key not in run.named]
    holder_id = run.items[LOOSE].pk if LOOSE in run.items else 0
    there = [key for key in loose if (holder_id, key, run.files[key].sha256) in run.attached]
    for key in loose:
        if key not in there:
            _prepare(run, key)
    with transaction.atomic():
        kept = [key for key in loose if key in run.prepared]
        if kept:
            holder = _loose_page(run)
            before = set(holder.attachments.filter(removed_at=None).values_list("source_key", "source_sha256"))
            attach(run, holder, set(kept))
            if {(key, run.files[key].sha256) for key in kept} - before:
                indexing.put(holder)
        run.way.keep()
    rows = Attachment.objects.filter(item__in=run.way.known(run.space), removed_at=None)
    known = dict(rows.values_list("source_key", "text_note"))
    for key, file in run.files.items():
        if file.is_page:
            continue
        if key in run.refused or key not in known:
            run.report.add(key, "left out", run.refused.get(key, "its page was left out"))
        else:
            run.report.add(key, "attachment", "kept", _unread(known[key]))


def _unread(note: str) -> list[str]:
    """What the report says of a file whose words search does not know; of pictures and the like nobody expects any."""
    return [note] if note and note != str(extract.NOT_READ) else []


def _loose_page(run: "Run") -> Item:
    if LOOSE not in run.items:
        level = run.way.classification if run.way.series else Classification.INTERNAL
        item = place(
            run.space, run.way.under, "Files", run.by.person, Item.Kind.ARTICLE, level, f"{run.way.series}{LOOSE}"
        )
        version = put(item, item.title, bodies.from_markdown("Files that came in and that no page names."), by=run.by)
        run.items[LOOSE] = item
        run.report.folders += 1
        run.report.made.items[item.pk] = version.pk
    return run.items[LOOSE]
