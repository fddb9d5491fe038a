"""Who outside was shown pages, or told of them, and whether she was bound before: two tables of the pack.

What was written down by hand happened on the day that was written down, not when somebody wrote it; what was taken back
stays, and says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.access.models import Acknowledgement
from kith.agreements.models import Agreement
from kith.audit.models import Exposure
from kith.core import clock
from kith.exposures.models import Disclosure
from kith.exposures.queries.log import BY_HAND, CHANNELS
from kith.identity.models import Organisation, Person
from kith.knowledge.models import Item
from kith.ui.reporting import Cell, Table
from kith.ui.times import stamp

MOST = 500  # rows of a table; it says so when there are more
Rows = list[list[Cell]]


@dataclass(frozen=True)
class _First:
    """The first time that somebody was shown something under one agreement, or under none."""

    person_id: int
    organisation_id: int
    basis_id: int
    at: datetime  # in Kith: when; by hand: the end of that day, by which it is sorted
    told: Disclosure | None = None


def order(items: list[Item]) -> Table:
    """For each person outside: whether the agreement was signed before she was first shown anything."""
    found = sorted([*_in_kith(items), *_by_hand(items)], key=lambda row: row.at)
    bases = {row.basis_id for row in found}
    agreements = {
        row.basis_id: row
        for row in Agreement.objects.filter(basis__in=bases).annotate(signed=Max("signatures__signed_at"))
    }
    notes = {
        (row.basis_id, row.person_id, row.organisation_id): row.at
        for row in Acknowledgement.objects.filter(basis__in=bases)
    }
    people = dict(Person.objects.filter(pk__in={row.person_id for row in found}).values_list("pk", "name"))
    firms = _firms(row.organisation_id for row in found)
    rows: Rows = []
    for row in found:
        agreement = agreements.get(row.basis_id)
        signed = agreement.signed if agreement else None
        rows.append(
            [
                people.get(row.person_id) or (row.told.others if row.told else _("Somebody who is not in Kith")),
                firms.get(row.organisation_id, ""),
                agreement.title if agreement else _("No agreement"),
                stamp(signed),
                stamp(notes.get((row.basis_id, row.person_id, row.organisation_id))),
                date_format(row.told.told_on, "Y-m-d") if row.told else stamp(row.at),
                _verdict(row, signed, agreement.zone if agreement else "UTC"),
            ]
        )
    head = [_("Who"), _("Of"), _("Agreement"), _("Signed"), _("Duties noted"), _("First shown"), _("Signed before")]
    return Table(_("Bound before it was shown"), head, at_most(rows))


def _in_kith(items: list[Item]) -> Iterator[_First]:
    found = (
        Exposure.objects.filter(item_id__in=[item.pk for item in items])
        .exclude(channel__in=BY_HAND)
        .values("person_id", "organisation_id", "basis_id")
        .annotate(first=Min("at"))
    )
    for row in found:
        yield _First(row["person_id"], row["organisation_id"], row["basis_id"], row["first"])


def _by_hand(items: list[Item]) -> Iterator[_First]:
    """Each time that somebody was told, in the ledger's rows; a page more of the same time is no further row."""
    found = Exposure.objects.filter(item_id__in=[item.pk for item in items], channel__in=BY_HAND)
    seats = found.values_list("event_id", "person_id", "organisation_id", "basis_id").distinct()
    told = {row.event_id: row for row in Disclosure.objects.filter(event_id__in=found.values("event_id"))}
    for event_id, person_id, organisation_id, basis_id in seats:
        row = told[event_id]
        yield _First(person_id, organisation_id, basis_id, _end_of(row.told_on), row)


def _end_of(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1), "UTC")


def _verdict(row: _First, signed: datetime | None, zone: str) -> str:
    """Whether it was signed before; where only the day is known, that day itself does not say so."""
    if row.told and row.told.retracted_at:
        return _("Taken back: %(reason)s") % {"reason": row.told.reason}
    if signed is None:
        return _("NO")
    if row.told is None:
        return _("yes") if signed <= row.at else _("NO")
    day = clock.day_of(signed, zone)
    if day == row.told.told_on:
        return _("The same day")
    return _("yes") if day < row.told.told_on else _("NO")


def outside(items: list[Item]) -> Table:
    """How often each partner was shown each page, in which way."""
    titles = {item.pk: item.title for item in items}
    found = (
        Exposure.objects.filter(item_id__in=titles)
        .values("item_id", "organisation_id", "channel")
        .annotate(times=Count("pk"), people=Count("person_id", distinct=True), first=Min("at"), last=Max("at"))
        .order_by("item_id", "organisation_id", "channel")
    )
    rows = list(found)
    firms = _firms(row["organisation_id"] for row in rows)
    cells: Rows = [
        [
            titles[row["item_id"]],
            firms.get(row["organisation_id"], ""),
            str(CHANNELS[row["channel"]]),
            row["times"],
            row["people"],
            stamp(row["first"]),
            stamp(row["last"]),
        ]
        for row in rows
    ]
    head = [_("Page"), _("Partner"), _("How"), _("Times"), _("People"), _("First recorded"), _("Last recorded")]
    return Table(_("Shown or told outside"), head, at_most(cells))


def _firms(ids: Iterable[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def at_most(rows: Rows) -> Rows:
    """As many rows as a table holds; the last one says how many more there are."""
    if len(rows) <= MOST:
        return rows
    more = _("There are %(n)s more.") % {"n": len(rows) - MOST}
    return [*rows[:MOST], [more, *[""] * (len(rows[0]) - 1)]]
