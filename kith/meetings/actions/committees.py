"""Founding, changing and closing committees."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Denied, Refused
from kith.meetings import events, locks, policy, subjects
from kith.meetings.actions import seating
from kith.meetings.models import Ballot, Committee, Meeting

LONGEST_NAME, MOST_DAYS, MOST_SEATS = 120, 365, 100


@dataclass(frozen=True)
class Rules:
    """What a committee is called and how it decides."""

    name: str
    quorum: int
    answer_days: int


@transaction.atomic
def found(rules: Rules, chair_id: int, others: Iterable[int], *, by: Actor, purpose: str = "") -> Committee:
    """Found a committee of one's own people, one of whom chairs it.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: no name, a quorum of more than sit there, people who are not hers, or one of that purpose is open.
    """
    _require_keeper(by)
    people = list(dict.fromkeys([chair_id, *others]))
    name = _checked(rules, len(people))
    if purpose and purpose not in subjects.PURPOSES:
        raise Refused(_("Choose what it is for."), "purpose")
    try:
        with transaction.atomic():
            row = Committee.objects.create(
                organisation_id=by.organisation,
                name=name,
                purpose=purpose,
                quorum=rules.quorum,
                answer_days=rules.answer_days,
                made_at=clock.now(),
                made_by_id=by.person,
            )
    except IntegrityError as error:
        raise Refused(_("You have an open committee for this already."), "purpose") from error
    ledger.record(
        events.CommitteeFounded(
            by=by, owner_id=row.organisation_id, committee_id=row.pk, purpose=purpose, quorum=row.quorum
        )
    )
    for person in people:
        seating.take(row, person, chairs=person == chair_id, by=by, field="chair" if person == chair_id else "others")
    return row


@transaction.atomic
def change(uid: str, rules: Rules, *, by: Actor) -> Committee:
    """Give it another name, quorum, or days to answer. An open question is counted by the new quorum.

    Raises:
        Unseen, Denied: she may not.
        Refused: no name, or a quorum of more than sit there.
    """
    row = locks.committee(uid, by, "run")
    row.name = _checked(rules, row.seats.filter(left_at=None).count())
    row.quorum, row.answer_days = rules.quorum, rules.answer_days
    row.save(update_fields=["name", "quorum", "answer_days"])
    ledger.record(
        events.CommitteeChanged(
            by=by,
            owner_id=row.organisation_id,
            committee_id=row.pk,
            quorum=row.quorum,
            answer_days=row.answer_days,
        )
    )
    return row


@transaction.atomic
def close(uid: str, *, by: Actor) -> Committee:
    """Let it decide nothing any more. What it decided stays, for those who could see it.

    Raises:
        Unseen, Denied: she may not.
        Refused: a question is open, or a meeting is still to come or to be minuted.
    """
    row = locks.committee(uid, by, "run")
    if Ballot.objects.filter(committee=row, closed_at=None).exists():
        raise Refused(_("A question is still open. Close it first."))
    if Meeting.objects.filter(committee=row, held_at=None, cancelled_at=None).exists():
        raise Refused(_("A meeting is still to come, or waits for its minutes. Cancel it or write them first."))
    row.closed_at, row.closed_by_id = clock.now(), by.person
    row.save(update_fields=["closed_at", "closed_by"])
    ledger.record(events.CommitteeClosed(by=by, owner_id=row.organisation_id, committee_id=row.pk))
    return row


def _checked(rules: Rules, seats: int) -> str:
    """Its name.

    Raises:
        Refused: the rules make no sense.
    """
    name = locks.said(rules.name, LONGEST_NAME, "name")
    if not 1 <= rules.answer_days <= MOST_DAYS:
        raise Refused(_("Choose between 1 and %(n)s days.") % {"n": MOST_DAYS}, "answer_days")
    if not 1 <= rules.quorum <= MOST_SEATS:
        raise Refused(_("At least one has to be there."), "quorum")
    if rules.quorum > seats:
        raise Refused(
            _("That is more than sit in it (%(n)s). Name more members, or choose fewer.") % {"n": seats}, "quorum"
        )
    return name


def _require_keeper(by: Actor) -> None:
    if not by.keeps:
        raise Denied(policy.committees.refusals["run"], ability="run", kind="committee", object_id=by.organisation_id)
