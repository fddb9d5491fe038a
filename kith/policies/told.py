"""What notices about policies and trainings tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.policies import actions, queries


def listen() -> None:
    """Let these notices be told."""
    kinds.register(actions.DUE, _due)


def _due(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = {row.requirement.pk: row for row in queries.waiting(by)}
    note, train = _("Please take note of “%(title)s”"), _("You are asked for a training: “%(title)s”")
    return {
        notice.pk: Line((note if row.item else train) % {"title": row.title}, reverse("mine_asked"))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }
