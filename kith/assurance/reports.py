"""An audit as a file: what was asked, what it came to, and what became of what was found."""

from django.utils.translation import gettext as _

from kith.assurance import checks
from kith.assurance.models import Finding
from kith.assurance.queries import pages
from kith.assurance.queries.pages import AuditPage, Row
from kith.core import clock
from kith.core.actor import Actor
from kith.ui import times
from kith.ui.reporting import Cell, Report, Table


def of_audit(uid: str, by: Actor) -> Report:
    """The report of one audit.

    Raises:
        Unseen: there is none for her.
    """
    page = pages.audit(uid, by)
    row = page.audit
    about = [
        row.organisation.name,
        _("Auditor: %(who)s. Begun %(day)s.") % {"who": row.auditor.name, "day": times.stamp(row.opened_at)},
        _("Closed %(day)s: %(words)s") % {"day": times.stamp(row.closed_at), "words": row.conclusion}
        if row.closed_at
        else _("It is open. This is how it stands at %(at)s.") % {"at": times.stamp(clock.now())},
        _("Checks are asked of the records that Kith keeps. They support evidence; they are no certificate."),
    ]
    return Report(row.title, [_checks(page), _findings(page)], about)


def _checks(page: AuditPage) -> Table:
    head = [
        _("Question"),
        _("Stands"),
        _("Looked at"),
        _("Faults"),
        _("Asked"),
        _("By"),
        _("What she saw"),
        _("Finding"),
    ]
    return Table(_("Checks"), head, [_check(row) for row in page.rows])


def _check(row: Row) -> list[Cell]:
    result = row.result
    return [
        str(row.check.question),
        str(row.state_name),
        row.outcome.looked if row.outcome else None,
        row.outcome.found if row.outcome else None,
        times.stamp(result.at) if result else "",
        (result.by.name if row.check.by_hand else _("The records")) if result else "",
        result.words if result else "",
        str(row.finding.grade_name) if row.finding else "",
    ]


def _findings(page: AuditPage) -> Table:
    head = [_("Question"), _("Grade"), _("What was found"), _("Who mends it"), _("By"), _("Stands"), _("Closed")]
    return Table(_("Findings"), head, [_finding(row) for row in page.findings])


def _finding(row: Finding) -> list[Cell]:
    stands = (
        _("Closed: it holds again")
        if row.closed_at
        else _("Mended, not looked at yet")
        if row.answered_at
        else _("Open")
    )
    return [
        str(checks.ALL[row.check_key].question) if row.check_key in checks.ALL else row.check_key,
        str(row.grade_name),
        row.words,
        row.owner.name,
        times.day(row.due_on),
        stands,
        times.stamp(row.closed_at),
    ]
