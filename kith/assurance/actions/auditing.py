"""An audit from its beginning to its conclusion."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.assurance import asking, checks, events, policy
from kith.assurance.models import Audit, Result
from kith.assurance.outcome import Outcome, State
from kith.assurance.queries import results
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import queries as identity
from kith.identity.models import Membership

BY_HAND = (State.HOLDS, State.FAILS, State.NOTHING)  # what somebody may answer


def may_audit(organisation_id: int) -> list[Membership]:
    """Who can be an audit's auditor: owners, stewards and auditors of the organisation."""
    return [row for row in identity.colleagues(organisation_id) if Role(row.role).keeps or row.role == Role.AUDITOR]


def open_(title: str, auditor_id: int, *, by: Actor) -> Audit:
    """Begin an audit; its checks are asked of the records at once.

    Raises:
        Denied: she is neither owner, steward nor auditor.
        Refused: it has no title, or nobody of that key can audit.
    """
    if not policy.reads(by):
        raise Denied(
            _("Owners, stewards and auditors begin an audit."),
            ability="open",
            kind="audit",
            object_id=by.organisation_id,
        )
    said = plain.words(title, "title", 200, gettext_lazy("Say which audit it is: a quarter, an occasion."))
    if auditor_id not in {row.person_id for row in may_audit(by.organisation)}:
        raise Refused(_("Choose an owner, a steward or an auditor."), "auditor")
    found = asking.ask(by.organisation)  # before anything is written: nobody waits for it
    with transaction.atomic():
        row = Audit.objects.create(
            organisation_id=by.organisation,
            title=said,
            auditor_id=auditor_id,
            opened_at=clock.now(),
            opened_by_id=by.person,
        )
        ledger.record(events.AuditOpened(by=by, owner_id=row.organisation_id, audit_id=row.pk, auditor_id=auditor_id))
        _keep(row, found, by)
    return row


def run(uid: str, *, by: Actor) -> Audit:
    """Ask the checks of an audit again; what they came to before stays.

    Raises:
        Unseen, Denied: it is not hers to run, or is closed.
    """
    with transaction.atomic():
        held(uid, by)
    found = asking.ask(by.organisation)
    with transaction.atomic():
        row = held(uid, by)
        _keep(row, found, by)
    return row


def _keep(row: Audit, found: dict[str, Outcome], by: Actor) -> None:
    now = clock.now()
    Result.objects.bulk_create(_result(row, key, outcome, by, now) for key, outcome in found.items())
    failed = tuple(key for key, outcome in found.items() if outcome.state == State.FAILS)
    ledger.record(
        events.ChecksRun(by=by, owner_id=row.organisation_id, audit_id=row.pk, asked=len(found), failed=failed)
    )


def _result(row: Audit, key: str, outcome: Outcome, by: Actor, now: datetime) -> Result:
    faults = [[fault.kind, fault.pk, fault.day.isoformat() if fault.day else None] for fault in outcome.faults]
    return Result(
        audit=row,
        check_key=key,
        state=outcome.state,
        looked=outcome.looked,
        found=outcome.found,
        faults=faults,
        at=now,
        by_id=by.person,
    )


@transaction.atomic
def answer(uid: str, check_key: str, state: str, words: str, *, by: Actor) -> Result:
    """Answer a question that no record answers: whether it holds, and what she saw.

    Raises:
        Unseen, Denied: the audit is not hers to run, or is closed; there is no such question.
        Refused: it is no answer, or says nothing.
    """
    row = held(uid, by)
    check = checks.ALL.get(check_key)
    if check is None or not check.by_hand:
        raise Unseen("Check")
    if state not in BY_HAND:
        raise Refused(_("Say whether it holds."), "state")
    said = plain.words(words, "words", 1000, gettext_lazy("Say what you saw, and where."))
    ledger.record(
        events.CheckAnswered(by=by, owner_id=row.organisation_id, audit_id=row.pk, check_key=check_key, state=state)
    )
    return Result.objects.create(
        audit=row, check_key=check_key, state=state, words=said, at=clock.now(), by_id=by.person
    )


@transaction.atomic
def close(uid: str, conclusion: str, *, by: Actor) -> Audit:
    """End an audit with a conclusion. Its findings go on until they are mended.

    Raises:
        Unseen, Denied: it is not hers to close, or is closed.
        Refused: questions by hand are open, a fault has no finding, or nothing is concluded.
    """
    row = held(uid, by)
    latest = results.latest(row)
    unanswered = [check for check in checks.ALL.values() if check.by_hand and check.key not in latest]
    if unanswered:
        raise Refused(_("Answer first: %(question)s") % {"question": unanswered[0].question})
    loose = results.without_finding(row, latest)
    if loose:
        raise Refused(_("Say first who mends it: %(question)s") % {"question": checks.ALL[loose[0]].question})
    row.conclusion = plain.words(conclusion, "conclusion", 2000, gettext_lazy("Say what you conclude."))
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at", "conclusion"])
    failed = tuple(key for key, result in latest.items() if result.state == State.FAILS)
    ledger.record(events.AuditClosed(by=by, owner_id=row.organisation_id, audit_id=row.pk, failed=failed))
    return row


def held(uid: str, by: Actor) -> Audit:
    """An audit that somebody may run, held until her transaction ends.

    Raises:
        Unseen, Denied: it is not hers to run, or is closed.
    """
    row = policy.audits.scope(by).select_for_update().filter(uid=uid).first()
    if row is None:
        raise Unseen("Audit")
    policy.audits.require(by, "run", row)
    return row
