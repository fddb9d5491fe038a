"""The days by which findings have to be mended."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.assurance import checks, policy
from kith.assurance.models import Finding
from kith.core.actor import Actor
from kith.deadlines import sources
from kith.deadlines.sources import Due, Line, Source, Wanted

FINDING, MENDED = "finding", "mended"  # as deadlines name them


def listen() -> None:
    """Let findings have deadlines."""
    sources.register(FINDING, Source(dues=_dues, lines=_lines, sorts={MENDED: gettext_lazy("What was found, mended")}))


def _dues(wanted: Wanted) -> Iterator[Due]:
    """Days of findings that are neither closed nor said to be mended."""
    rows = Finding.objects.filter(closed_at=None, answered_at=None)
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    if wanted.organisation_id is not None:
        rows = rows.filter(organisation=wanted.organisation_id)
    if wanted.until is not None:
        rows = rows.filter(due_on__lte=wanted.until)
    for row in rows.order_by("pk"):
        yield Due(row.pk, MENDED, row.due_on, row.known_since, row.organisation_id, row.owner_id)


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    rows = policy.findings.scope(by).filter(pk__in=set(ids))
    words = _("Finding: %(question)s")
    return {
        row.pk: Line(words % {"question": checks.ALL[row.check_key].question}, reverse("finding", args=[row.uid]))
        for row in rows
        if row.check_key in checks.ALL
    }
