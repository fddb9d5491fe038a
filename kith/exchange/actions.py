"""Asking for an export, making it, fetching it, and letting it go."""

import hashlib
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused, Unseen
from kith.core.sealing import streams
from kith.exchange import events, gathering, policy
from kith.exchange.formats import FORMATS
from kith.exchange.formats.base import Job, Reader
from kith.exchange.models import Export
from kith.exchange.paths import safe
from kith.files.store import AT_ONCE as BYTES
from kith.identity import behalf
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.notices import actions as notices

READY = "export"  # the kind of notices
KEPT = timedelta(days=7)
AT_ONCE = 3  # exports of one person that are being made
STEP = 20  # pages between two words about how far it is


@transaction.atomic
def ask(scope: str, uid: str, form: str, *, by: Actor) -> Export:
    """Ask for an export; a worker makes it.

    Raises:
        Unseen: there is no such page or space for her.
        Refused: no such format, or three are being made for her already.
    """
    if form not in FORMATS:
        raise Refused(_("Choose a format."), "format")
    running = policy.exports.scope(by).filter(finished_at=None, failed="", gone_at=None)
    if running.filter(asked_at__gt=clock.now() - timedelta(hours=1)).count() >= AT_ONCE:
        raise Refused(_("Three exports are being made for you already. Wait until one of them is done."))
    thing: dict[str, Any] = {}
    if scope == Export.Scope.SPACE:
        thing["space"] = knowledge.spaces.scope(by).filter(uid=uid).first()
    elif scope in Export.Scope.values:
        thing["item"] = knowledge.items.scope(by).filter(uid=uid).first()
    if not any(thing.values()):
        raise Unseen("Export")
    row = Export.objects.create(
        person_id=by.person,
        organisation_id=by.organisation,
        scope=scope,
        format=form,
        asked_at=clock.now(),
        **thing,
    )
    ledger.record(events.ExportAsked(by=by, export_id=row.pk, scope=scope, format=form))
    return row


def make(pk: int) -> bool:
    """Make an export; whether there is a file now. What stops it is said in its row.

    It is made for whoever asked, with what she may see at this moment; who belongs to nobody any more gets none.
    """
    row = (
        Export.objects.select_related("person", "organisation", "space", "item").filter(pk=pk, finished_at=None).first()
    )
    if row is None:
        return False
    return behalf.do(
        row.person,
        row.organisation_id,
        partial(_make, row),
        partial(_fail, row),
        not_hers=gettext_lazy("It is not open to you any more."),
        broken=gettext_lazy("It could not be made. Ask whoever runs this Kith to look into its log."),
    )


def _make(row: Export, by: Actor) -> bool:
    view = sight.of(by)
    gathered = gathering.of(row, view)
    if not gathered.pages:
        return _fail(row, _("There is nothing in it that is open to you."))
    titles = {item.uid: item.title for item in gathered.pages}
    gathered.titles |= titles
    row.total, row.left_out, row.done = len(gathered.pages), gathered.left_out, 0
    row.save(update_fields=["total", "left_out", "done"])
    first = gathered.pages[0]
    job = Job(
        title=row.space.name if row.space else first.title,
        owner=first.organisation.name,
        outside=any(item.organisation_id != by.organisation_id for item in gathered.pages),
        gathered=gathered,
        view=view,
        reader=Reader(row.person.name, row.organisation.name),
        made_at=clock.now(),
        tick=lambda: _tick(row),
    )
    kind = FORMATS[row.format]
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder()) as place:
        made = Path(place) / "export"
        kind.write(job, made)
        row.sha256, row.size = _hash(made), made.stat().st_size
        _seal(made, Path(place) / "sealed").replace(path_of(row))
    row.name = f"{safe(job.title)}{kind.ending}"
    row.item_ids = [item.pk for item in gathered.pages]
    row.done, row.finished_at = row.total, clock.now()
    with transaction.atomic():
        if not Export.objects.select_for_update().filter(pk=row.pk).exists():  # she was erased in between
            path_of(row).unlink(missing_ok=True)
            return False
        row.save()
        ledger.record(events.ExportMade(by=by, export_id=row.pk, items=row.total, sha256=row.sha256))
        notices.tell(READY, row.pk, [(row.person_id, row.organisation_id)], by=SYSTEM)
    return True


def _tick(row: Export) -> None:
    row.done += 1
    if row.done % STEP == 0:
        Export.objects.filter(pk=row.pk).update(done=row.done)


def _fail(row: Export, sentence: str) -> bool:
    row.failed, row.finished_at = sentence[:300], clock.now()
    row.save(update_fields=["failed", "finished_at"])
    return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(made: Path, sealed: Path) -> Path:
    with made.open("rb") as file, sealed.open("wb") as out:
        streams.pour(iter(lambda: file.read(BYTES), b""), out)
    return sealed


def folder() -> Path:
    """Where exports lie until they go."""
    return Path(settings.KITH_DATA) / "exports"


def path_of(row: Export) -> Path:
    """Where an export's file lies, under its seal."""
    return folder() / row.uid


def sealed_with() -> dict[str, int]:
    """How many exports each key seals. They are not sealed anew: after a week they are gone."""
    return streams.count(folder().glob("*"))


def opened(row: Export) -> BinaryIO:
    """An export's bytes."""
    return streams.reader(path_of(row).open("rb"))


@transaction.atomic
def fetch(uid: str, *, by: Actor) -> Export:
    """Take note that somebody fetches her export.

    Raises:
        Unseen: there is none of hers, or it is gone.
        Refused: something in it is not open to her any more.
    """
    row = policy.exports.scope(by).filter(uid=uid, gone_at=None, failed="", finished_at__isnull=False).first()
    if row is None or not path_of(row).exists():
        raise Unseen("Export")
    seen = Item.objects.filter(knowledge.seen(sight.of(by)), pk__in=row.item_ids).count()
    if seen != len(row.item_ids):
        raise Refused(_("Something in it is not open to you any more. Ask for it anew: what is still open comes in."))
    notices.read_about(READY, [row.pk], by=by)
    ledger.record(events.ExportFetched(by=by, export_id=row.pk))
    return row


def sweep() -> int:
    """Let go of exports that are a week old; how many."""
    old = list(Export.objects.filter(asked_at__lt=clock.now() - KEPT, gone_at=None))
    for row in old:
        path_of(row).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[row.pk for row in old]).update(gone_at=clock.now())
    return len(old)
