"""What notices about searches that are kept tell: how many are new, and no title."""

from django.urls import reverse
from django.utils.translation import ngettext

from kith.core.actor import Actor
from kith.finding import policy
from kith.finding.watching import FRESH
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about searches be told."""
    kinds.register(FRESH, _told)


def _told(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.watches.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            ngettext("%(n)s new page for “%(words)s”", "%(n)s new pages for “%(words)s”", row.fresh)
            % {"n": row.fresh, "words": row.query},
            reverse("watch", args=[row.uid]),
        )
        for notice in notices
        if (row := rows.get(notice.about_id)) and row.fresh
    }
