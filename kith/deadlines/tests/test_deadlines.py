"""Capability 58: deadlines alert 180, 90, 30 and 7 days before, and nobody passes over one in silence."""

from datetime import date, timedelta

import pytest

from kith.audit.models import Event
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import actions, alerting, queries, sources
from kith.deadlines.models import Alert
from kith.deadlines.sources import LATE, Due, Line, Source
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.notices import queries as notices
from tests import walk

FIRST = date(2027, 1, 1)
ZONE = "Pacific/Auckland"


class Fees:
    """What another app would register: days of things, until they are done."""

    def __init__(self):
        self.dues = {}

    def set(self, pk, day, **more):
        self.dues[pk] = Due(pk, "renewal", day, known_since=more.pop("known", FIRST), **more)

    def wanted(self, wanted):
        for due in self.dues.values():
            if wanted.ids is not None and due.about_id not in wanted.ids:
                continue
            if wanted.organisation_id and due.organisation_id != wanted.organisation_id:
                continue
            if wanted.until is None or due.day <= wanted.until:
                yield due

    def lines(self, by, ids):
        return {
            pk: Line(f"Patent {pk}", f"/there/{pk}")
            for pk in ids
            if pk in self.dues and self.dues[pk].organisation_id == by.organisation_id
        } | {pk: Line(f"Patent {pk}", f"/there/{pk}") for pk in ids if pk not in self.dues}


@pytest.fixture
def fees(world, monkeypatch):
    made = Fees()
    source = Source(dues=made.wanted, lines=made.lines, sorts={"renewal": "Renewal"})
    monkeypatch.setattr(sources, "SOURCES", {"fee": source})
    monkeypatch.setattr(alerting, "SOURCES", {"fee": source})
    monkeypatch.setattr(queries, "SOURCES", {"fee": source})
    return made


def on(day, hours=12):
    return clock.at(clock.start_of(day, "UTC") + timedelta(hours=hours))


def said_to(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def test_a_year_gives_each_alert_once_whatever_restarts_and_wherever_the_office_is(world, fees):
    fees.set(1, date(2027, 11, 30), organisation_id=world.pumps.pk, responsible_id=world.people["ben"].pk)
    fees.set(2, date(2027, 11, 30), organisation_id=world.pumps.pk, zone=ZONE)
    given = []
    for n in range(365):
        day = FIRST + timedelta(days=n)
        for hours in (0, 13, 13):  # the same hour twice: a restart
            with on(day, hours):
                if alerting.waits():
                    given += [(row.about_id, row.before, clock.now()) for row in _fresh()]
    assert [(pk, before) for pk, before, _at in given if pk == 1] == [(1, 180), (1, 90), (1, 30), (1, 7), (1, LATE)]
    assert [(pk, before) for pk, before, _at in given if pk == 2] == [(2, 180), (2, 90), (2, 30), (2, 7), (2, LATE)]
    late = {pk: at.isoformat()[:13] for pk, before, at in given if before == LATE}
    assert late == {1: "2027-12-01T00", 2: "2027-11-30T13"}  # in New Zealand the day is over first


def _fresh():
    known = set(Alert.objects.values_list("pk", flat=True))
    alerting.turn()
    return Alert.objects.exclude(pk__in=known).order_by("pk")


def test_a_clock_that_stood_still_gives_the_alert_that_is_due_now_and_only_that(world, fees):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk)
    with on(date(2027, 6, 15)):
        alerting.turn()
    assert [row.before for row in Alert.objects.all()] == [30]


def test_a_day_that_was_known_late_gives_at_least_the_last_alert(world, fees):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk, known=date(2027, 6, 10))
    with on(date(2027, 6, 11)):
        assert not alerting.waits()
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk, known=date(2027, 6, 28))
    with on(date(2027, 6, 28)):
        assert [row.before for row in _fresh()] == [7]


def test_who_sees_to_it_is_told_first_and_all_keepers_when_she_does_not_answer(world, fees, work):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk, responsible_id=world.people["ben"].pk)
    with on(date(2027, 6, 1)):
        alerting.turn()
        assert said_to(world, "ben") == ["Renewal of “Patent 1” by 1 Jul 2027"]
        assert said_to(world, "ada") == []
        assert queries.waiting(world.actor("ada")) == []
        notices_read = notices.inbox(world.actor("ben")).told
        assert len(notices_read) == 1
    with on(date(2027, 6, 7)):
        assert not alerting.waits()
    with on(date(2027, 6, 8)):
        alerting.turn()
        alerting.turn()
        assert said_to(world, "ada") == ["Nobody has answered: Renewal of “Patent 1” by 1 Jul 2027"]
        assert len(queries.waiting(world.actor("ada"))) == 1
    assert Event.objects.filter(name="deadlines.DeadlineEscalated").count() == 1


def test_taking_note_needs_words_and_ends_this_alert_not_the_next_one(world, fees):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk, responsible_id=world.people["ben"].pk)
    ben = world.actor("ben")
    with on(date(2027, 6, 1)):
        [alert] = _fresh()
        for words in ("", "  \x00 ", "x" * 501):
            with pytest.raises(Refused):
                actions.acknowledge(alert.uid, words, by=ben)
        actions.acknowledge(alert.uid, "Cleared with the attorney", by=ben)
        assert queries.waiting(ben) == []
        with pytest.raises(Denied):
            actions.acknowledge(alert.uid, "Again", by=ben)
    with on(date(2027, 6, 10)):
        assert alerting.turn() == 0  # nobody is told that it went unheard
    with on(date(2027, 6, 24)):
        assert [row.before for row in _fresh()] == [7]
        assert Alert.objects.get(before=7).escalated_at is None


def test_an_alert_without_an_answer_is_overtaken_by_the_next_which_all_keepers_hear(world, fees):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk, responsible_id=world.people["ben"].pk)
    with on(date(2027, 6, 22)):
        alerting.turn()  # the clock stood still until here
    with on(date(2027, 6, 24)):
        alerting.turn()
    first, second = Alert.objects.order_by("at")
    assert (first.before, second.before) == (30, 7)
    assert first.settled_at is not None
    assert second.escalated_at is not None


def test_what_is_done_or_has_moved_waits_no_more(world, fees):
    for pk in (1, 2):
        fees.set(pk, date(2027, 7, 1), organisation_id=world.pumps.pk)
    with on(date(2027, 6, 1)):
        alerting.turn()
        assert [row.line.words for row in queries.waiting(world.actor("ada"))] == ["Patent 1", "Patent 2"]
        del fees.dues[1]
        assert alerting.settle("fee", [1]) == 1
        assert [row.line.words for row in queries.waiting(world.actor("ada"))] == ["Patent 2"]
        fees.set(2, date(2028, 7, 1), organisation_id=world.pumps.pk)
        assert alerting.waits()
        alerting.turn()
        assert queries.waiting(world.actor("ada")) == []


def test_where_whoever_saw_to_it_has_left_all_keepers_are_told(world, fees):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk, responsible_id=world.people["ben"].pk)
    seat = Membership.objects.get(person=world.people["ben"])
    leaving.deactivate(seat.pk, by=world.actor("ada"))
    with on(date(2027, 6, 1)):
        alerting.turn()
        assert said_to(world, "ada") == ["Renewal of “Patent 1” by 1 Jul 2027"]


def test_deadlines_are_ones_own(world, fees):
    fees.set(1, date(2027, 7, 1), organisation_id=world.pumps.pk)
    with on(date(2027, 6, 1)):
        [alert] = _fresh()
        for name in ("ben", "cleo", "dan"):
            with pytest.raises(Unseen):
                queries.one(alert.uid, world.actor(name))
            with pytest.raises(Unseen):
                actions.acknowledge(alert.uid, "Mine", by=world.actor(name))
            assert queries.page(world.actor(name)) == queries.DeadlinesPage([], [], [])
        assert [row.line.words for row in queries.page(world.actor("ada")).coming] == ["Patent 1"]


def test_taking_note_in_the_browser(world, fees):
    today = clock.now().date()
    fees.set(1, today - timedelta(days=2), organisation_id=world.pumps.pk)
    fees.set(2, today + timedelta(days=5), organisation_id=world.pumps.pk)
    alerting.turn()
    ada = walk.browser(world, "ada")
    assert "Say what will be done" in walk.said(ada.get("/"))
    page = walk.said(ada.get("/deadlines"))
    assert "2 days ago" in page
    assert "5 days left" in page
    uid = Alert.objects.get(about_id=1).uid
    assert "by name" not in walk.said(ada.get(f"/deadlines/{uid}"))
    assert ada.post(f"/deadlines/{uid}", {"reason": ""}).status_code == 422
    page = walk.said(ada.post(f"/deadlines/{uid}", {"reason": "Paid by bank"}, follow=True))
    assert "Paid by bank" in page
    assert "Paid by bank" in walk.said(ada.get(f"/deadlines/{uid}"))
    assert walk.browser(world, "ben").get(f"/deadlines/{uid}").status_code == 404
