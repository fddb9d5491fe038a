"""Recordings and transcripts of a session: kept with it, and attached to its draft when that is made."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.files import letting_go, store
from kith.knowledge.actions import attaching
from kith.knowledge.actions.attaching import Prepared
from kith.knowledge.models import Attachment, Item
from kith.spiral import events, locks
from kith.spiral.models import Session, SessionFile

MOST = 20  # files of one session


def add(uid: str, name: str, chunks: Iterable[bytes], *, by: Actor) -> SessionFile:
    """Keep a recording or a transcript with a session.

    Raises:
        Unseen, Denied: the session is not hers, or over; nothing is stored then.
        Refused: no name, empty, too large, or too many.
    """
    locks.check_session(uid, by)
    shown = attaching.clean_name(name)
    prepared = attaching.prepare(shown, chunks)
    with transaction.atomic():
        session = locks.session(uid, by)
        if session.files.filter(removed_at=None).count() >= MOST:
            raise Refused(_("A session takes %(n)s files at most.") % {"n": MOST}, "file")
        row = SessionFile.objects.create(
            session=session,
            name=shown,
            media_type=prepared.media_type,
            size=prepared.kept.size,
            sha256=prepared.kept.sha256,
            text=prepared.text,
            text_note=prepared.note[:300],
            added_at=clock.now(),
            added_by_id=by.person,
        )
        owner = session.space.organisation_id
        ledger.record(events.SessionFileAdded(by=by, owner_id=owner, session_id=session.pk, file_id=row.pk))
        return row


@transaction.atomic
def remove(uid: str, file_uid: str, *, by: Actor) -> None:
    """Take a file away from a session."""
    session = locks.session(uid, by)
    row = session.files.filter(uid=file_uid, removed_at=None).first()
    if row is None:
        raise Unseen("SessionFile")
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    letting_go.note(row.sha256)
    owner = session.space.organisation_id
    ledger.record(events.SessionFileRemoved(by=by, owner_id=owner, session_id=session.pk, file_id=row.pk))


def hand_to(item: Item, session: Session, *, by: Actor) -> list[Attachment]:
    """Attach a session's files to its draft, in the caller's transaction."""
    return [
        attaching.record(
            item,
            row.name,
            Prepared(store.Stored(row.sha256, row.size), row.media_type, row.text, row.text_note),
            by=by,
        )
        for row in session.files.filter(removed_at=None).order_by("pk")
    ]
