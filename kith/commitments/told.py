"""What notices about commitments tell, for their reader, when she looks."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.commitments import policy
from kith.commitments.reminders import CHECK, CLOSED, DUE, GIVEN
from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line, Tell
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about commitments be told."""
    kinds.register(GIVEN, _telling(lambda: _("It is yours to do: %(words)s")))
    kinds.register(DUE, _telling(lambda: _("It is due: %(words)s")))
    kinds.register(CLOSED, _telling(lambda: _("%(name)s says how it ended: %(words)s")))
    kinds.register(CHECK, _telling(lambda: _("Has it worked? %(words)s")))


def _telling(sentence: Callable[[], str]) -> Tell:
    def tell(by: Actor, notices: list[Notice]) -> dict[int, Line]:
        found = policy.commitments.scope(by).in_bulk([notice.about_id for notice in notices])
        return {
            notice.pk: Line(
                sentence() % {"name": notice.by.name if notice.by else "", "words": row.words},
                reverse("commitment", args=[row.uid]),
            )
            for notice in notices
            if (row := found.get(notice.about_id))
        }

    return tell
