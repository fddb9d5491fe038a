"""What notices about inventions tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.register import policy
from kith.register.actions import inventions


def listen() -> None:
    """Let these notices be told."""
    kinds.register(inventions.TOLD, lambda by, rows: _lines(by, rows, _("An invention was told: “%(title)s”")))
    kinds.register(inventions.ANSWERED, lambda by, rows: _lines(by, rows, _("There is an answer to “%(title)s”")))


def _lines(by: Actor, notices: list[Notice], words: str) -> dict[int, Line]:
    rows = policy.inventions.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(words % {"title": row.title}, reverse("invention", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }
