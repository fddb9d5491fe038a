"""The days by which something has to be done: an insurance runs out, an answer is due."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.claims import policy
from kith.claims.models import Claim, Cover
from kith.core.actor import Actor
from kith.deadlines import sources
from kith.deadlines.sources import Due, Line, Source, Wanted

COVER, CLAIM = "cover", "claim"  # kinds, as deadlines name them
EXPIRY, REPLY = "expiry", "reply"
Row = TypeVar("Row", Cover, Claim)


def listen() -> None:
    """Let insurance and claims have deadlines."""
    expiry = {EXPIRY: gettext_lazy("Renewal, or another insurance")}
    reply = {REPLY: gettext_lazy("Answer")}
    sources.register(COVER, Source(dues=_expiries, lines=_covers, sorts=expiry))
    sources.register(CLAIM, Source(dues=_replies, lines=_claims, sorts=reply))


def _expiries(wanted: Wanted) -> Iterator[Due]:
    """Last days of what was neither renewed nor given up."""
    rows = _among(Cover.objects.filter(ended_at=None, renewed_by=None), wanted)
    for row in rows.filter(ends_on__lte=wanted.until) if wanted.until else rows:
        yield Due(row.pk, EXPIRY, row.ends_on, row.known_since, row.organisation_id, row.responsible_id, row.zone)


def _replies(wanted: Wanted) -> Iterator[Due]:
    """Days by which an open claim has to be answered."""
    rows = _among(Claim.objects.filter(closed_at=None, answered_on=None, reply_by__isnull=False), wanted)
    for row in rows.filter(reply_by__lte=wanted.until) if wanted.until else rows:
        if row.reply_by and row.reply_known_since:
            yield Due(
                row.pk, REPLY, row.reply_by, row.reply_known_since, row.organisation_id, row.responsible_id, row.zone
            )


def _among(rows: "QuerySet[Row]", wanted: Wanted) -> "QuerySet[Row]":
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    if wanted.organisation_id is not None:
        rows = rows.filter(organisation=wanted.organisation_id)
    return rows.order_by("pk")


def _covers(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    rows = policy.covers.scope(by).filter(pk__in=set(ids))
    words = _("Insurance: %(name)s")
    return {row.pk: Line(words % {"name": row.called}, reverse("cover", args=[row.uid])) for row in rows}


def _claims(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    rows = policy.claims.scope(by).filter(pk__in=set(ids))
    words = _("Claim: %(title)s")
    return {row.pk: Line(words % {"title": row.title}, reverse("claim", args=[row.uid])) for row in rows}
