"""Incidents: from the report over its cause to what was done and whether it has worked."""

from datetime import timedelta

import pytest

from kith.commitments import actions as promising
from kith.commitments.actions import Promise
from kith.commitments.models import Commitment
from kith.core import clock
from kith.knowledge.actions import recording, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Relation
from kith.knowledge.queries import items
from tests import walk

DATA = {
    "sort": "near_miss",
    "severity": "3",
    "happened_on": "2026-11-20",
    "where": "Ladle bay",
    "harm": "",
    "at_once": "Closed the bay",
    "method": "whys",
    "whys": ["The hook slipped", "The latch was worn"],
    "bones": {},
    "root": "",
}


@pytest.fixture
def incident(world, work):
    item = world.item(world.space("Safety"), "Ladle hook slipped", kind="incident")
    work()
    return item


def state(world, item):
    return items.page(item.uid, world.actor("ada")).record.state


def promise(world, item, sort, **more):
    terms = Promise(f"Do the {sort}", world.people["ben"].pk, clock.now().date(), sort=sort, **more)
    return promising.make("item", item.uid, terms, by=world.actor("ada"))


def test_a_report_makes_a_review_task_within_a_week_and_a_lesson_that_comes_from_it(world, work, incident):
    review = Commitment.objects.get()
    assert (review.sort, review.owner) == ("review", world.ada)
    assert review.due_on == clock.now().date() + timedelta(days=7)
    lesson = Item.objects.get(kind="lesson")
    assert (lesson.title, lesson.parent) == ("Lesson: Ladle hook slipped", incident)
    assert lesson.current is None
    relation = Relation.objects.get()
    assert (relation.item, relation.kind, relation.other) == (lesson, "derived_from", incident)
    writing.save_draft(incident.uid, Words("Ladle hook slipped", "More"), by=world.actor("ada"), shown_saves=0)
    writing.publish(incident.uid, by=world.actor("ada"))
    work()
    assert Commitment.objects.count() == Item.objects.filter(kind="lesson").count() == 1
    page = walk.said(walk.browser(world, "ada").get(f"/items/{incident.uid}"))
    assert "Has led to" in page
    assert "Lesson: Ladle hook slipped" in page


def test_nothing_of_the_kind_follows_from_an_article(world, work):
    world.item(world.space("Safety"), "Hooks")
    work()
    assert not Commitment.objects.exists()


def test_where_it_stands_follows_from_its_cause_and_from_what_was_promised(world, incident):
    ada, ben = world.actor("ada"), world.actor("ben")
    assert state(world, incident) == "reported"
    recording.save(incident.uid, DATA | {"root": "No check of latches"}, by=ada, shown_saves=0)
    assert state(world, incident) == "explained"
    contain = promise(world, incident, "containment")
    assert state(world, incident) == "explained"  # the cause is still there
    cure = promise(world, incident, "corrective", check_on=clock.now().date())
    assert state(world, incident) == "acted_on"
    for row in (Commitment.objects.get(sort="review"), contain, cure):
        promising.keep(row.uid, "Done", by=ada if row.owner == world.ada else ben)
    assert state(world, incident) == "to_check"
    promising.check(cure.uid, True, "No worn latch in a month", by=ada)
    assert state(world, incident) == "closed"
    again = promise(world, incident, "preventive")
    assert state(world, incident) == "acted_on"
    promising.drop(again.uid, "Not needed", by=ada)
    assert state(world, incident) == "closed"


def test_it_is_not_closed_by_dropping_every_cure(world, incident):
    ada = world.actor("ada")
    recording.save(incident.uid, DATA | {"root": "No check of latches"}, by=ada, shown_saves=0)
    promising.drop(promise(world, incident, "corrective").uid, "Too dear", by=ada)
    assert state(world, incident) == "explained"


def test_the_form_takes_the_five_whys_and_the_fishbone_and_shows_them(world, incident):
    browser = walk.browser(world, "ada")
    address = f"/items/{incident.uid}/record"
    sent = {"saves": "0", "severity": "3", "happened_on": "2026-11-20", "where": "Ladle bay"}
    assert browser.post(address, sent).status_code == 422  # what it is was not said
    sent |= {"sort": "near_miss", "method": "fishbone", "why_0": "The hook slipped", "why_1": "Worn"}
    sent |= {"bone_machine": "Old latches", "root": "Nobody checks latches"}
    assert browser.post(address, sent).status_code == 302
    page = walk.said(browser.get(f"/items/{incident.uid}"))
    for words in ("Near miss", "Serious", "20 Nov 2026", "The hook slipped", "Old latches", "Nobody checks latches"):
        assert words in page
    assert "Old latches" in walk.said(browser.get(address))


def test_what_a_promise_is_for_is_asked_in_the_words_of_an_incident(world, incident):
    browser = walk.browser(world, "ada")
    assert "Take away its cause" in walk.said(browser.get(f"/items/{incident.uid}/commitments"))
    lesson = world.item(incident.space, "A lesson", kind="lesson")
    assert "Take away its cause" not in walk.said(browser.get(f"/items/{lesson.uid}/commitments"))
