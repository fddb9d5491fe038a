"""What notices about reports tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.speakup import policy
from kith.speakup.actions import REPORT


def listen() -> None:
    """Let notices about reports be told."""
    kinds.register(REPORT, _told)


def _told(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    found = policy.reports.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(_("Somebody has reported something: %(title)s") % {"title": row.title}, _href(row.uid))
        for notice in notices
        if (row := found.get(notice.about_id))
    }


def _href(uid: str) -> str:
    return reverse("report", args=[uid])
