"""What the checks of an audit came to, the newest of each."""

from datetime import date

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
    """By check, what is or was to be mended about what an audit found: raised in it, or open from an earlier one."""
    raised = Finding.objects.filter(audit=audit).select_related("owner").order_by("raised_at", "pk")
    before = open_findings(audit.organisation_id) if audit.closed_at is None else {}
    return before | {row.check_key: row for row in raised}


def open_findings(organisation_id: int) -> dict[str, Finding]:
    """The open finding of each check that has one."""
    rows = Finding.objects.filter(organisation=organisation_id, closed_at=None).select_related("owner")
    return {row.check_key: row for row in rows}


def without_finding(audit: Audit, latest_: dict[str, Result]) -> list[str]:
    """The checks of an audit that do not hold and that nobody has to mend."""
    given = findings_about(audit)
    return [key for key, row in latest_.items() if row.state == State.FAILS and key not in given]
