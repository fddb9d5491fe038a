"""Whom a commitment's turns are told: who has to act next, and who asked for it."""

from django.db import transaction
from django.db.models import F

from kith.commitments import policy, subjects
from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.notices import actions as notices

GIVEN, DUE, CLOSED, CHECK = "promise_given", "promise_due", "promise_closed", "promise_check"  # kinds of notices
AT_ONCE = 500


def tell(kind: str, commitment: Commitment, *, by: Actor) -> None:
    """Tell its owner, or of its end and its check the one who made it, as far as she may see what it is about."""
    if kind in {GIVEN, DUE}:
        to = (commitment.owner_id, commitment.owner_organisation_id)
    else:
        firm = subjects.of(commitment.about).seats(commitment.about_id, SYSTEM).get(commitment.made_by_id)
        to = (commitment.made_by_id, firm or commitment.organisation_id)
    notices.tell(kind, commitment.pk, [to], by=by)


def remind() -> int:
    """Tell owners what is due today or overdue, and makers what is to be checked; once for each day that was set.

    How many were told of.
    """
    today = clock.now().date()
    waiting = Commitment.objects.select_for_update(of=("self",)).order_by("pk")
    with transaction.atomic():
        due = list(waiting.filter(~policy.closed(), due_on__lte=today).exclude(reminded_for=F("due_on"))[:AT_ONCE])
        for row in due:
            tell(DUE, row, by=SYSTEM)
            row.reminded_for = row.due_on
        Commitment.objects.bulk_update(due, ["reminded_for"])
        done = waiting.filter(policy.unchecked(), check_on__lte=today).exclude(check_called_for=F("check_on"))
        to_check = list(done[:AT_ONCE])
        for row in to_check:
            tell(CHECK, row, by=SYSTEM)
            row.check_called_for = row.check_on
        Commitment.objects.bulk_update(to_check, ["check_called_for"])
    return len(due) + len(to_check)


def waits() -> bool:
    """Whether somebody has to be reminded."""
    today = clock.now().date()
    due = Commitment.objects.filter(~policy.closed(), due_on__lte=today).exclude(reminded_for=F("due_on"))
    done = Commitment.objects.filter(policy.unchecked(), check_on__lte=today).exclude(check_called_for=F("check_on"))
    return due.exists() or done.exists()
