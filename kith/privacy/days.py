"""The day by which an erasure has to be answered."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.core import clock
from kith.core.actor import Actor
from kith.deadlines import sources
from kith.deadlines.sources import Due, Line, Source, Wanted
from kith.privacy import policy
from kith.privacy.models import Erasure

ERASURE, ANSWER = "erasure", "answer"


def listen() -> None:
    """Let erasures have deadlines."""
    sorts = {ANSWER: gettext_lazy("Answer to somebody who asks to be erased")}
    sources.register(ERASURE, Source(dues=_dues, lines=_lines, sorts=sorts))


def _dues(wanted: Wanted) -> Iterator[Due]:
    rows = Erasure.objects.filter(answered_at=None).select_related("person")
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    if wanted.organisation_id is not None:
        rows = rows.filter(organisation=wanted.organisation_id)
    if wanted.until:
        rows = rows.filter(due_on__lte=wanted.until)
    for row in rows.order_by("pk"):
        zone = row.person.zone
        yield Due(row.pk, ANSWER, row.due_on, clock.day_of(row.asked_at, zone), row.organisation_id, None, zone)


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    rows = policy.erasures.scope(by).filter(pk__in=set(ids)).select_related("person")
    words = _("To be erased: %(who)s")
    return {row.pk: Line(words % {"who": row.person.name}, reverse("erasure", args=[row.uid])) for row in rows}
