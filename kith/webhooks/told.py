"""What notices about webhooks tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.webhooks import policy

GAVE_UP = "hook_gave_up"  # about a webhook: something was not taken at any attempt
OFF = "hook_off"  # about a webhook: Kith has switched it off


def listen() -> None:
    """Let these notices be told."""
    kinds.register(GAVE_UP, lambda by, rows: _lines(by, rows, _("“%(name)s” did not take what was posted to it")))
    kinds.register(OFF, lambda by, rows: _lines(by, rows, _("The webhook “%(name)s” was switched off")))


def _lines(by: Actor, notices: list[Notice], words: str) -> dict[int, Line]:
    rows = policy.hooks.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(words % {"name": row.name}, reverse("hook", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }
