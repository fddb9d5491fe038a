"""Her commitments as a report."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.commitments.queries import Page, Shown
from kith.core import clock
from kith.ui.reporting import Report, Table


def of(page: Page, name: str) -> Report:
    """What somebody has promised, and what she asked others for, as it stands now.

    Args:
        name: hers.
    """
    parts = [
        (_("Yours to do"), page.mine),
        (_("You asked others for it"), page.asked),
        (_("Done: has it worked?"), page.to_check),
        (_("Ended"), page.ended),
    ]
    head = [_("What"), _("Who"), _("By when"), _("State"), _("About")]
    tables = [Table(title, head, [_row(row) for row in rows]) for title, rows in parts if rows]
    stands = _("As it stands on %(day)s.") % {"day": date_format(localtime(clock.now()), "SHORT_DATETIME_FORMAT")}
    return Report(_("Commitments"), tables or [Table(_("Yours to do"), head, [])], [name, stands])


def _row(row: Shown) -> list[str]:
    kept = row.commitment
    return [
        kept.words,
        kept.owner.name,
        date_format(kept.due_on, "SHORT_DATE_FORMAT"),
        str(row.status_name),
        row.line.words if row.line else "",
    ]
