"""The days by which each side has done what the end asks of it, and by which copies in backups are gone."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.core.actor import Actor
from kith.deadlines import sources
from kith.deadlines.sources import Due, Line, Source, Wanted
from kith.exits import policy
from kith.exits.models import Side

EXIT = "exit"  # the kind of thing, as deadlines name it: one side of an exit
WHOLE, BACKUPS = "whole", "backups"
OPEN = Q(listed_at=None) | Q(results_at=None) | Q(certified_at=None) | Q(reviewed_at=None)


def listen() -> None:
    """Let exits have deadlines."""
    sorts = {WHOLE: gettext_lazy("What the end asks of us"), BACKUPS: gettext_lazy("Copies in backups, overwritten")}
    sources.register(EXIT, Source(dues=_dues, lines=_lines, sorts=sorts))


def _dues(wanted: Wanted) -> Iterator[Due]:
    copies = Q(backups_until__isnull=False, backups_gone_at=None, certified_at__isnull=False)
    rows = Side.objects.filter(OPEN | copies).select_related("exit__agreement")
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    if wanted.organisation_id is not None:
        rows = rows.filter(organisation=wanted.organisation_id)
    for row in rows.order_by("pk"):
        zone = row.exit.agreement.zone
        days = []
        if not row.is_whole:
            days.append((WHOLE, row.due_on, row.known_since))
        if row.certified_at and row.backups_until and row.backups_gone_at is None:
            days.append((BACKUPS, row.backups_until, row.certified_at.date()))
        for what, day, known in days:
            if wanted.until is None or day <= wanted.until:
                yield Due(row.pk, what, day, known, row.organisation_id, None, zone)


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    seen = policy.exits.scope(by).order_by().values("pk")
    rows = Side.objects.filter(pk__in=set(ids), organisation=by.organisation_id, exit__in=seen)
    words = _("End of “%(title)s”")
    return {
        row.pk: Line(words % {"title": row.exit.agreement.title}, reverse("exit", args=[row.exit.uid]))
        for row in rows.select_related("exit__agreement")
    }
