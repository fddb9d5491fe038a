"""What notices about exports tell."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.exchange import policy
from kith.exchange.actions import READY
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about exports be told."""
    kinds.register(READY, _told)


def _told(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.exports.scope(by).filter(gone_at=None).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(_("Your export is ready: %(name)s") % {"name": row.name}, reverse("exports"))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }
