"""Importing a folder into a space. Running it again changes nothing; a changed file becomes a new version.

First every page gets its place and id, so that links can be written; then the texts come in, each page in a
transaction of its own together with its files. What was cut off in the middle is finished by the next run.
"""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.knowledge import bodies, events, indexing, locks
from kith.knowledge.actions.attaching import Prepared
from kith.knowledge.actions.writing import place, put
from kith.knowledge.importing import files, fronts, reading
from kith.knowledge.importing.folder import PAGES, READ, File, scan
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.tree import Folders
from kith.knowledge.importing.way import Way
from kith.knowledge.models import DEEPEST, SEGMENT, Attachment, Item, Space
from kith.prose import canonical, pages
from kith.prose.catalogue import Catalogue
from kith.prose.profile import Profile

LOST = {"unresolved": gettext_lazy("leads nowhere"), "dropped": gettext_lazy("dropped")}  # of links
TOGETHER = 25  # pages that are written in one transaction: a tenth of a second for which others wait


@dataclass
class Run:
    """One import on its way."""

    space: Space
    by: Actor
    profile: Profile
    way: Way
    files: dict[str, File]
    sources: dict[str, pages.Source]
    catalogue: Catalogue
    folders: Folders
    items: dict[str, Item] = field(default_factory=dict)
    prepared: dict[str, Prepared] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)  # files that a page names
    refused: dict[str, str] = field(default_factory=dict)
    attached: set[tuple[int, str, str]] = field(default_factory=set)  # item, file and its hash, as they were before
    report: Report = field(default_factory=Report)

    def key(self, item: Item) -> str:
        """The key of an item's source in this import."""
        return item.source_key.removeprefix(self.way.series)

    def named_by(self, key: str, page: pages.Page) -> set[str]:
        """The files that a page names, the one that it was made of among them."""
        own = fronts.original(self.sources[key].front)
        keys = {link.key for link in page.links if link.key} | ({own} if own in self.files else set())
        return {each for each in keys if not self.files[each].is_page}


def begin(root: Path, space: Space, profile: Profile, *, by: Actor, way: Way) -> Run:
    """An import that has looked at its folder and at what is there already, and has written nothing.

    Raises:
        NotADirectoryError: there is no such folder.
        Unseen, Denied: the space is not hers to write in.
    """
    with transaction.atomic():
        locks.space(space.uid, by, "write")
    found, left = scan(root, tuple(profile.leave_out), READ if way.series else PAGES)
    sources = {str(file.path): pages.open_page(file.bytes()) for file in found if file.is_page}
    run = Run(
        space=space,
        by=by,
        profile=profile,
        way=way,
        files={str(file.path): file for file in found},
        sources=sources,
        catalogue=Catalogue(
            [str(file.path) for file in found],
            [(file.path, sources[str(file.path)].front) for file in found if file.is_page],
            profile,
        ),
        report=Report(made=way.made),
        folders=Folders([file.path for file in found if file.is_page], profile.root),
    )
    rows = way.known(space)
    run.attached = set(
        Attachment.objects.filter(item__in=rows, removed_at=None)
        .exclude(source_key="")
        .values_list("item_id", "source_key", "source_sha256")
    )
    run.items = {run.key(row): row for row in rows.select_related("current", "space")}
    for row in left:
        run.report.add(row.path, "left out", row.reason)
    return run


def import_folder(root: Path, space: Space, profile: Profile, *, by: Actor, way: Way | None = None) -> Report:
    """Bring the folder at `root` into `space`.

    Raises:
        NotADirectoryError: there is no such folder.
        Unseen, Denied: the space is not hers to write in.
    """
    run = begin(root, space, profile, by=by, way=way or Way())
    with reading.ahead(reading.Reader(profile, run.catalogue), batches(run)) as coming:
        _place_all(run)
        for batch in coming:
            _bring_pages(run, batch)
    files.bring_loose(run)
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
            run.report.made.items[item.pk] = 0
            if item.source_key.endswith("/"):
                version = put(item, item.title, bodies.from_markdown(""), by=run.by)
                run.report.made.items[item.pk] = version.pk
        run.way.keep()


def _place(run: Run, key: str) -> Item:
    """The item for a page or folder, made with all it stands under when it is not there yet."""
    if key in run.items:
        return run.items[key]
    is_folder = key.endswith("/")
    above = run.folders.above(key) if is_folder else run.folders.parent(PurePosixPath(key))
    parent = _place(run, above) if above else run.way.under
    while parent is not None and len(parent.path) > SEGMENT * (DEEPEST - 1):
        parent = parent.parent  # deeper than pages can stand: beside what it stood under
    title = title_of_folder(key) if is_folder else PurePosixPath(key).stem
    source = f"{run.way.series}{key}"[:500]
    item = place(
        run.space, parent, title[:300], run.by.person, Item.Kind.ARTICLE, run.way.classification, source_key=source
    )
    run.items[key] = item
    run.report.folders += is_folder
    return item


def _drafted(run: Run, item: Item) -> events.ItemDrafted:
    return events.ItemDrafted(by=run.by, owner_id=item.organisation_id, item_id=item.pk, space_id=run.space.pk)


def title_of_folder(key: str) -> str:
    """What the page that is made for a folder is called."""
    return PurePosixPath(key.rstrip("/")).name.replace("-", " ").replace("_", " ").strip().capitalize()


def batches(run: Run) -> list[reading.Batch]:
    """The pages of an import in batches, to be read ahead."""
    rows = list(run.sources.items())
    return [dict(rows[start : start + TOGETHER]) for start in range(0, len(rows), TOGETHER)]


def _bring_pages(run: Run, read: reading.Read) -> None:
    """Take in the files of some pages, then write the pages in one transaction; one that is refused stays out."""
    lines: list[tuple[str, str, str, list[str], str]] = []
    for key, page in read.items():
        if isinstance(page, canonical.TooLarge):
            lines.append((key, "left out", str(page), [], ""))
        else:
            files.prepare_named(run, key, page)
    with transaction.atomic(), indexing.gathered():
        whole = {key: page for key, page in read.items() if not isinstance(page, canonical.TooLarge)}
        _hold(run, list(whole))
        for key, page in whole.items():
            try:
                with transaction.atomic():
                    outcome = _write(run, key, page)
                lines.append((key, "page", outcome, notes(run, key, page), page.title))
            except (Refused, canonical.TooLarge) as error:
                lines.append((key, "left out", str(error), [], page.title))
        run.way.keep()
    for key, became, outcome, said, title in lines:
        run.report.add(fronts.label(run.sources[key].front, key), became, outcome, said, title)
        run.way.tick()


def _hold(run: Run, keys: list[str]) -> None:
    """Lock the items of some pages and read them anew: somebody may have changed them since the import began."""
    ids = [run.items[key].pk for key in keys]
    rows = Item.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("current", "space")
    run.items.update({run.key(row): row for row in rows.order_by("pk")})


def notes(run: Run, key: str, page: pages.Page) -> list[str]:
    """What the report says of a page: what was changed in it, what did not survive, links that lead nowhere."""
    return [
        *fronts.notes(run.sources[key].front),
        *(_at(note.line, f"{note.kind}: {note.text}") for note in page.notes if note.kind.split()[0] not in LOST),
        *(_at(link.line, f"{LOST[link.state]}: {link.target}") for link in page.links if link.state in LOST),
    ]


def _at(line: int, words: str) -> str:
    return _("line %(line)s: %(words)s") % {"line": line, "words": words} if line else words


def _write(run: Run, key: str, page: pages.Page) -> str:
    """A page's text and files into its item; whether that is new, changed or unchanged."""
    item, file, front = run.items[key], run.files[key], run.sources[key].front
    attached = files.attach(run, item, run.named_by(key, page))
    body = bodies.derive(canonical.rewrite(page.doc, lambda href: _address(run, href, attached)))
    current = item.current
    if current and current.sha256 == body.sha256 and current.title == page.title[:300]:
        return "unchanged"
    item.source_sha256 = file.sha256
    at = fronts.changed(front)
    if current is not None and (at is None or at <= current.published_at):
        at = clock.now()
    version = put(item, page.title[:300] or file.path.stem, body, by=run.by, note=fronts.author(front), at=at)
    if current is None and (born := fronts.created(front) or at) is not None:
        Item.objects.filter(pk=item.pk).update(created_at=born)
    if item.pk in run.report.made.items:
        run.report.made.items[item.pk] = version.pk
    elif current is not None:
        run.report.made.versions[item.pk] = (version.pk, current.pk)
    return "new" if current is None else "changed"


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
