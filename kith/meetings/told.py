"""What notices about meetings and votes tell, for their reader, when she looks."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.meetings import policy, wording
from kith.meetings.actions import balloting, calling
from kith.meetings.models import Ballot, Meeting
from kith.notices import kinds
from kith.notices.kinds import Line, Tell
from kith.notices.models import Notice


def listen() -> None:
    """Let these notices be told."""
    kinds.register(calling.CALLED, _meetings(_called))
    kinds.register(calling.MOVED, _meetings(_moved))
    kinds.register(calling.CANCELLED, _meetings(_cancelled))
    kinds.register(balloting.OPENED, _ballots(_opened))
    kinds.register(balloting.CLOSED, _ballots(_closed))


def _called(row: Meeting) -> str:
    return _("Meeting: %(title)s. %(when)s") % {"title": row.title, "when": wording.when(row)}


def _moved(row: Meeting) -> str:
    return _("Moved: %(title)s. Now %(when)s") % {"title": row.title, "when": wording.when(row)}


def _cancelled(row: Meeting) -> str:
    return _("Cancelled: %(title)s. %(reason)s") % {"title": row.title, "reason": row.reason}


def _opened(row: Ballot) -> str:
    return _("%(committee)s votes: %(question)s") % {"committee": row.committee.name, "question": row.question}


def _closed(row: Ballot) -> str:
    return f"{row.question} {wording.outcome(row.counted)}"


def _meetings(sentence: Callable[[Meeting], str]) -> Tell:
    return _telling(policy.meetings.scope, "meeting", sentence)


def _ballots(sentence: Callable[[Ballot], str]) -> Tell:
    return _telling(lambda by: policy.ballots.scope(by).select_related("committee"), "ballot", sentence)


def _telling(rows: Callable[[Actor], Any], route: str, sentence: Callable[[Any], str]) -> Tell:
    def tell(by: Actor, notices: list[Notice]) -> dict[int, Line]:
        found = rows(by).in_bulk([notice.about_id for notice in notices])
        return {
            notice.pk: Line(sentence(row), reverse(route, args=[row.uid]))
            for notice in notices
            if (row := found.get(notice.about_id))
        }

    return tell
