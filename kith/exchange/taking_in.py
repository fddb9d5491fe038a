"""Taking an archive in: pages with all their versions, files and records, under the ids that they have, so that their
hashes stay the same. Taking it in again changes nothing; a changed page gets a new version."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Refused
from kith.exchange import archive_parts, events, talk
from kith.exchange.archive_parts import EDITION, FORMAT, MANIFEST
from kith.files import archive, store
from kith.knowledge import bodies, indexing, kinds, locks
from kith.knowledge.actions import attaching, relating, writing
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.way import Way
from kith.knowledge.kinds import Facts
from kith.knowledge.models import Attachment, Item, Record, Relation, Space
from kith.knowledge.queries.records import Shown
from kith.prose import canonical
from kith.prose.schema import identity

LIMITS = archive.Limits(members=400_000, unpacked=50 * 1024**3, part=store.LARGEST)


@dataclass
class Run:
    """One archive on its way in.

    Attributes:
        renamed: ids that were taken here already, with those that stand in their place.
    """

    source: zipfile.ZipFile
    space: Space
    by: Actor
    way: Way
    items: dict[str, Item] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    def known(self, uid: str) -> Item | None:
        """The page that was made of one of the archive before."""
        return Item.objects.filter(space=self.space, source_key=_key(uid)).select_related("space", "current").first()


def take_in(path: Path, space: Space, *, by: Actor, way: Way | None = None) -> Report:
    """Bring an archive into a space.

    Raises:
        NoArchive: it is none, is damaged, or unpacks to more than it should.
        Unseen, Denied: the space is not hers to write in.
    """
    with _opened(path, space, by, way or Way()) as (run, documents):
        for document in documents:
            _place(run, document)
        run.way.keep()
        for document in documents:
            _fill(run, document)
            run.way.tick()
        run.way.keep()
        with transaction.atomic():
            for document in documents:
                _relate(run, document)
            ledger.record(
                events.ArchiveImported(by=by, owner_id=space.organisation_id, space_id=space.pk, items=len(run.items))
            )
    return run.report


def plan(path: Path, space: Space, *, by: Actor, way: Way) -> Report:
    """The report of an archive as if it came in now; nothing is written.

    Raises:
        NoArchive: it is none, is damaged, or unpacks to more than it should.
        Unseen, Denied: the space is not hers to write in.
    """
    with _opened(path, space, by, way) as (run, documents):
        for document in documents:
            known, title = run.known(str(document.get("uid", ""))), str(document.get("title", ""))[:300]
            have = set(known.versions.values_list("sha256", flat=True)) if known else set()
            fresh = [row for row in archive_parts.rows(document, "versions") if str(row.get("sha256", "")) not in have]
            outcome = "new" if known is None else "changed" if fresh else "unchanged"
            run.report.add(title, "page", outcome, title=title)
            for row in archive_parts.rows(document, "files"):
                run.report.add(str(row.get("name", ""))[:200], "attachment", "kept")
            way.tick()
    return run.report


@contextmanager
def _opened(path: Path, space: Space, by: Actor, way: Way) -> Iterator[tuple[Run, list[dict[str, Any]]]]:
    """An archive that may come in, and its pages."""
    with transaction.atomic():
        locks.space(space.uid, by, "write")
    if space.organisation_id != by.organisation_id:
        raise Refused(_("What comes in needs an owner here: somebody whose own space it is takes it in."))
    reason = archive.refusal(path, LIMITS)
    if reason is not None:
        raise archive_parts.NoArchive(str(reason))
    with zipfile.ZipFile(path) as source:
        manifest = archive_parts.document(source, MANIFEST)
        if manifest.get("format") != FORMAT or manifest.get("edition") != EDITION:
            raise archive_parts.NoArchive(_("This is no archive of Kith’s, or one of a later edition."))
        run = Run(source, space, by, way, report=Report(made=way.made))
        yield (
            run,
            [archive_parts.document(source, f"items/{uid}.json") for uid in archive_parts.texts(manifest.get("items"))],
        )


def _key(uid: str) -> str:
    return f"archive:{uid}"[:500]


def _place(run: Run, document: dict[str, Any]) -> None:
    """Give a page its place, or find the one that it was given before."""
    uid = str(document.get("uid", ""))
    known = run.known(uid)
    if known is None:
        with transaction.atomic():
            known = _begin(run, document, uid)
        run.report.made.items[known.pk] = 0
    run.items[uid] = known
    if known.uid != uid:
        run.renamed[uid] = known.uid
    _rename_files(run, document, known)


def _begin(run: Run, document: dict[str, Any], uid: str) -> Item:
    kind = document.get("kind")
    level = document.get("classification")
    item = writing.place(
        run.space,
        run.items.get(str(document.get("parent")), run.way.under),
        writing.Words(str(document.get("title", "")), "").cleaned().title,
        run.by.person,
        kind if kind in kinds.ALL else Item.Kind.ARTICLE,
        level if level in Classification.values else Classification.INTERNAL,
        source_key=_key(uid),
    )
    if _free(Item, uid):
        item.uid = uid
    item.created_at = archive_parts.moment(document.get("created_at"))
    critical = document.get("criticality")
    item.criticality = critical if critical in Item.Criticality.values else None
    item.practised_at = str(document.get("practised_at") or "")[:300]
    item.save(update_fields=["uid", "created_at", "criticality", "practised_at"])
    return item


def _free(model: type[Item] | type[Attachment], uid: str) -> bool:
    return identity(uid) is not None and not model._default_manager.filter(uid=uid).exists()


def _rename_files(run: Run, document: dict[str, Any], item: Item) -> None:
    """Find out which files have to get another id here, before a text names them."""
    for row in archive_parts.rows(document, "files"):
        uid = str(row.get("uid", ""))
        there = item.attachments.filter(source_key=uid, removed_at=None).first()
        if there is not None:
            run.renamed.update({uid: there.uid} if there.uid != uid else {})
        elif not _free(Attachment, uid):
            run.renamed[uid] = Attachment._meta.get_field("uid").get_default()


def _fill(run: Run, document: dict[str, Any]) -> None:
    """Bring in a page's files, versions and record, all in one transaction."""
    uid = str(document.get("uid", ""))
    item, name = run.items[uid], str(document.get("title", ""))[:300]
    notes: list[str] = []
    before = item.current_id
    try:
        with transaction.atomic():
            files = _files(run, document, item, notes)
            fresh = _versions(run, document, item, notes)
            _record(run, document, item)
            talk.take_in(document, item, run.by)
            indexing.put(item)
            _note_made(run, item, before)
    except Refused as refused:
        run.report.add(name, "left out", str(refused))
        return
    outcome = "new" if fresh and item.current and item.current.number == fresh else "changed" if fresh else "unchanged"
    run.report.add(name, "page", outcome, notes, title=name)
    for file, kept in files:
        run.report.add(file, "attachment", kept)


def _note_made(run: Run, item: Item, before: int | None) -> None:
    """Note what was made of a page; what a page that was there has got is kept at once."""
    if item.pk in run.report.made.items:
        run.report.made.items[item.pk] = item.current_id or 0
        return
    if before and item.current_id and item.current_id != before:
        run.report.made.versions[item.pk] = (item.current_id, before)
    run.way.keep()


def _files(run: Run, document: dict[str, Any], item: Item, notes: list[str]) -> list[tuple[str, str]]:
    lines = []
    for row in archive_parts.rows(document, "files"):
        uid, sha = str(row.get("uid", "")), str(row.get("sha256", ""))
        name = attaching.clean_name(str(row.get("name", "")))
        if item.attachments.filter(source_key=uid, source_sha256=sha, removed_at=None).exists():
            lines.append((name, "unchanged"))
            continue
        try:
            prepared = attaching.prepare(name, [run.source.read(f"files/{sha}")])
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Refused(_("Its file %(name)s is missing or damaged.") % {"name": name}) from error
        if prepared.kept.sha256 != sha:
            notes.append(_("%(name)s is not what it was: its bytes or its metadata have changed.") % {"name": name})
        taken = run.renamed.get(uid, uid)
        kept = attaching.record(item, name, prepared, by=run.by, source=(uid[:500], sha[:64]), uid=taken)
        if item.pk not in run.report.made.items:
            run.report.made.files.append((kept.pk, 0))
        lines.append((name, "new"))
    return lines


def _versions(run: Run, document: dict[str, Any], item: Item, notes: list[str]) -> int:
    """Bring in the versions that are not there yet; how many."""
    fresh = 0
    have = set(item.versions.values_list("sha256", flat=True))
    for row in sorted(archive_parts.rows(document, "versions"), key=lambda row: archive_parts.whole(row.get("number"))):
        body = bodies.from_doc(_renamed(row.get("body"), run.renamed))
        stated = str(row.get("sha256", ""))
        original = canonical.sha256(canonical.validate(row["body"])) if isinstance(row.get("body"), dict) else ""
        if stated != original:
            raise Refused(_("Its text is not what it was when the archive was made."))
        if body.sha256 in have:
            continue
        if body.sha256 != stated:
            notes.append(_("Its hash is another one here, because ids that it names were taken."))
        author = str(row.get("author", ""))[:100]
        note = " ".join(each for each in (str(row.get("note", "")), _("By %(name)s.") % {"name": author}) if each)
        title = writing.Words(str(row.get("title", "")), "").cleaned().title
        writing.put(item, title, body, by=run.by, note=note, at=archive_parts.moment(row.get("published_at")))
        have.add(body.sha256)
        fresh += 1
    return fresh


def _renamed(body: object, renamed: dict[str, str]) -> dict[str, Any]:
    """A body with the ids that things have here."""
    if not isinstance(body, dict):
        raise Refused(_("It has no text."))
    if not renamed:
        return body
    words = json.dumps(body)
    for old, new in renamed.items():
        words = words.replace(old, new)
    found: dict[str, Any] = json.loads(words)
    return found


def _record(run: Run, document: dict[str, Any], item: Item) -> None:
    data = document.get("record")
    kind = kinds.of(item.kind).record
    if kind is None or not isinstance(data, dict) or Record.objects.filter(item=item).exists():
        return
    try:  # a record that its own kind cannot read, show or judge is none
        kind.lines(data), kind.start(data), kind.words(data), Shown(kind, data, 0, None).said
        if kind.state is not None:
            kind.state(Facts(data=data))
    except Exception as error:  # whatever shape somebody gave it
        raise Refused(_("What it says in the form of its kind is damaged.")) from error
    row = Record.objects.create(item=item, data=data, saves=1, saved_at=clock.now(), saved_by_id=run.by.person)
    row.writers.add(run.by.person)


def _relate(run: Run, document: dict[str, Any]) -> None:
    item = run.items[str(document.get("uid", ""))]
    for row in archive_parts.rows(document, "relations"):
        other = run.items.get(str(row.get("other")))
        if other is not None and other.pk != item.pk and row.get("kind") in Relation.Kind.values:
            relating.put(item, Relation.Kind(row["kind"]), other, by=run.by)
