"""What the checks of an audit came to, the newest of each."""

from datetime import date, datetime

from django.db.models import Q

from kith.assurance import checks
from kith.assurance.models import Audit, Finding, Result
from kith.assurance.outcome import Fault, Outcome, State


def latest(audit: Audit) -> dict[str, Result]:
    """The newest result of each check of an audit, of checks that there still are."""
    rows = Result.objects.filter(audit=audit).select_related("by").order_by("at", "pk")
    return {row.check_key: row for row in rows if row.check_key in checks.ALL}


def outcome(row: Result) -> Outcome:
    """A result as the check gave it."""
    faults = tuple(Fault(kind, pk, date.fromisoformat(day) if day else None) for kind, pk, day in row.faults)
    return Outcome(row.looked, row.found, faults)


def findings_about(audit: Audit) -> dict[str, Finding]:
    """By check, what is or was to be mended about what an audit found: raised in it, or open from an earlier one.

    A closed audit shows what was open when it was closed, whatever became of it.
    """
    raised = Finding.objects.filter(audit=audit).select_related("owner").order_by("raised_at", "pk")
    return _open_at(audit.organisation_id, audit.closed_at) | {row.check_key: row for row in raised}


def open_findings(organisation_id: int) -> dict[str, Finding]:
    """The open finding of each check that has one."""
    return _open_at(organisation_id, None)


def _open_at(organisation_id: int, at: datetime | None) -> dict[str, Finding]:
    """The finding of each check that was open at a moment, or is now."""
    rows = Finding.objects.filter(organisation=organisation_id).select_related("owner")
    now = Q(closed_at=None)
    rows = rows.filter(now | Q(closed_at__gt=at), raised_at__lte=at) if at else rows.filter(now)
    return {row.check_key: row for row in rows}


def without_finding(audit: Audit, latest_: dict[str, Result]) -> list[str]:
    """The checks of an audit that do not hold and that nobody has to mend."""
    given = covering(audit, latest_)
    return [key for key, row in latest_.items() if row.state == State.FAILS and key not in given]


def covering(audit: Audit, latest_: dict[str, Result]) -> dict[str, Finding]:
    """The same as `findings_about`, without those that were closed before their check failed once more."""
    return {key: row for key, row in findings_about(audit).items() if not _overtaken(row, latest_.get(key))}


def _overtaken(row: Finding, result: Result | None) -> bool:
    return bool(row.closed_at and result and result.state == State.FAILS and result.at > row.closed_at)
