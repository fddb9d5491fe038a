"""What notices about agreements tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.agreements import policy
from kith.agreements.actions.negotiating import NEGOTIATED
from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about agreements be told."""
    kinds.register(NEGOTIATED, _negotiated)


def _negotiated(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    found = policy.agreements.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            _("%(name)s changed or said something about “%(title)s”")
            % {"name": notice.by.name if notice.by else "", "title": row.title},
            reverse("agreement", args=[row.uid]),
        )
        for notice in notices
        if (row := found.get(notice.about_id))
    }
