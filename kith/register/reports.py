"""The register as a file."""

from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.core import clock
from kith.register.queries.assets import Listed, RegisterPage
from kith.register.reckoning import STATES
from kith.register.schedules import office_name
from kith.ui.reporting import Report, Table

MOST = 5000  # assets that one file holds; it says so when there are more


def of_register(page: RegisterPage) -> Report:
    """The assets that were asked for, their rights with the next fees, and what somebody should see to."""
    about = [_("As it stands on %(day)s.") % {"day": date_format(localtime(clock.now()), "SHORT_DATETIME_FORMAT")}]
    about.append(_("%(n)s assets.") % {"n": len(page.rows)})
    if page.more:
        about.append(_("There are %(n)s more than one file holds.") % {"n": page.more})
    about.append(_("Days are reckoned by rules that are no advice: an office’s own letter counts."))
    return Report(
        _("Register of intellectual property"), [_assets(page.rows), _rights(page.rows), _heeds(page.rows)], about
    )


def _assets(rows: list[Listed]) -> Table:
    head = [
        _("Title"),
        _("Kind"),
        _("Origin"),
        _("Owners"),
        _("Made by"),
        _("Sees to it"),
        _("Next day"),
        _("Given up"),
    ]
    return Table(
        _("Assets"),
        head,
        [
            [
                row.asset.title,
                row.asset.get_kind_display(),
                row.asset.get_origin_display(),
                ", ".join(f"{each.holder} {each.said} %" for each in row.asset.holdings.all()),
                ", ".join(each.called for each in row.asset.makers.all()),
                row.asset.custodian.name if row.asset.custodian else "",
                _day(row.next_on),
                row.asset.reason,
            ]
            for row in rows
        ],
    )


def _rights(rows: list[Listed]) -> Table:
    today = clock.now().date()
    head = [_("Asset"), _("Office"), _("For"), _("Filed"), _("Number"), _("Granted"), _("Number"), _("State"),
            _("Next fee"), _("With a surcharge until"), _("Ends")]  # fmt: skip
    return Table(
        _("Rights"),
        head,
        [
            [
                row.asset.title,
                str(office_name(each.right.office)),
                each.right.where,
                _day(each.right.filed_on),
                each.right.filing_number,
                _day(each.right.granted_on),
                each.right.grant_number,
                str(STATES[each.state(today)]),
                _day(each.next.due_on if each.next else None),
                _day(each.next.grace_until if each.next else None),
                _day(each.ends_on),
            ]
            for row in rows
            for each in row.rights
        ],
    )


def _heeds(rows: list[Listed]) -> Table:
    found = [[row.asset.title, str(heed.words)] for row in rows for heed in row.heeds]
    return Table(_("To see to"), [_("Asset"), _("What")], found)


def _day(value: date | None) -> str:
    return date_format(value, "Y-m-d") if value else ""
