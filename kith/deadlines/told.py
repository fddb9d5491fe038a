"""What notices about deadlines tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.deadlines import alerting, queries
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let these notices be told."""
    kinds.register(alerting.DUE, lambda by, rows: _lines(by, rows, unheard=False))
    kinds.register(alerting.ESCALATED, lambda by, rows: _lines(by, rows, unheard=True))


def _lines(by: Actor, notices: list[Notice], *, unheard: bool) -> dict[int, Line]:
    shown = queries.of([notice.about_id for notice in notices], by)
    if unheard:
        words = _("Nobody has answered: %(what)s of “%(title)s” by %(day)s")
    else:
        words = _("%(what)s of “%(title)s” by %(day)s")
    return {
        notice.pk: Line(
            words % {"what": row.words, "title": row.line.words, "day": date_format(row.alert.day)},
            reverse("deadline", args=[row.alert.uid]),
        )
        for notice in notices
        if (row := shown.get(notice.about_id))
    }
