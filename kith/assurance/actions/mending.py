"""Findings: given to somebody, mended, and closed only by a check that holds again."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.assurance import asking, checks, days, events, policy, told
from kith.assurance.actions import auditing
from kith.assurance.models import Audit, Finding, Grade, Step
from kith.assurance.outcome import Outcome, State
from kith.assurance.queries import results
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.identity import queries as identity
from kith.notices import actions as notices

TAKEN = gettext_lazy("Somebody has a finding about it already. It is listed beside it.")
LOOKED = {State.HOLDS: Step.What.HELD, State.FAILS: Step.What.FAILED, State.NOTHING: Step.What.NOTHING}


@dataclass(frozen=True)
class Given:
    """What is to be mended, how much it matters, by whom and until when."""

    grade: str
    words: str
    owner_id: int
    due_on: date


@transaction.atomic
def give(audit_uid: str, check_key: str, given: Given, *, by: Actor) -> Finding:
    """Raise a finding about a check that does not hold, and give it to somebody.

    Raises:
        Unseen, Denied: the audit is not hers to run, or is closed.
        Refused: the check holds, has an open finding already, or something is missing or makes no sense.
    """
    audit = auditing.held(audit_uid, by)
    if check_key not in checks.ALL:
        raise Unseen("Check")
    result = results.latest(audit).get(check_key)
    if result is None or result.state != State.FAILS:
        raise Refused(_("A finding is about a check that does not hold."))
    if Finding.objects.filter(organisation=audit.organisation_id, check_key=check_key, closed_at=None).exists():
        raise Refused(TAKEN)
    if given.grade not in Grade.values:
        raise Refused(_("Say how much it matters."), "grade")
    _check_owner(given.owner_id, {by.person, audit.auditor_id}, by)
    row = _raised(audit, check_key, given, by)
    ledger.record(
        events.FindingRaised(
            by=by,
            owner_id=row.organisation_id,
            finding_id=row.pk,
            check_key=check_key,
            grade=row.grade,
            to_id=row.owner_id,
            due_on=row.due_on,
        )
    )
    notices.tell(told.GIVEN, row.pk, [(row.owner_id, row.organisation_id)], by=by)
    return row


def _raised(audit: Audit, check_key: str, given: Given, by: Actor) -> Finding:
    words = plain.words(given.words, "words", 2000, gettext_lazy("Say what was found."))
    due_on, now = _day(given.due_on), clock.now()
    try:
        with transaction.atomic():
            return Finding.objects.create(
                organisation_id=audit.organisation_id,
                audit=audit,
                check_key=check_key,
                grade=given.grade,
                words=words,
                owner_id=given.owner_id,
                due_on=due_on,
                known_since=now.date(),
                raised_at=now,
                raised_by_id=by.person,
            )
    except IntegrityError as error:  # another audit's auditor was quicker
        raise Refused(TAKEN) from error


def _check_owner(owner_id: int, auditors: set[int], by: Actor) -> None:
    if not identity.belongs(owner_id, by.organisation):
        raise Refused(_("Choose somebody who belongs to you."), "owner")
    if owner_id in auditors:
        raise Refused(_("Nobody audits her own work: give it to somebody who is not the auditor."), "owner")


def _day(day: date) -> date:
    if day < clock.now().date():
        raise Refused(_("Choose a day to come."), "due_on")
    return day


@transaction.atomic
def say(uid: str, words: str, *, done: bool, by: Actor) -> Step:
    """Say what was done about a finding; with `done`, that it is mended and somebody else may look again.

    Raises:
        Unseen, Denied: it is not given to her, or is closed.
        Refused: nothing is said.
    """
    row = _held(uid, "answer", by)
    said = plain.words(words, "words", 2000, gettext_lazy("Say what was done."))
    step = Step.objects.create(
        finding=row, what=Step.What.DONE if done else Step.What.SAID, words=said, at=clock.now(), by_id=by.person
    )
    if done and row.answered_at is None:
        row.answered_at = step.at
        row.save(update_fields=["answered_at"])
    ledger.record(events.FindingAnswered(by=by, owner_id=row.organisation_id, finding_id=row.pk, done=done))
    alerting.settle(days.FINDING, [row.pk])
    notices.read_about(told.GIVEN, [row.pk], by=by)
    if done:
        looks = [(row.audit.auditor_id, row.organisation_id), *identity.keepers([row.organisation_id])]
        notices.tell(told.ANSWERED, row.pk, [each for each in looks if each[0] != row.owner_id], by=by)
    return step


@transaction.atomic
def move(uid: str, owner_id: int, due_on: date, words: str, *, by: Actor) -> Finding:
    """Give a finding to somebody else, or another day, and say why.

    Raises:
        Unseen, Denied: it is not hers to give, or is closed.
        Refused: she cannot have it, the day has passed, or nothing is said.
    """
    row = _held(uid, "move", by)
    said = plain.words(words, "words", 2000, gettext_lazy("Say why."))
    _check_owner(owner_id, {row.raised_by_id, row.audit.auditor_id}, by)
    if due_on != row.due_on:
        row.due_on, row.known_since = _day(due_on), clock.now().date()
    given = owner_id != row.owner_id
    row.owner_id, row.answered_at = owner_id, None
    row.save(update_fields=["owner", "due_on", "known_since", "answered_at"])
    Step.objects.create(finding=row, what=Step.What.MOVED, words=said, at=clock.now(), by_id=by.person)
    ledger.record(
        events.FindingMoved(by=by, owner_id=row.organisation_id, finding_id=row.pk, to_id=owner_id, due_on=row.due_on)
    )
    alerting.settle(days.FINDING, [row.pk])
    if given:
        notices.tell(told.GIVEN, row.pk, [(owner_id, row.organisation_id)], by=by)
    return row


@transaction.atomic
def look(uid: str, *, by: Actor, state: str = "", words: str = "") -> Finding:
    """Look again. The check is asked of the records now; where it holds, the finding is closed, otherwise it goes on.

    Args:
        state: of a check that is answered by hand, what she saw.
        words: what she saw; needed where the check is answered by hand.

    Raises:
        Unseen, Denied: it is not hers to look, or is closed.
        Refused: it is answered by hand, and she does not say what she saw.
    """
    row = _held(uid, "look", by)
    outcome = _again(row, state)
    needed = gettext_lazy("Say what you saw, and where.") if checks.ALL[row.check_key].by_hand else None
    said = plain.words(words, "words", 2000, needed)
    holds = outcome.state != State.FAILS
    now = clock.now()
    Step.objects.create(
        finding=row,
        what=LOOKED[outcome.state],
        words=said,
        looked=outcome.looked,
        found=outcome.found,
        at=now,
        by_id=by.person,
    )
    if holds:
        row.closed_at, row.closed_by_id = now, by.person
    else:
        row.answered_at = None
    row.save(update_fields=["closed_at", "closed_by", "answered_at"])
    ledger.record(
        events.FindingLooked(
            by=by,
            owner_id=row.organisation_id,
            finding_id=row.pk,
            holds=holds,
            looked=outcome.looked,
            found=outcome.found,
        )
    )
    alerting.settle(days.FINDING, [row.pk])
    notices.read_about(told.ANSWERED, [row.pk], by=by)
    notices.tell(told.LOOKED, row.pk, [(row.owner_id, row.organisation_id)], by=by)
    return row


def _again(row: Finding, state: str) -> Outcome:
    """What the check comes to now."""
    check = checks.ALL[row.check_key]
    if not check.by_hand:
        return asking.ask(row.organisation_id, [row.check_key])[row.check_key]
    if state not in auditing.BY_HAND:
        raise Refused(_("Say whether it holds."), "state")
    return Outcome(looked=int(state != State.NOTHING), found=int(state == State.FAILS))


def _held(uid: str, ability: str, by: Actor) -> Finding:
    row = policy.findings.scope(by).select_for_update(of=("self",)).select_related("audit").filter(uid=uid).first()
    if row is None:
        raise Unseen("Finding")
    policy.findings.require(by, ability, row)
    return row
