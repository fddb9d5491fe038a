"""Putting a request to the vote, deciding by the votes or alone where it cannot wait, and ending what was granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.audit import ledger
from kith.commitments import actions as commitments
from kith.commitments.actions import Promise
from kith.committee import events, packs
from kith.committee.actions.asking import FEW_WORDS, REQUEST, held
from kith.committee.models import Condition, Request, Sort
from kith.core import clock, plain
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.knowledge.actions import releasing
from kith.meetings import queries as meetings
from kith.meetings.actions import balloting
from kith.meetings.models import Ballot, Outcome
from kith.notices import actions as notices

DECIDED = "request_decided"  # a notice
RATIFY = timedelta(days=14)  # within which the committee votes on what its chair decided alone
ALONE = timedelta(days=30)  # for how long at most that holds
MOST_CONDITIONS = 20
DO = "do"  # what a task of a decision is for

FOLLOWS = {
    Sort.DISCLOSE: gettext_lazy("Show it to them, under the agreement and as decided: %(title)s"),
    Sort.LICENSE: gettext_lazy("Draft the licence and enter it in the register: %(title)s"),
    Sort.PUBLISH: gettext_lazy("Publish it as decided, and enter the day in the register: %(title)s"),
    Sort.FILE: gettext_lazy("File it, and enter the right in the register: %(title)s"),
    Sort.ABANDON: gettext_lazy("Give it up in the register, and tell the office: %(title)s"),
    Sort.ACCEPT: gettext_lazy("Enter it in the register with its licence: %(title)s"),
    Sort.DISPUTE: gettext_lazy("Do what was decided in the dispute: %(title)s"),
}


@dataclass(frozen=True)
class Ruling:
    """What goes with a decision.

    Attributes:
        conditions: under which it is granted; each becomes a task.
        until: the last day on which it holds.
        owner_id: who does what follows.
        due_on: by when.
    """

    words: str
    owner_id: int
    due_on: date
    conditions: Sequence[str] = ()
    until: date | None = None


@transaction.atomic
def put(uid: str, words: str, *, by: Actor, closes_on: date | None = None) -> Ballot:
    """Put a request to the vote. What the members are shown is frozen; who asked has no vote.

    Raises:
        Unseen, Denied: she may not.
        Refused: it is voted on already, or the day makes no sense.
    """
    row = held(uid, "put", by)
    title = _("Ratify: %(title)s") if row.to_ratify else "%(title)s"
    ballot = balloting.open_about(
        row.committee,
        REQUEST,
        row.pk,
        (title % {"title": row.title})[:300],
        plain.clean(words),
        packs.of(row, by),
        {row.asked_by_id: _("Whoever asks does not decide.")},
        closes_on,
        by,
    )
    ledger.record(
        events.RequestPut(
            by=by,
            owner_id=row.organisation_id,
            request_id=row.pk,
            ballot_id=ballot.pk,
            pack_sha256=ballot.pack_sha256,
        )
    )
    return ballot


@transaction.atomic
def decide(uid: str, ruling: Ruling, *, by: Actor) -> Request:
    """Close the vote on a request, and do what was voted: the tally decides, never a person.

    Raises:
        Unseen, Denied: she may not see it, or not close the vote.
        Refused: nothing is voted on, it cannot be closed yet, or the ruling makes no sense.
    """
    row = held(uid, "see", by)
    ballot = meetings.ballot_of(REQUEST, row.pk)
    if ballot is None or ballot.closed_at is not None:
        raise Refused(_("The committee does not vote on it now."))
    if row.asked_by_id == by.person:
        raise Refused(_("You asked for it, so somebody else closes the vote."))
    closed = balloting.close(ballot.uid, by)
    if row.to_ratify:
        return _ratify(row, closed, by)
    if closed.outcome == Outcome.NO_QUORUM:
        return row  # it can be put again
    row.granted = closed.outcome == Outcome.CARRIED
    if row.granted:
        _check(row, ruling)
    _settle(row, ruling, by, ballot_id=closed.pk)
    return row


@transaction.atomic
def decide_alone(uid: str, ruling: Ruling, *, by: Actor) -> Request:
    """Grant what cannot wait, as the chair: for thirty days at most, and until the committee has voted on it.

    Raises:
        Unseen, Denied: she does not chair the committee, or asked for it herself.
        Refused: it is voted on already, or no reason or day is said.
    """
    row = held(uid, "hurry", by)
    ballot = meetings.ballot_of(REQUEST, row.pk)
    if ballot and ballot.closed_at is None:
        raise Refused(_("The committee votes on it already."))
    today = clock.now().date()
    if ruling.until is None or ruling.until > today + ALONE:
        raise Refused(_("Say until when, at most thirty days."), "until")
    _check(row, ruling)
    row.granted, row.alone, row.ratify_by = True, True, today + RATIFY
    _settle(row, ruling, by, ballot_id=None)
    return row


def _check(row: Request, ruling: Ruling) -> None:
    today = clock.now().date()
    if ruling.until and ruling.until < today:
        raise Refused(_("That day has passed."), "until")
    if ruling.due_on < today:
        raise Refused(_("That day has passed."), "due_on")
    if len(_conditions(ruling)) > MOST_CONDITIONS:
        raise Refused(_("Name at most %(n)s conditions.") % {"n": MOST_CONDITIONS}, "conditions")
    if row.sort == Sort.DISCLOSE and row.partner is None:
        raise Unseen("Request")


def _conditions(ruling: Ruling) -> list[str]:
    return [words for each in ruling.conditions if (words := plain.clean(each))]


def _settle(row: Request, ruling: Ruling, by: Actor, *, ballot_id: int | None) -> None:
    """Keep the decision, do what follows at once, and make tasks of the rest."""
    row.words = plain.words(ruling.words, "words", 2000, FEW_WORDS)
    row.decided_at, row.decided_by_id = clock.now(), by.person
    row.until = ruling.until if row.granted else None
    row.save()
    ledger.record(
        events.RequestDecided(
            by=by,
            owner_id=row.organisation_id,
            request_id=row.pk,
            ballot_id=ballot_id,
            granted=row.granted,
            alone=row.alone,
            until=row.until,
        )
    )
    if row.granted:
        _release(row, by)
        _tasks(row, ruling, by)
    notices.tell(DECIDED, row.pk, [(row.asked_by_id, row.organisation_id)], by=by)
    alerting.settle(REQUEST, [row.pk])


def _release(row: Request, by: Actor) -> None:
    """What keeps pages from the partner because of somebody else's confidence is released, and nothing else."""
    if row.sort != Sort.DISCLOSE or row.partner is None:
        return
    given = [
        releasing.give(item, row.partner, row.reason, row.words, asked_by=row.asked_by_id, by=by)
        for item in row.items.select_for_update(of=("self",)).order_by("pk")
        if not releasing.admits(item, row.partner)
    ]
    row.releases.set(given)


def _tasks(row: Request, ruling: Ruling, by: Actor) -> None:
    first = str(FOLLOWS[Sort(row.sort)]) % {"title": row.title}
    for words in [first, *_reviews(row, by), *_conditions(ruling)]:
        made = commitments.make(REQUEST, row.uid, Promise(words[:500], ruling.owner_id, ruling.due_on, DO), by=by)
        if words is not first:
            Condition.objects.create(request=row, words=words[:500], commitment_id=made.pk)


def _reviews(row: Request, by: Actor) -> list[str]:
    """Partners who have days to look at a publication before it goes out: sending it to them is a condition."""
    if row.sort != Sort.PUBLISH:
        return []
    words = _("Send it first under “%(agreement)s”: they have %(n)s days to look at it.")
    found = packs.reviewers(row, by)
    return [words % {"agreement": agreement.title, "n": days} for agreement, days in found]


def _ratify(row: Request, ballot: Ballot, by: Actor) -> Request:
    """The committee stands by what its chair decided, or it ends here; without quorum it can be put again."""
    if ballot.outcome == Outcome.NO_QUORUM:
        return row
    carried = ballot.outcome == Outcome.CARRIED
    ledger.record(
        events.RequestRatified(
            by=by, owner_id=row.organisation_id, request_id=row.pk, ballot_id=ballot.pk, ratified=carried
        )
    )
    if carried:
        row.ratified_at = clock.now()
        row.save(update_fields=["ratified_at"])
    else:
        _end(row, _("The committee did not ratify it."), by)
    alerting.settle(REQUEST, [row.pk])
    return row


@transaction.atomic
def stop(uid: str, reason: str, *, by: Actor) -> Request:
    """Take back what was granted. What was shown stays recorded.

    Raises:
        Unseen, Denied: she may not.
        Refused: no reason.
    """
    row = held(uid, "stop", by)
    _end(row, plain.words(reason, "reason", 500, FEW_WORDS), by)
    alerting.settle(REQUEST, [row.pk])
    return row


def _end(row: Request, why: str, by: Actor) -> None:
    row.over_at, row.over_by_id, row.over_why = clock.now(), by.person_id, why
    row.save(update_fields=["over_at", "over_by", "over_why"])
    for release in row.releases.filter(given=True, ended_at=None):
        releasing.finish(release.pk, by=by)
    ledger.record(events.GrantOver(by=by, owner_id=row.organisation_id, request_id=row.pk))
    notices.tell(DECIDED, row.pk, [(row.asked_by_id, row.organisation_id)], by=by)


def due() -> list[int]:
    """What was granted until a day that has passed, or was not ratified in time."""
    today = clock.now().date()
    rows = Request.objects.filter(granted=True, over_at=None)
    passed = rows.filter(until__lt=today) | rows.filter(alone=True, ratified_at=None, ratify_by__lt=today)
    return list(passed.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def run_out(pk: int) -> bool:
    """End what was granted until a day that has passed, or was not ratified in time; whether it was ended now."""
    row = Request.objects.select_for_update(of=("self",)).filter(pk=pk, granted=True, over_at=None).first()
    today = clock.now().date()
    if row is None:
        return False
    if row.to_ratify and row.ratify_by and row.ratify_by < today:
        _end(row, _("The committee did not ratify it in time."), SYSTEM)
    elif row.until and row.until < today:
        _end(row, _("It held until %(day)s.") % {"day": date_format(row.until)}, SYSTEM)
    else:
        return False
    alerting.settle(REQUEST, [pk])
    return True
