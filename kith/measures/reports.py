"""The measures as a report: the very figures of the page, with what they count and how."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.measures.templatetags.measures import percent, percentage
from kith.measures.utilisation import FEWEST, Utilisation
from kith.ui.reporting import Cell, Report, Table


def of(kur: Utilisation, organisation: str) -> Report:
    """The knowledge utilisation rate of an organisation."""
    rows: list[list[Cell]] = [[_("Used"), kur.used], [_("Not used"), kur.unused], [_("Not yet due"), kur.too_young]]
    start, end = (date_format(localtime(day), "SHORT_DATE_FORMAT") for day in (kur.window.start, kur.window.end))
    about = [
        organisation,
        _("From %(start)s to %(end)s") % {"start": start, "end": end},
        _result(kur),
        _("n = %(due)s pairs of person and item that were due to be used.") % {"due": kur.due},
        _("Formula version %(v)s; the range is the Wilson score interval, 95 %%.") % {"v": kur.formula},
    ]
    return Report(_("Knowledge utilisation rate"), [Table(_("Pairs"), [_("Due"), _("Pairs")], rows)], about)


def _result(kur: Utilisation) -> str:
    if kur.interval is None:
        return _("Not enough data: a rate needs %(n)s pairs.") % {"n": FEWEST}
    low, high = percentage(kur.interval.low), percentage(kur.interval.high)
    return _("%(rate)s, very likely between %(low)s and %(high)s %%") % {
        "rate": percent(kur.rate),
        "low": low,
        "high": high,
    }
