"""Importing a folder into a space. Running it again changes nothing; a changed file becomes a new version.

First every page gets its place and id, so that links can be written; then the texts come in, each page in a
transaction of its own together with its files. What was cut off in the middle is finished by the next run.
"""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.db import transaction

from kith.audit import ledger
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Refused
from kith.files import extract
from kith.knowledge import bodies, events, indexing, locks
from kith.knowledge.actions import attaching
from kith.knowledge.actions.attaching import Prepared
from kith.knowledge.actions.writing import place, put
from kith.knowledge.importing import reading
from kith.knowledge.importing.folder import File, scan
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.tree import Folders
from kith.knowledge.models import Attachment, Item, Space
from kith.prose import canonical, pages
from kith.prose.catalogue import Catalogue
from kith.prose.profile import Profile

TOGETHER = 25  # pages that are written in one transaction: a tenth of a second for which others wait
LOOSE = "/files/"  # the key of the page that holds the files no page names


@dataclass
class Run:
    """One import on its way."""

    space: Space
    by: Actor
    profile: Profile
    files: dict[str, File]
    catalogue: Catalogue
    folders: Folders
    items: dict[str, Item] = field(default_factory=dict)
    prepared: dict[str, Prepared] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)  # files that a page names
    refused: dict[str, str] = field(default_factory=dict)
    attached: set[tuple[int, str, str]] = field(default_factory=set)  # item, file and its hash, as they were before
    report: Report = field(default_factory=Report)


def import_folder(root: Path, space: Space, profile: Profile, *, by: Actor) -> Report:
    """Bring the folder at `root` into `space`.

    Raises:
        NotADirectoryError: there is no such folder.
        Unseen, Denied: the space is not hers to write in.
    """
    with transaction.atomic():
        locks.space(space.uid, by, "write")
    files, left = scan(root, tuple(profile.leave_out))
    sources = {str(file.path): pages.open_page(file.bytes()) for file in files if file.is_page}
    fronts = [(file.path, sources[str(file.path)].front) for file in files if file.is_page]
    run = Run(
        space=space,
        by=by,
        profile=profile,
        files={str(file.path): file for file in files},
        catalogue=Catalogue([str(file.path) for file in files], fronts, profile),
        folders=Folders([file.path for file in files if file.is_page], profile.root),
    )
    run.attached = set(
        Attachment.objects.filter(item__space=space, removed_at=None)
        .exclude(source_key="")
        .values_list("item_id", "source_key", "source_sha256")
    )
    run.items = {row.source_key: row for row in space.items.exclude(source_key="").select_related("current", "space")}
    for row in left:
        run.report.add(row.path, "left out", row.reason)
    with reading.ahead(reading.Reader(profile, run.catalogue), _batches(sources)) as coming:
        _place_all(run)
        for batch in coming:
            _bring_pages(run, batch)
    _bring_loose(run)
    return run.report


def _place_all(run: Run) -> None:
    """Give every page, and every folder that has none, its item and so its id."""
    there = set(run.items)
    with transaction.atomic():
        for file in run.files.values():
            if file.is_page:
                _place(run, str(file.path))
        fresh = [item for key, item in run.items.items() if key not in there]
        ledger.record_all([_drafted(run, item) for item in fresh])
        for item in fresh:
            if item.source_key.endswith("/"):
                put(item, item.title, bodies.from_markdown(""), by=run.by)


def _place(run: Run, key: str) -> Item:
    """The item for a page or folder, made with all it stands under when it is not there yet."""
    if key in run.items:
        return run.items[key]
    is_folder = key.endswith("/")
    above = run.folders.above(key) if is_folder else run.folders.parent(PurePosixPath(key))
    parent = _place(run, above) if above else None
    title = _title_of_folder(key) if is_folder else PurePosixPath(key).stem
    item = place(run.space, parent, title[:300], run.by.person, Item.Kind.ARTICLE, Classification.INTERNAL, key[:500])
    run.items[key] = item
    run.report.folders += is_folder
    return item


def _drafted(run: Run, item: Item) -> events.ItemDrafted:
    return events.ItemDrafted(by=run.by, owner_id=item.organisation_id, item_id=item.pk, space_id=run.space.pk)


def _title_of_folder(key: str) -> str:
    return PurePosixPath(key.rstrip("/")).name.replace("-", " ").replace("_", " ").strip().capitalize()


def _batches(sources: dict[str, pages.Source]) -> list[reading.Batch]:
    rows = list(sources.items())
    return [dict(rows[start : start + TOGETHER]) for start in range(0, len(rows), TOGETHER)]


def _bring_pages(run: Run, read: reading.Read) -> None:
    """Take in the files of some pages, then write the pages in one transaction; one that is refused stays out."""
    lines: list[tuple[str, str, str, list[str]]] = []
    for key, page in read.items():
        if isinstance(page, canonical.TooLarge):
            lines.append((key, "left out", str(page), []))
        else:
            _prepare_files(run, page, run.items[key])
    with transaction.atomic(), indexing.gathered():
        whole = {key: page for key, page in read.items() if not isinstance(page, canonical.TooLarge)}
        _hold(run, list(whole))
        for key, page in whole.items():
            try:
                with transaction.atomic():
                    outcome = _write(run, run.items[key], page, run.files[key])
                lines.append((key, "page", outcome, _notes(page)))
            except (Refused, canonical.TooLarge) as error:
                lines.append((key, "left out", str(error), []))
    for line in lines:
        run.report.add(*line)


def _hold(run: Run, keys: list[str]) -> None:
    """Lock the items of some pages and read them anew: somebody may have changed them since the import began."""
    ids = [run.items[key].pk for key in keys]
    rows = Item.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("current", "space")
    run.items.update({row.source_key: row for row in rows.order_by("pk")})


def _notes(page: pages.Page) -> list[str]:
    """What the report says of a page: what was changed in it, and the links that lead nowhere."""
    broken = [link for link in page.links if link.state in {"unresolved", "dropped"}]
    return [
        *(f"{note.line}: {note.text}" for note in page.notes),
        *(f"{link.line}: {link.state}: {link.target}" for link in broken),
    ]


def _prepare_files(run: Run, page: pages.Page, item: Item) -> None:
    """Take in the files that a page names and does not have yet, before its transaction."""
    for link in page.links:
        if link.key and not run.files[link.key].is_page:
            run.named.add(link.key)
            if (item.pk, link.key, run.files[link.key].sha256) not in run.attached:
                _prepare(run, link.key)


def _prepare(run: Run, key: str) -> None:
    if key in run.prepared or key in run.refused:
        return
    file = run.files[key]
    try:
        run.prepared[key] = attaching.prepare(file.path.name, [file.bytes()])
    except Refused as error:
        run.refused[key] = str(error)


def _write(run: Run, item: Item, page: pages.Page, file: File) -> str:
    """The page's text and files into its item; whether that is new, changed or unchanged."""
    attached = _attach(run, item, {link.key for link in page.links if link.key})
    body = bodies.derive(canonical.rewrite(page.doc, lambda href: _address(run, href, attached)))
    current = item.current
    if current and current.sha256 == body.sha256 and current.title == page.title[:300]:
        return "unchanged"
    fresh = current is None
    item.source_sha256 = file.sha256
    put(item, page.title[:300] or file.path.stem, body, by=run.by)
    return "new" if fresh else "changed"


def _attach(run: Run, item: Item, keys: set[str]) -> dict[str, Attachment]:
    """The attachments of an item for the files it names; those whose bytes changed are replaced."""
    found: dict[str, Attachment] = {}
    if not any(not run.files[key].is_page for key in keys):
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
        found[key] = attaching.record(item, name, run.prepared[key], by=run.by, source=(key, file.sha256))
    return found


def _address(run: Run, href: str, attached: dict[str, Attachment]) -> str | None:
    """The address to write for one in a page; None drops the link and keeps its words."""
    target = pages.import_target(href)
    if target is None:
        return href
    key, anchor = target
    if key in attached:
        return f"/files/{attached[key].uid}"
    item = run.items.get(key)
    return f"/items/{item.uid}{f'#{anchor}' if anchor else ''}" if item else None


def _bring_loose(run: Run) -> None:
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
            _attach(run, holder, set(kept))
            if {(key, run.files[key].sha256) for key in kept} - before:
                indexing.put(holder)
    rows = Attachment.objects.filter(item__space=run.space, removed_at=None)
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


def _loose_page(run: Run) -> Item:
    if LOOSE not in run.items:
        item = place(run.space, None, "Files", run.by.person, Item.Kind.ARTICLE, Classification.INTERNAL, LOOSE)
        put(item, item.title, bodies.from_markdown("Files of the imported folder that no page names."), by=run.by)
        run.items[LOOSE] = item
        run.report.folders += 1
    return run.items[LOOSE]
