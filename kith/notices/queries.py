"""A person's notices, as far as she may still see what they are about."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from kith.core.actor import Actor
from kith.core.prepared import Prepared, number
from kith.notices import actions
from kith.notices.kinds import KINDS, Line
from kith.notices.models import Notice, Quiet

MOST_WAITING = 200  # new notices of one person that a page reads; above it counts them
SHOWN = 100


@dataclass(frozen=True)
class Told:
    """A notice and what it tells."""

    notice: Notice
    line: Line


@dataclass(frozen=True)
class Inbox:
    """The newest notices, and whether she is mailed about them."""

    told: list[Told]
    mails: bool

    @property
    def unread(self) -> int:
        """How many of them are new to her."""
        return sum(told.notice.read_at is None for told in self.told)


def inbox(by: Actor) -> Inbox:
    """The newest notices of somebody. Those about what she may not see any more count as read from now on."""
    notices = list(actions.of(by).select_related("by").order_by("-at", "-pk")[:SHOWN])
    kinds: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        kinds[notice.kind].append(notice)
    lines: dict[int, Line] = {}
    for kind, rows in kinds.items():
        if kind in KINDS:
            lines |= KINDS[kind](by, rows)
    for notice in notices:
        if notice.pk not in lines and notice.read_at is None:
            actions.read(notice.uid, by=by)
    told = [Told(notice, lines[notice.pk]) for notice in notices if notice.pk in lines]
    return Inbox(told, not Quiet.objects.filter(person=by.person_id).exists())


def unread(by: Actor) -> int:
    """How many notices are new to her."""
    for (count,) in _UNREAD.rows(None, {"person": by.person_id, "organisation": by.organisation_id}):
        return int(count)
    return 0


def waiting(by: Actor) -> list[tuple[str, int]]:
    """What her new notices are about: kind and id of each, `MOST_WAITING` at most."""
    return list(_WAITING.rows(None, {"person": by.person_id, "organisation": by.organisation_id}))


_WAITING = Prepared(
    lambda _shape: Notice.objects.filter(
        person=number("person"), organisation=number("organisation"), read_at=None
    ).values_list("kind", "about_id")[:MOST_WAITING]
)
_UNREAD = Prepared(
    lambda _shape: (
        Notice.objects.filter(person=number("person"), organisation=number("organisation"), read_at=None)
        .values("organisation")
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)
