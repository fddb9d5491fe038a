"""What lower floors are told of requests: that votes, tasks, deadlines and notices are about them."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.commitments import subjects as commitments
from kith.committee import policy
from kith.committee.actions import asking, deciding
from kith.committee.actions.asking import PURPOSE, REQUEST
from kith.committee.models import Request
from kith.committee.queries import requests
from kith.core.actor import Actor
from kith.core.errors import Sentence
from kith.deadlines import sources
from kith.deadlines.sources import Due, Source, Wanted
from kith.knowledge.actions import releasing
from kith.meetings import subjects as meetings
from kith.meetings.models import Committee, Seat
from kith.notices import kinds
from kith.notices.models import Notice


def listen() -> None:
    """Register with all of them."""
    meetings.register_purpose(
        PURPOSE, gettext_lazy("Intellectual property: what is shown, licensed, filed and published")
    )
    meetings.register(REQUEST, meetings.Subject(lines=_ballot_lines))
    sorts = {deciding.DO: gettext_lazy("Do what was decided")}
    commitments.register(
        REQUEST,
        commitments.Subject(
            seen=_seen, find=_find, seats=_seats, lines=_lines, proof=lambda _uid, _by: None, sorts=sorts
        ),
    )
    days: Mapping[str, Sentence] = {
        "answer": gettext_lazy("Answer of the committee"),
        "ratify": gettext_lazy("Vote on what the chair decided alone"),
        "until": gettext_lazy("End of what was granted"),
    }
    sources.register(REQUEST, Source(dues=_dues, lines=_due_lines, sorts=days))
    kinds.register(asking.ASKED, lambda by, rows: _told(by, rows, _("The committee is asked: “%(title)s”")))
    kinds.register(deciding.DECIDED, lambda by, rows: _told(by, rows, _("There is a decision on “%(title)s”")))
    releasing.DECIDED_ELSEWHERE.append(_decides)


def _decides(organisation_id: int) -> Sentence | None:
    """Where there is a committee for intellectual property, it releases what holds somebody else's confidence."""
    there = Committee.objects.filter(organisation=organisation_id, purpose=PURPOSE, closed_at=None).exists()
    return gettext_lazy("Your committee for intellectual property decides that. Ask it.") if there else None


def _seen(by: Actor) -> "QuerySet[Request, int]":
    return policy.requests.scope(by).order_by().values_list("pk", flat=True)


def _find(uid: str, by: Actor) -> commitments.Thing:
    row = asking.held(uid, "see", by)
    return commitments.Thing(row.pk, row.organisation_id)


def _seats(pk: int, by: Actor) -> Mapping[int, int]:
    row = Request.objects.select_related("committee").get(pk=pk)
    return dict.fromkeys(requests.seats_of(row), row.organisation_id)


def _rows(by: Actor, ids: Iterable[int]) -> "QuerySet[Request]":
    return policy.requests.scope(by).filter(pk__in=set(ids))


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, commitments.Line]:
    return {row.pk: commitments.Line(row.title, reverse("request", args=[row.uid])) for row in _rows(by, ids)}


def _ballot_lines(by: Actor, ids: Iterable[int]) -> dict[int, meetings.Line]:
    return {row.pk: meetings.Line(row.title, reverse("request", args=[row.uid])) for row in _rows(by, ids)}


def _due_lines(by: Actor, ids: Iterable[int]) -> dict[int, sources.Line]:
    return {row.pk: sources.Line(row.title, reverse("request", args=[row.uid])) for row in _rows(by, ids)}


def _dues(wanted: Wanted) -> Iterator[Due]:
    """The days of requests: by when to answer, to ratify, and when what was granted ends."""
    rows = Request.objects.filter(withdrawn_at=None, over_at=None).exclude(decided_at__isnull=False, granted=False)
    rows = rows.exclude(decided_at__isnull=False, until=None, ratify_by=None)
    if wanted.organisation_id is not None:
        rows = rows.filter(organisation=wanted.organisation_id)
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    chairs = dict(Seat.objects.live().filter(chairs=True).values_list("committee_id", "person_id"))
    for row in rows.order_by("pk"):
        days = [] if row.decided_at else [("answer", row.answer_by, row.asked_at)]
        if row.decided_at and row.to_ratify and row.ratify_by:
            days.append(("ratify", row.ratify_by, row.decided_at))
        if row.decided_at and row.until:
            days.append(("until", row.until, row.decided_at))
        for what, day, since in days:
            if wanted.until is None or day <= wanted.until:
                yield Due(row.pk, what, day, since.date(), row.organisation_id, chairs.get(row.committee_id))


def _told(by: Actor, notices: list[Notice], words: str) -> dict[int, kinds.Line]:
    rows = _rows(by, [notice.about_id for notice in notices]).in_bulk()
    return {
        notice.pk: kinds.Line(words % {"title": row.title}, reverse("request", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }
