"""Bringing something in: sending it, agreeing to what was read, dropping it, undoing it. Workers do what takes time."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock, ids
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Refused, Unseen
from kith.exchange import events, policy
from kith.exchange.models import Import
from kith.exchange.reading.endings import READABLE
from kith.knowledge import locks, sight
from kith.knowledge.actions import attaching
from kith.knowledge.models import Item
from kith.knowledge.queries import references
from kith.prose import profile as profiles

AT_ONCE = 3  # imports of one person at which workers are
LARGEST = 4 * 1024**3  # bytes
KEPT = timedelta(days=30)  # what was read and not agreed to

State = Import.State


def folder(row: Import) -> Path:
    """Where an import lies until it is in: what was sent, and the desk on which it was read."""
    return Path(settings.KITH_DATA) / "imports" / row.uid


def sent_file(row: Import) -> Path:
    """What was sent, until it is in or dropped: in the clear, because what reads it wants files."""
    return folder(row) / "sent"


def send(
    space_uid: str,
    name: str,
    chunks: Iterable[bytes],
    *,
    by: Actor,
    under_uid: str = "",
    classification: int = Classification.INTERNAL,
    documents: str = "",
    profile: str = "",
    earlier_uid: str = "",
) -> Import:
    """Send something that is to come into a space; a worker reads it.

    Args:
        under_uid: the page below which it comes; empty is the root of the space.
        profile: how template tags in its pages are read; empty reads none.
        earlier_uid: the import of which this is a newer edition.

    Raises:
        Unseen, Denied: the space or page is not hers to write in.
        Refused: nobody can read files of that kind; empty; too large; three are under way.
    """
    with transaction.atomic():
        space = locks.space(space_uid, by, "write")
    if space.organisation_id != by.organisation_id:
        raise Refused(_("What comes in needs an owner here: somebody whose own space it is brings it in."), "file")
    shown = attaching.clean_name(name)
    if Path(shown).suffix.lower() not in READABLE:
        raise Refused(_("Files of this kind cannot be read as pages. Attach it to a page instead."), "file")
    mine = policy.imports.scope(by)
    if mine.filter(state__in=Import.WAITS).count() >= AT_ONCE:
        raise Refused(_("Three imports of yours are under way. Wait until one of them is done."), "file")
    earlier = mine.filter(uid=earlier_uid, space=space).first() if earlier_uid else None
    now = clock.now()
    row = Import(
        uid=ids.new(),
        person_id=by.person,
        organisation_id=by.organisation,
        space=space,
        under=_page(under_uid, space.pk, by),
        classification=classification,
        documents=documents,
        profile=_profile(profile),
        name=shown,
        sent_at=now,
        moved_at=now,
    )
    row.series = earlier.series if earlier else row.uid
    try:
        row.size, row.sha256 = _keep(sent_file(row), chunks)
        with transaction.atomic():
            row.save()
            ledger.record(events.ImportSent(by=by, import_id=row.pk, space_id=space.pk))
    except BaseException:
        shutil.rmtree(folder(row), ignore_errors=True)
        raise
    return row


def _page(uid: str, space_id: int, by: Actor) -> Item | None:
    if not uid:
        return None
    item = references.titles([uid], sight.of(by)).get(uid)
    if item is None or item.space_id != space_id or item.binned_at is not None:
        raise Unseen("Item")
    return item


def _profile(name: str) -> str:
    """The name of a shipped profile; empty for none."""
    if name:
        try:
            profiles.shipped(name)
        except profiles.BadProfile as error:
            raise Refused(str(error), "profile") from error
    return name


def _keep(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write what was sent to the disk; its size and hash."""
    digest, size = hashlib.sha256(), 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    raise Refused(_("This file is larger than 4 GB. Send it in parts."), "file")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Refused(_("The file was not saved: the server's disk is full or cannot be written."), "file") from error
    if size == 0:
        raise Refused(_("This file is empty."), "file")
    return size, digest.hexdigest()


@transaction.atomic
def agree(uid: str, *, by: Actor) -> Import:
    """Say that what was read is to come in; a worker brings it.

    Raises:
        Unseen: there is no such import of hers.
        Refused: it is not read yet, or was agreed to already.
    """
    row = _held(uid, by)
    if row.state != State.READ:
        raise Refused(_("There is nothing to bring in: it was brought in already, or is still being read."))
    locks.space(row.space.uid, by, "write")
    _move(row, State.AGREED)
    ledger.record(events.ImportAgreed(by=by, import_id=row.pk, space_id=row.space_id))
    return row


@transaction.atomic
def undo(uid: str, *, by: Actor) -> Import:
    """Undo an import; a worker does it.

    Raises:
        Unseen: there is no such import of hers.
        Refused: it has not come in, or was undone.
    """
    row = _held(uid, by)
    if row.state != State.DONE and not (row.state == State.FAILED and came_in(row)):
        raise Refused(_("There is nothing to undo."))
    _move(row, State.UNDOING)
    ledger.record(events.ImportUndoing(by=by, import_id=row.pk, space_id=row.space_id))
    return row


def drop(uid: str, *, by: Actor) -> None:
    """Drop what was sent and has not come in.

    Raises:
        Unseen: there is no such import of hers.
        Refused: it is in, or on its way.
    """
    with transaction.atomic():
        row = _held(uid, by)
        if row.state not in {State.READ, State.FAILED} or came_in(row):
            raise Refused(_("It is in, or on its way: undo it once it is in."))
        _move(row, State.DROPPED)
    shutil.rmtree(folder(row), ignore_errors=True)


def came_in(row: Import) -> bool:
    """Whether something of an import is in, even if not all of it could be brought in."""
    return any(row.made.get(name) for name in ("items", "versions", "files"))


def _held(uid: str, by: Actor) -> Import:
    row = policy.imports.scope(by).select_for_update(of=("self",)).select_related("space").filter(uid=uid).first()
    if row is None:
        raise Unseen("Import")
    return row


def _move(row: Import, state: str) -> None:
    row.state, row.moved_at, row.done = state, clock.now(), 0
    row.save(update_fields=["state", "moved_at", "done"])
