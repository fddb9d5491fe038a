"""What notices about exits tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.exits import policy
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice

OPENED = "exit_opened"  # about an exit: it is work for us now
CLOSED = "exit_access_closed"  # about an exit: access has closed, all that was shown is listed
LISTED = "exit_listed"  # about an exit: the other side has said what becomes of what is theirs
CERTIFIED = "exit_certified"  # about an exit: the other side has certified


def listen() -> None:
    """Let these notices be told."""
    kinds.register(OPENED, lambda by, rows: _lines(by, rows, _("“%(title)s” ends: see what that asks of you")))
    kinds.register(CLOSED, lambda by, rows: _lines(by, rows, _("“%(title)s” is over: all that was shown is listed")))
    kinds.register(LISTED, lambda by, rows: _lines(by, rows, _("They have decided: “%(title)s”")))
    kinds.register(CERTIFIED, lambda by, rows: _lines(by, rows, _("The other side has certified: “%(title)s”")))


def _lines(by: Actor, notices: list[Notice], words: str) -> dict[int, Line]:
    rows = policy.exits.scope(by).select_related("agreement").in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(words % {"title": row.agreement.title}, reverse("exit", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }
