"""What was shown, and what becomes of it, as tables."""

from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.exits.models import Piece
from kith.exits.queries.pages import ExitPage, Shown, pieces
from kith.exposures import reports as exposures
from kith.exposures.queries.log import Entry
from kith.identity.models import Organisation
from kith.ui import times
from kith.ui.reporting import Cell, Report, Table


def of_exit(page: ExitPage, entries: tuple[list[Entry], list[Entry]], by: Actor) -> Report:
    """One end as a workbook: what becomes of each page, both ways, and every exposure behind it.

    Args:
        entries: what was shown of ours to them, row by row, and the other way.
    """
    ours, theirs = pieces(page.row, by)
    firm = Organisation.objects.get(pk=by.organisation).name
    about = [
        firm,
        _("Agreement: %(title)s") % {"title": page.agreement.title},
        _("Access closed %(at)s.") % {"at": times.stamp(page.access.closes_at)},
        _("What was seen stays secret until %(day)s.") % {"day": times.day(page.secret_until)},
        _("Ending an agreement closes access. It takes back nothing that was seen or copied before."),
    ]
    tables = [
        _pieces(_("Ours, shown to others"), ours),
        _pieces(_("Others’, shown to us"), theirs),
        _named(_("Exposures of what is ours"), exposures.table_of(entries[0])),
        _named(_("Exposures of what is theirs"), exposures.table_of(entries[1])),
    ]
    return Report(_("End of “%(title)s”") % {"title": page.agreement.title}, tables, about)


def _named(title: str, table: Table) -> Table:
    return Table(title, table.head, table.rows)


def _pieces(title: str, rows: list[Shown]) -> Table:
    head = [_("Page"), _("Of"), _("Shown to"), _("People"), _("Times"), _("Copies"), _("First"), _("Last")]
    head += [_("What becomes of it"), _("Why"), _("Decided"), _("Done")]
    return Table(title, head, [_piece(row.called, row.piece) for row in rows])


def _piece(called: str, row: Piece) -> list[Cell]:
    return [
        called,
        row.owner.name,
        row.holder.name,
        row.people,
        row.times,
        row.copies,
        times.stamp(row.first),
        times.stamp(row.last),
        str(row.get_decision_display()),
        row.words,
        times.stamp(row.decided_at) if row.decided_at else _("As agreed"),
        times.stamp(row.done_at),
    ]
