"""Gaps: what was looked for in vain, and who was asked to write it down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.commitments import actions as commitments
from kith.commitments import subjects
from kith.commitments.actions import Promise
from kith.commitments.models import Commitment
from kith.commitments.subjects import Line, Subject, Thing
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.finding import events
from kith.identity import queries as identity
from kith.knowledge.promises import ITEM
from kith.search.models import Missed

GAP = "gap"  # the kind of thing, as commitments name it
SHOWN = 100


@dataclass(frozen=True)
class Gap:
    """Something that was looked for in vain, and what was promised about it."""

    row: Missed
    promise: Commitment | None


def listen() -> None:
    """Let commitments be about gaps."""
    subjects.register(GAP, Subject(seen=_seen, find=_find, seats=_seats, lines=_lines, proof=subjects.of(ITEM).proof))


def of(by: Actor) -> list[Gap]:
    """The gaps of an organisation, the newest first; for its keepers."""
    rows = list(_mine(by).filter(answered_at=None).order_by("-at", "-pk")[:SHOWN])
    promises = Commitment.objects.filter(about=GAP, about_id__in=[row.pk for row in rows]).select_related("owner")
    newest = {row.about_id: row for row in promises.order_by("pk")}
    return [Gap(row, newest.get(row.pk) if row.asked_at else None) for row in rows]


@transaction.atomic
def ask(pk: int, owner_id: int, due_on: date, *, by: Actor) -> Commitment:
    """Ask somebody to write down what was looked for in vain.

    Raises:
        Unseen: she keeps no such gap.
        Refused: somebody was asked already, or the day has passed.
    """
    row = _mine(by).select_for_update().filter(pk=pk).first()
    if row is None:
        raise Unseen("Gap")
    if row.asked_at is not None:
        raise Refused(_("Somebody was asked already."))
    words = _("Write down what is looked for: %(words)s") % {"words": row.text}
    made = commitments.make(GAP, str(pk), Promise(words, owner_id, due_on), by=by)
    Missed.objects.filter(pk=pk).update(asked_at=clock.now())
    ledger.record(events.GapAsked(by=by, gap_id=pk, person_id=owner_id))
    return made


def _mine(by: Actor) -> "QuerySet[Missed]":
    return Missed.objects.filter(organisation_id=by.organisation) if by.keeps else Missed.objects.none()


def _seen(by: Actor) -> "QuerySet[Missed, int]":
    return _mine(by).values_list("pk", flat=True)


def _find(uid: str, by: Actor) -> Thing:
    row = _mine(by).filter(pk=int(uid)).first() if uid.isascii() and uid.isdigit() else None
    if row is None:
        raise Unseen("Gap")
    return Thing(row.pk, row.organisation_id)


def _seats(pk: int, by: Actor) -> Mapping[int, int]:
    row = Missed.objects.get(pk=pk)
    return {seat.person_id: row.organisation_id for seat in identity.colleagues(row.organisation_id)}


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    if not by.present:
        return {}
    rows = Missed.objects.filter(organisation_id=by.organisation, pk__in=set(ids), asked_at__isnull=False)
    return {row.pk: Line(row.text, f"{reverse('search')}?{urlencode({'q': row.text})}") for row in rows}
