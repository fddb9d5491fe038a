"""Best practices and how-tos: steps with who and why, and what it takes to be called proven."""

from datetime import timedelta

import pytest

from kith.core import clock
from kith.knowledge.actions import recording, using, vouching, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.queries import items
from kith.knowledge.queries import search as searches
from tests import walk

STEP = {"what": "Vent the core", "who": "the core maker", "why": "The gas comes from the core"}
RESULT = {"measure": "Rejects", "before": "8", "after": "3.5", "unit": "%", "cases": "240", "where": "Line 2"}
DATA = {"context": "Thick walls", "steps": [STEP], "results": [RESULT], "limits": "Not below 4 mm"}


@pytest.fixture
def practice(world):
    item = world.item(world.space("Castings"), "Vented cores", kind="practice")
    recording.save(item.uid, DATA, by=world.actor("ada"), shown_saves=0)
    return item


def state(world, item):
    return items.page(item.uid, world.actor("ada")).record.state


def vouch(world, item, name, days=30):
    vouching.verify(item.uid, by=world.actor(name), until=clock.now().date() + timedelta(days=days))


def test_proven_takes_a_measured_result_and_a_reviewer_who_wrote_nothing_of_it(world, practice):
    assert state(world, practice) == "measured"
    vouch(world, practice, "ada")  # its author
    assert state(world, practice) == "measured"
    vouch(world, practice, "ben")
    assert state(world, practice) == "proven"
    recording.save(practice.uid, DATA | {"results": []}, by=world.actor("ada"), shown_saves=1)
    vouch(world, practice, "ben")
    assert state(world, practice) == "nominated"


def test_what_changes_after_the_review_is_not_covered_by_it_and_the_review_ends_with_its_day(world, practice):
    vouch(world, practice, "ben")
    with clock.at(clock.now() + timedelta(days=31)):
        assert state(world, practice) == "measured"
    recording.save(practice.uid, DATA | {"limits": ""}, by=world.actor("ada"), shown_saves=1)
    assert state(world, practice) == "measured"
    vouch(world, practice, "ben")
    writing.save_draft(practice.uid, Words("Vented cores", "Other words"), by=world.actor("ada"), shown_saves=0)
    writing.publish(practice.uid, by=world.actor("ada"))
    assert state(world, practice) == "measured"


def test_who_once_wrote_in_it_or_in_its_record_is_no_reviewer(world, practice):
    recording.save(practice.uid, DATA, by=world.actor("ben"), shown_saves=1)
    recording.save(practice.uid, DATA, by=world.actor("ada"), shown_saves=2)
    vouch(world, practice, "ben")
    assert state(world, practice) == "measured"


def test_its_adopters_are_those_for_whom_it_did_something(world, practice):
    world.agree("foundry", "cleo")
    world.share(practice, "foundry")
    using.use(practice.uid, "nothing", by=world.actor("ben"))
    using.use(practice.uid, "quality", by=world.actor("tom"))
    using.use(practice.uid, "problem", by=world.actor("tom"))
    assert items.page(practice.uid, world.actor("ada")).adopters == [("Brightforge Castings", 1)]


def test_the_form_takes_steps_in_the_order_of_their_numbers_and_results_as_they_were_given(world, practice):
    browser = walk.browser(world, "ada")
    address = f"/items/{practice.uid}/record"
    sent = {"saves": "1", "context": "Thick walls", "limits": ""}
    steps = {"what_0": "Pour", "place_0": "2", "what_1": "Vent", "place_1": "1", "who_1": "Core maker"}
    result = {"measure_0": "Rejects", "before_0": "8.00", "after_0": "3.50", "unit_0": "%", "cases_0": "240"}
    refused = browser.post(address, {**sent, **steps, **result, "who_3": "Nobody", "before_1": "1", "after_0": ""})
    assert refused.status_code == 422
    for sentence in ("Say what is done in this step.", "Say what was measured.", "the value before and the one after"):
        assert sentence in walk.said(refused)
    assert browser.post(address, {**sent, **steps, **result}).status_code == 302
    data = items.page(practice.uid, world.actor("ada")).record.data
    assert [step["what"] for step in data["steps"]] == ["Vent", "Pour"]
    assert (data["results"][0]["before"], data["results"][0]["after"]) == ("8", "3.5")
    again = walk.said(browser.get(address))
    assert again.index("Vent</textarea>") < again.index("Pour</textarea>")


def test_a_how_to_has_steps_with_who_and_why_and_they_are_found(world):
    item = world.item(world.space("Castings"), "Pouring a volute", kind="howto")
    page = walk.browser(world, "ben").get(f"/items/{item.uid}")
    assert "write them down one by one" in walk.said(page)
    recording.save(item.uid, {"steps": [STEP]}, by=world.actor("ben"), shown_saves=0)
    said = walk.said(walk.browser(world, "ada").get(f"/items/{item.uid}"))
    for words in STEP.values():
        assert words in said
    assert [row.row.item.uid for row in searches.search_page(world.actor("ben"), "core maker").rows] == [item.uid]


def test_a_partner_reads_the_steps_and_changes_none(world, practice):
    world.agree("foundry", "cleo")
    world.share(practice, "foundry")
    tom = walk.browser(world, "tom")
    assert "The gas comes from the core" in walk.said(tom.get(f"/items/{practice.uid}"))
    assert tom.get(f"/items/{practice.uid}/record").status_code == 404
