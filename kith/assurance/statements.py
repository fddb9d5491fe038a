"""An evidence map as a file, in the shape of a statement of applicability."""

from django.utils.translation import gettext as _

from kith.assurance.maps.base import UNCHECKED
from kith.assurance.queries import evidence
from kith.assurance.support import CheckLine, CountLine, Line
from kith.core import clock
from kith.core.actor import Actor
from kith.identity.models import Organisation
from kith.ui import times
from kith.ui.reporting import Cell, Report, Table


def statement(key: str, by: Actor) -> Report:
    """Each clause of a map: whether it applies and why, its state, and what supports evidence for it.

    Raises:
        Unseen: there is no such map, or she is neither owner, steward nor auditor.
    """
    page = evidence.page(key, by)
    now = times.stamp(clock.now())
    head = [
        _("Clause"),
        _("What it is about"),
        _("Applies"),
        _("Reason"),
        _("State"),
        _("What supports evidence for it"),
        _("Records looked at"),
        _("Last checked"),
    ]
    rows = [_row(line, now) for line in page.lines]
    edition = _("%(standard)s, edition %(edition)s") % {"standard": page.of.standard, "edition": page.of.edition}
    about = [
        Organisation.objects.get(pk=by.organisation).name,
        edition,
        _("As it stands on %(day)s.") % {"day": now},
        str(page.of.scope),
        str(UNCHECKED),
        _("The words for the clauses are our own, not the standard’s."),
        _("A record that two checks look at is counted twice under “Records looked at”."),
    ]
    return Report(_("Evidence for %(standard)s") % {"standard": page.of.standard}, [Table(edition, head, rows)], about)


def _row(line: Line, now: str) -> list[Cell]:
    return [*_said(line), str(line.words), _evidence(line), line.looked, now]


def _said(line: Line) -> list[str]:
    """Clause, title, whether it applies, and why."""
    applies = _("Not said") if line.said is None else _("Yes") if line.said.applies else _("No")
    return [line.called, str(line.row.title), applies, line.said.reason if line.said else _("No reason given yet")]


def _evidence(line: Line) -> str:
    """Checks, counts and what is missing in words, one after the other."""
    said = [_check(each) for each in line.checks] + [_count(each) for each in line.counts if each.number]
    if line.row.beyond:
        said.append(_("What Kith cannot show: %(beyond)s") % {"beyond": line.row.beyond})
    return "\n".join(said)


def _check(line: CheckLine) -> str:
    words = f"{line.check.question} {line.sign.words}"
    if line.day:
        return _("%(said)s, attested on %(day)s.") % {"said": words, "day": times.day(line.day)}
    if not line.looked:
        return f"{words}."
    said = {"said": words, "looked": line.looked, "found": line.found}
    return _("%(said)s: %(looked)s looked at, %(found)s with a fault.") % said


def _count(line: CountLine) -> str:
    words = f"{line.count.words}: {line.number}"
    return (
        _("%(said)s, newest %(day)s.") % {"said": words, "day": times.day(line.newest)} if line.newest else f"{words}."
    )
