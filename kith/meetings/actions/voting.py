"""Voting, and saying that one has an interest of one's own."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.meetings import events, locks, policy
from kith.meetings.actions import balloting
from kith.meetings.models import Ballot, Bar, Vote
from kith.notices import actions as notices


@transaction.atomic
def vote(uid: str, choice: str, words: str = "", *, by: Actor) -> Vote:
    """Vote on a question, or vote otherwise than before.

    Raises:
        Unseen, Denied: she does not sit in the committee.
        Refused: it is closed, its last day is over, she is barred from it, or chose nothing.
    """
    ballot = locks.ballot(uid, by, "see")
    _require_open(ballot)
    _require_unbarred(ballot, by)
    policy.ballots.require(by, "vote", ballot)
    if choice not in Vote.Choice.values:
        raise Refused(_("Choose yes, no, or to abstain."), "choice")
    said = locks.maybe(words, 2000, "words")
    row = Vote.objects.filter(ballot=ballot, person=by.person).first()
    before = row.choice if row else ""
    if row is None:
        row = Vote(ballot=ballot, person_id=by.person)
    row.choice, row.words, row.at = choice, said, clock.now()
    row.save()
    notices.read_about(balloting.OPENED, [ballot.pk], by=by)
    owner = ballot.committee.organisation_id
    ledger.record(events.VoteCast(by=by, owner_id=owner, ballot_id=ballot.pk, choice=choice, before=before))
    return row


@transaction.atomic
def declare(uid: str, reason: str, *, by: Actor) -> Bar:
    """Say that one has an interest of one's own in a question: from then on one has no vote in it, and a vote that was
    cast counts nothing.

    Raises:
        Unseen, Denied: she does not sit in the committee, or is barred already.
        Refused: it is closed, or no reason.
    """
    ballot = locks.ballot(uid, by, "see")
    if ballot.closed_at is not None:
        raise Refused(_("The question is closed."))
    policy.ballots.require(by, "declare", ballot)
    return balloting.bar(ballot, by.person, Bar.Kind.CONFLICT, locks.said(reason, 500, "reason"), by=by)


def _require_open(ballot: Ballot) -> None:
    if ballot.closed_at is not None:
        raise Refused(_("The question is closed. No vote is taken any more."))
    if ballot.overdue:
        raise Refused(_("Its last day is over. No vote is taken any more."))


def _require_unbarred(ballot: Ballot, by: Actor) -> None:
    bar = ballot.bars.filter(person=by.person).first()
    if bar is None:
        return
    if bar.kind == Bar.Kind.REQUESTER:
        raise Refused(_("You asked for this, so you have no vote in it."))
    raise Refused(_("You said that you have an interest of your own in this, so you have no vote in it."))
