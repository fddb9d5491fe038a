"""Capability 58: when fees are due, by each office's rule, against days that were reckoned by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import clock
from kith.register import reckoning, schedules
from kith.register.models import Asset, Kind, Right
from kith.register.reckoning import State
from kith.register.schedules import RULES


def reckon(office, kind, *, filed=None, granted=None, **more):
    """A right that nobody stored, with what follows from its days."""
    right = Right(asset=Asset(kind=kind), office=office, filed_on=filed, granted_on=granted, **more)
    rule = schedules.BY_PLACE.get((office, kind))
    ends_on = reckoning._ends_on(right, rule)
    return reckoning.Reckoned(
        right, rule, tuple(reckoning.instalments(right, rule, ends_on)), ends_on, reckoning._priority(right)
    )


@pytest.mark.parametrize(
    ("office", "kind", "filed", "granted", "first", "late", "last", "how_many", "ends"),
    [
        # EPC Rule 51(1): for the third year, on the last day of the month in which the filing day comes round
        ("EPO", "patent", "2024-02-29", None, "2026-02-28", "2026-08-31", "2043-02-28", 18, "2044-02-29"),
        # Patents Rules 2007 r. 37: for the fifth year, by the end of the month of the fourth anniversary
        ("UKIPO", "patent", "2020-05-15", None, "2024-05-31", "2024-11-30", "2039-05-31", 16, "2040-05-15"),
        ("DPMA", "patent", "2023-10-10", None, "2025-10-31", "2026-04-30", "2042-10-31", 18, "2043-10-10"),
        # 35 U.S.C. 41(b): three years and six months after the grant, then 7.5 and 11.5
        ("USPTO", "patent", "2018-01-10", "2020-08-31", "2024-02-29", "2024-08-29", "2032-02-29", 3, "2038-01-10"),
        ("DPMA", "utility", "2024-03-05", None, "2027-03-31", "2027-09-30", "2032-03-31", 3, "2034-03-05"),
        ("EUIPO", "mark", "2020-06-01", None, "2030-06-01", "2030-12-01", "2120-06-01", 10, None),
        ("EUIPO", "design", "2022-09-20", None, "2027-09-20", "2028-03-20", "2042-09-20", 4, "2047-09-20"),
        ("UKIPO", "design", "2022-09-20", None, "2027-09-20", "2028-03-20", "2042-09-20", 4, "2047-09-20"),
    ],
)
def test_fees_come_due_as_each_office_wants_them(office, kind, filed, granted, first, late, last, how_many, ends):
    row = reckon(
        office, kind, filed=date.fromisoformat(filed), granted=date.fromisoformat(granted) if granted else None
    )
    assert row.next.due_on.isoformat() == first
    assert row.next.grace_until.isoformat() == late
    assert row.due[-1].due_on.isoformat() == last
    assert len(row.due) == how_many
    assert (row.ends_on.isoformat() if row.ends_on else None) == ends


def test_a_us_patent_wants_nothing_before_it_is_granted_and_a_us_design_never():
    assert reckon("USPTO", "patent", filed=date(2024, 1, 1)).due == ()
    design = reckon("USPTO", "design", filed=date(2024, 1, 1), granted=date(2025, 1, 1))
    assert (design.due, design.ends_on) == ((), date(2040, 1, 1))


def test_what_no_rule_knows_has_the_day_that_was_entered_and_no_other():
    row = reckon("A registrar", "domain", runs_out_on=date(2027, 3, 1))
    assert [each.due_on for each in row.due] == [date(2027, 3, 1)]
    assert row.ends_on is None
    assert reckon("INPI", "patent", filed=date(2024, 1, 1)).due == ()


def test_a_right_goes_from_filed_to_granted_to_overdue_to_lapsed_and_ends_with_its_term():
    row = reckon("UKIPO", "patent", filed=date(2020, 5, 15))
    assert row.state(date(2024, 5, 31)) == State.PENDING
    assert row.state(date(2024, 6, 1)) == State.LATE
    assert row.state(date(2024, 11, 30)) == State.LATE
    assert row.state(date(2024, 12, 1)) == State.LAPSED
    assert row.state(date(2040, 5, 16)) == State.EXPIRED
    granted = reckon("UKIPO", "patent", filed=date(2020, 5, 15), granted=date(2023, 1, 1))
    assert granted.state(date(2024, 1, 1)) == State.GRANTED
    assert reckon("UKIPO", "patent").state(date(2024, 1, 1)) == State.PLANNED


def test_what_was_due_before_it_was_registered_is_not_asked_for_again():
    row = reckon("EPO", "patent", filed=date(2018, 3, 10), paid_before=date(2026, 3, 31))
    assert row.next.due_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("kind", "until"), [("patent", "2025-01-31"), ("mark", "2024-07-31"), ("design", "2024-07-31")]
)
def test_others_can_follow_a_first_filing_for_a_year_or_half_a_year(kind, until):
    row = reckon("UKIPO", kind, filed=date(2024, 1, 31), is_first=True)
    assert row.priority_until == date.fromisoformat(until)
    assert reckon("UKIPO", kind, filed=date(2024, 1, 31)).priority_until is None
    settled = reckon("UKIPO", kind, filed=date(2024, 1, 31), is_first=True, priority_used_at=clock.now())
    assert settled.priority_until is None


@given(
    rule=st.sampled_from(RULES),
    filed=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    waited=st.integers(0, 3000),
)
def test_fees_rise_stay_within_the_term_and_never_fall_before_their_months(rule, filed, waited):
    granted = date.fromordinal(filed.toordinal() + waited)
    row = reckon(rule.office, rule.kind, filed=filed, granted=granted)
    days = [each.due_on for each in row.due]
    assert days == sorted(set(days))
    assert all(each.grace_until >= each.due_on for each in row.due)
    begin = granted if rule.counted_from == "grant" else filed
    assert all(day >= begin for day in days)
    if row.ends_on:
        assert all(day < row.ends_on for day in days)
    if rule.month_end:
        assert all(date.fromordinal(day.toordinal() + 1).day == 1 for day in days)


def test_every_rule_says_where_it_stands_and_is_the_only_one_of_its_place():
    assert len(schedules.BY_PLACE) == len(RULES)
    for rule in RULES:
        assert rule.source
        assert rule.office in schedules.OFFICES
        assert rule.kind in Kind.values
