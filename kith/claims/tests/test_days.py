"""An insurance that runs out and a claim that has to be answered alert in time; what is done stops."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kith.claims.actions import claiming, covering
from kith.claims.actions.claiming import Happened
from kith.claims.models import Cover
from kith.claims.tests.making import DETAILS, TERMS, on
from kith.core.errors import Refused
from kith.deadlines import alerting, queries
from kith.deadlines.models import Alert
from kith.notices import queries as notices
from tests import walk

NEW_YEAR = date(2027, 1, 1)
LAST = date(2027, 12, 31)


def year(start, days):
    """What the clock gives when it turns twice a day: how long before, and for which thing."""
    for n in range(days):
        for hours in (1, 13):
            with on(start + timedelta(days=n), hours):
                alerting.turn()
    return [(row.kind, row.about_id, row.before) for row in Alert.objects.order_by("at", "pk")]


@pytest.fixture
def cover(world):
    with on(NEW_YEAR):
        return covering.add(replace(TERMS, responsible=world.people["ben"].pk), by=world.actor("ada"))


def test_an_insurance_alerts_180_90_30_and_7_days_before_its_end_and_when_it_has_ended(world, cover):
    given = year(NEW_YEAR, 366)
    assert given == [("cover", cover.pk, before) for before in (180, 90, 30, 7, -1)]
    days = [row.day for row in Alert.objects.all()]
    assert set(days) == {LAST}


def test_who_sees_to_it_is_told_what_it_is_and_finds_it_there(world, cover):
    with on(LAST - timedelta(days=180)):
        alerting.turn()
        said = [told.line.words for told in notices.inbox(world.actor("ben")).told]
        assert said == ["Renewal, or another insurance of “Insurance: Northern Mutual, IP-1” by 31 Dec 2027"]
        assert notices.inbox(world.actor("ada")).told == []
        [row] = queries.waiting(world.actor("ben"))
        assert row.line.href == f"/protect/covers/{cover.uid}"
        assert "Northern Mutual" in walk.said(walk.browser(world, "ben").get(row.line.href))
        for name in ("tom", "cleo", "dan"):
            assert queries.page(world.actor(name)) == queries.DeadlinesPage([], [], [])


def test_renewing_stops_the_alerts_and_the_next_one_has_its_own(world, cover):
    ada = world.actor("ada")
    with on(LAST - timedelta(days=30)):
        alerting.turn()
        assert [row.before for row in Alert.objects.open()] == [30]
        later = replace(TERMS, starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31))
        follows = covering.renew(cover.uid, later, by=ada)
        assert not Alert.objects.open().exists()
        assert queries.waiting(world.actor("ben")) == []
        assert [row.due.about_id for row in queries.coming(ada)] == []  # its last day is further than a year away
    given = year(LAST - timedelta(days=29), 230)
    assert [row for row in given if row[1] == cover.pk] == [("cover", cover.pk, 30)]
    assert [row for row in given if row[1] == follows.pk] == [("cover", follows.pk, 180)]


def test_renewing_has_to_bring_something(world, cover):
    ada = world.actor("ada")
    for terms, field in (
        (TERMS, "starts_on"),
        (replace(TERMS, starts_on=date(2027, 2, 1)), "ends_on"),
        (replace(TERMS, starts_on=date(2028, 2, 1)), "ends_on"),
    ):
        with pytest.raises(Refused) as refused:
            covering.renew(cover.uid, terms, by=ada)
        assert refused.value.field == field
    assert Cover.objects.count() == 1


def test_an_insurance_given_up_has_no_deadline(world, cover):
    ada = world.actor("ada")
    with on(LAST - timedelta(days=90)):
        alerting.turn()
        covering.give_up(cover.uid, "The line was sold", by=ada)
        assert not Alert.objects.open().exists()
        assert queries.coming(ada) == []
    assert [before for _kind, _pk, before in year(LAST - timedelta(days=89), 100)] == [90]


def test_a_last_day_that_was_corrected_moves_the_deadline(world, cover):
    ada = world.actor("ada")
    with on(LAST - timedelta(days=90)):
        alerting.turn()
        later = LAST + timedelta(days=60)
        covering.change(cover.uid, replace(TERMS, ends_on=later), by=ada)
        assert not Alert.objects.open().exists()
        assert [row.due.day for row in queries.coming(ada)] == [later]


def test_a_claim_has_to_be_answered_by_its_day_until_it_is(world):
    ada = world.actor("ada")
    with on(NEW_YEAR):
        details = replace(DETAILS, asserted_on=NEW_YEAR, reply_by=date(2027, 3, 1), responsible=world.people["ben"].pk)
        row = claiming.make(details, by=ada)
        other = claiming.make(replace(details, title="Marks"), by=ada)
    given = year(NEW_YEAR, 55)
    assert [before for _kind, pk, before in given if pk == row.pk] == [30, 7]
    with on(date(2027, 2, 24)):
        claiming.step(row.uid, Happened(date(2027, 2, 24), "Answered", is_reply=True), by=world.actor("ben"))
        claiming.step(other.uid, Happened(date(2027, 2, 24), "Settled", outcome="settled"), by=ada)
        assert not Alert.objects.open().exists()
    assert len(year(date(2027, 2, 25), 10)) == len(given)
    with on(date(2027, 3, 6)):
        claiming.change(row.uid, replace(details, reply_by=date(2027, 5, 1)), by=ada)
        assert [each.due.day for each in queries.coming(ada)] == [date(2027, 5, 1)]


def test_a_day_ends_where_whoever_wrote_it_down_is(world):
    world.people["ada"].zone = "Pacific/Auckland"
    world.people["ada"].save(update_fields=["zone"])
    with on(NEW_YEAR):
        row = covering.add(TERMS, by=world.actor("ada"))
    with on(LAST, 11):  # New Year's Eve has ended in New Zealand at 11:00 UTC
        row.refresh_from_db()
        assert row.is_over
        alerting.turn()
    assert [each.before for each in Alert.objects.all()] == [-1]
