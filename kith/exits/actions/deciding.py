"""What becomes of pages that the other sides were shown: said by their owner, carried out by who holds them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.deadlines import alerting
from kith.exits import days, events, gathering, told
from kith.exits.actions.holding import held
from kith.exits.models import Piece, Side
from kith.exits.standing import State
from kith.identity import queries as identity
from kith.notices import actions as notices

Decision = Piece.Decision
WITH_WORDS = {Decision.KEEP, Decision.FREE}


@transaction.atomic
def decide(uid: str, piece_uids: Collection[str] | None, decision: str, words: str, *, by: Actor) -> int:
    """Say what becomes of some of our pages that another side was shown, or (None) of all of them; how many.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: nothing is chosen, a page is not ours, the list is confirmed, or words are missing.
    """
    mine = held(uid, by)
    if decision not in Decision.values:
        raise Refused(_("Choose what becomes of them."), "decision")
    needed = _("Say under which licence or until when, or why it is free.") if decision in WITH_WORDS else None
    said = plain.words(words, "words", 500, needed)
    if mine.side.listed_at:
        raise Refused(_("You have confirmed what becomes of them, and the other side goes by it."))
    rows = _chosen(mine.row.pieces.filter(owner=by.organisation_id), piece_uids)
    if set(mine.certified) & {row.holder_id for row in rows}:
        raise Refused(_("They have certified already what they do with it."))
    ids = tuple(row.pk for row in rows)
    mine.row.pieces.filter(pk__in=ids).update(
        decision=decision, words=said, decided_at=clock.now(), decided_by=by.person
    )
    ledger.record(
        events.PiecesDecided(by=by, owner_id=by.organisation, exit_id=mine.row.pk, piece_ids=ids, decision=decision)
    )
    return len(ids)


@transaction.atomic
def confirm_list(uid: str, *, by: Actor) -> Side:
    """Say that one has looked through what the others were shown, and that it is decided what becomes of it.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: access is open, so that the list is not whole yet; or it was confirmed.
    """
    mine = held(uid, by)
    _must_be_whole(mine.state, mine.row.gathered_at is not None)
    if mine.side.listed_at:
        raise Refused(_("It is confirmed already."))
    gathering.gather(mine.row)  # what was told, and confirmed to them since
    mine.side.listed_at, mine.side.listed_by_id = clock.now(), by.person
    mine.side.save(update_fields=["listed_at", "listed_by"])
    ledger.record(events.ListConfirmed(by=by, owner_id=by.organisation, exit_id=mine.row.pk))
    alerting.settle(days.EXIT, [mine.side.pk])
    others = [side.organisation_id for side in mine.sides if side is not mine.side]
    notices.tell(told.LISTED, mine.row.pk, identity.keepers(others), by=by)
    return mine.side


@transaction.atomic
def carry_out(uid: str, piece_uids: Collection[str] | None, *, by: Actor) -> int:
    """Say that our people have returned or deleted copies of pages of another side, or (None) of all; how many.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: access is open; nothing is chosen; a page is not held by us, waits for nothing, or is not decided.
    """
    mine = held(uid, by)
    _must_be_whole(mine.state, mine.row.gathered_at is not None)
    held_by_us = mine.row.pieces.filter(holder=by.organisation_id)
    if piece_uids is None:
        held_by_us = held_by_us.filter(decision__in=Piece.TO_CARRY_OUT, done_at=None)
    rows = _chosen(held_by_us, piece_uids)
    if not all(row.waits for row in rows):
        raise Refused(_("Choose pages of which copies are to be returned or deleted, and were not yet."))
    if {row.owner_id for row in rows} & set(mine.undecided(clock.now())):
        raise Refused(_("The other side may still decide what becomes of them. You are told when it has."))
    ids = tuple(row.pk for row in rows)
    mine.row.pieces.filter(pk__in=ids).update(done_at=clock.now(), done_by=by.person)
    ledger.record(events.PiecesDone(by=by, owner_id=by.organisation, exit_id=mine.row.pk, piece_ids=ids))
    return len(ids)


def _must_be_whole(state: State, gathered: bool) -> None:
    if state == State.NOTICE or not gathered:
        raise Refused(_("Access is still open, or closed just now: what was shown is not listed for good yet."))


def _chosen(pieces: QuerySet[Piece], uids: Collection[str] | None) -> list[Piece]:
    """Those of the pieces that were chosen; all of them when None.

    Raises:
        Refused: nothing is chosen, or what is not among them.
    """
    if uids is None:
        uids = list(pieces.values_list("uid", flat=True))
    asked = set(uids)
    if not asked:
        raise Refused(_("Choose at least one page."))
    rows = list(pieces.filter(uid__in=asked).order_by("pk"))
    if len(rows) != len(asked):
        raise Refused(_("One of these pages is not yours to decide."))
    return rows
