"""What notices about exports and imports tell."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.exchange import policy
from kith.exchange.actions import READY
from kith.exchange.bringing_work import READY as READ
from kith.exchange.models import Import
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about exports be told."""
    kinds.register(READY, _told)
    kinds.register(READ, _read)


def _told(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.exports.scope(by).filter(gone_at=None).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(_("Your export is ready: %(name)s") % {"name": row.name}, reverse("exports"))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }


def _read(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.imports.scope(by).in_bulk([notice.about_id for notice in notices])
    return {notice.pk: _line(row) for notice in notices if (row := rows.get(notice.about_id))}


def _line(row: Import) -> Line:
    words = _("%(name)s is in") if row.state == Import.State.DONE else _("%(name)s is read: look at what comes in")
    return Line(words % {"name": row.name}, reverse("import", args=[row.uid]))
