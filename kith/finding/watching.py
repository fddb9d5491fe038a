"""Keeping a search, letting it go, and looking it through for what is new."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Denied, Refused, Unseen
from kith.finding import events, policy
from kith.finding.models import Watch
from kith.identity import queries as identity
from kith.knowledge.queries import search
from kith.notices import actions as notices

FRESH = "watch"  # the kind of notices
MOST = 50  # searches that one person keeps
NARROWINGS = ("space", "owner", "kind")


@transaction.atomic
def keep(query: str, narrowed: dict[str, str], *, by: Actor) -> Watch:
    """Keep a search. What answers it now is known; she is told of what comes.

    Raises:
        Refused: nothing is asked, or fifty are kept already.
    """
    words = " ".join(query.replace("\x00", " ").split())[:400]
    if not words:
        raise Refused(_("There is nothing to keep: look for something first."), "q")
    kept = {name: str(narrowed[name])[:20] for name in NARROWINGS if narrowed.get(name)}
    mine = policy.watches.scope(by)
    if (there := mine.filter(query=words, narrowed=kept).first()) is not None:
        return there
    if mine.count() >= MOST:
        raise Refused(_("Fifty searches are kept for you already. Let one go first."))
    now = clock.now()
    row = Watch.objects.create(
        person_id=by.person,
        organisation_id=by.organisation,
        query=words,
        narrowed=kept,
        known=search.answering_ids(by, words, **kept),
        made_at=now,
        looked_at=now,
    )
    ledger.record(events.SearchKept(by=by, watch_id=row.pk))
    return row


@transaction.atomic
def let_go(uid: str, *, by: Actor) -> None:
    """Let a search go that was kept.

    Raises:
        Unseen: there is none of hers.
    """
    row = _mine(uid, by)
    ledger.record(events.SearchLetGo(by=by, watch_id=row.pk))
    row.delete()


def be_told(uid: str, tells: bool, *, by: Actor) -> None:
    """Say whether she wants to be told of what is new.

    Raises:
        Unseen: there is none of hers.
    """
    Watch.objects.filter(pk=_mine(uid, by).pk).update(tells=tells)


def look(uid: str, *, by: Actor) -> Watch:
    """Take note that she looks at what answers a search now.

    Raises:
        Unseen: there is none of hers.
    """
    row = _mine(uid, by)
    known = search.answering_ids(by, row.query, **row.narrowed)
    Watch.objects.filter(pk=row.pk).update(known=known, fresh=0)
    notices.read_about(FRESH, [row.pk], by=by)
    return row


def _mine(uid: str, by: Actor) -> Watch:
    row = policy.watches.scope(by).filter(uid=uid).first()
    if row is None:
        raise Unseen("Watch")
    return row


def look_through(pk: int) -> int:
    """Look a search through for what is new, as whoever keeps it; how many. She is told a number and no title."""
    row = Watch.objects.select_related("person").filter(pk=pk, tells=True).first()
    try:
        by = identity.admitted(row.person, row.organisation_id) if row else None
    except Denied:
        return 0
    if row is None or by is None:
        return 0
    now: list[int] = search.answering_ids(by, row.query, **row.narrowed)
    fresh = len(set(now) - set(row.known))
    with transaction.atomic():
        changed: dict[str, Any] = {"looked_at": clock.now()}
        if fresh > row.fresh:
            notices.tell(FRESH, row.pk, [(row.person_id, row.organisation_id)], by=SYSTEM)
        if fresh != row.fresh:
            changed["fresh"] = fresh
        Watch.objects.filter(pk=row.pk).update(**changed)
    return fresh
