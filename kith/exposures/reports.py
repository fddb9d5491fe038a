"""The log, and one disclosure, as files."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.core import clock
from kith.exposures.queries.disclosures import DisclosurePage
from kith.exposures.queries.log import Asked, Entry
from kith.ui.reporting import Report, Table


def of_log(entries: list[Entry], more: bool, asked: Asked, name: str) -> Report:
    """The rows that were asked for.

    Args:
        more: there are more than these.
        name: of the organisation whose log it is.
    """
    about = [name, _("What was shown to us") if asked.to_us else _("What we showed to others")]
    about.append(_("As it stands on %(day)s.") % {"day": date_format(localtime(clock.now()), "SHORT_DATETIME_FORMAT")})
    if asked.days:
        about.append(_("The last %(n)s days.") % {"n": asked.days})
    if more:
        about.append(_("There are more rows than one file holds: these are the newest %(n)s.") % {"n": len(entries)})
    return Report(_("Who was shown what"), [table_of(entries)], about)


def table_of(entries: list[Entry]) -> Table:
    """Rows of the log, for this report and for others that show them as evidence."""
    head = [
        _("Row"),
        _("When"),
        _("Who"),
        _("Of"),
        _("How"),
        _("Page"),
        _("File"),
        _("Version"),
        _("Under"),
        _("Notes"),
    ]
    return Table(_("Exposures"), head, [_row(row) for row in entries])


def _row(row: Entry) -> list[str | int | None]:
    told = row.disclosure
    notes = "" if told is None else told.about if told.retracted_at is None else _("Taken back: ") + told.reason
    return [
        row.number,
        date_format(localtime(row.at), "Y-m-d H:i"),
        row.who,
        row.firm,
        str(row.how),
        row.item.title if row.item else "",
        row.file,
        row.version,
        row.under,
        notes,
    ]


def of_disclosure(page: DisclosurePage) -> Report:
    """The confirmation in writing, to be sent to those who are not in Kith."""
    row = page.row
    lines = [
        (_("Told by"), f"{row.told_by.name}, {row.owner.name}"),
        (_("Told to"), f"{', '.join(page.people)}, {row.partner.name}"),
        (_("On"), date_format(row.told_on)),
        (_("How"), row.get_channel_display()),
        (_("Where"), row.place),
        (_("Under"), row.agreement.title if row.agreement else _("No agreement")),
        (_("What"), row.about),
        *((_("Page"), item.title) for item in page.items),
    ]
    about = [_("%(firm)s confirms that what follows was told in confidence.") % {"firm": row.owner.name}]
    table = Table(_("What was told"), ["", ""], [[name, words] for name, words in lines if words])
    return Report(_("Confirmation in writing"), [table], about)
