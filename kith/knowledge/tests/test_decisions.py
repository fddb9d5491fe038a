"""Decisions: options with reasons, a choice, and once accepted nothing of it changes; it is only superseded."""

import pytest

from kith.audit.models import Event
from kith.core.errors import Denied, Refused, Stale, Unseen
from kith.knowledge import kinds, policy
from kith.knowledge.actions import arranging, attaching, recording, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Relation
from kith.knowledge.queries import items
from kith.knowledge.queries import search as searches
from tests import walk

VENT = {
    "options": [
        {"name": "Vent the core", "for": "Half the rejects", "against": "A drilling more"},
        {"name": "Pour hotter", "for": "", "against": "More rejects in the trial"},
    ],
    "chosen": 0,
    "why": "It held for four months.",
    "deciders": ["Ada", "Cleo"],
    "decided_on": "2026-11-02",
    "review_on": "2027-05-01",
}


@pytest.fixture
def decision(world):
    item = world.item(world.space("Castings"), "Which way against porosity", kind=Item.Kind.DECISION)
    recording.save(item.uid, VENT, by=world.actor("ada"), shown_saves=0)
    return item


def record(world, item, name="ada"):
    return items.page(item.uid, world.actor(name)).record


def lineage(world, item):
    return items.page(item.uid, world.actor("ada")).lineage


def test_every_kind_says_what_it_is_for_and_those_that_are_written_begin_with_a_template():
    assert set(kinds.ALL) == set(Item.Kind.values)
    for kind in kinds.ALL.values():
        assert str(kind.about)
    assert set(kinds.WRITTEN) == set(Item.Kind.values) - {"tacit"}


def without(**changes):
    return VENT | changes


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        (without(options=VENT["options"][:1]), "at least two options"),
        (without(options=[VENT["options"][0], {"name": "Do nothing", "for": "", "against": ""}]), "for each option"),
        (without(chosen=None), "which option"),
        (without(why=""), "why this option"),
        (without(deciders=[]), "who decided"),
        (without(decided_on=""), "which day"),
        ({}, "at least two options"),
    ],
)
def test_it_cannot_be_accepted_while_something_is_missing(world, decision, data, missing):
    recording.save(decision.uid, data, by=world.actor("ben"), shown_saves=1)
    with pytest.raises(Refused, match=missing):
        recording.make_final(decision.uid, by=world.actor("ada"))
    assert missing in record(world, decision).missing
    assert record(world, decision).state == "proposed"


def test_what_is_accepted_is_what_readers_see(world, decision):
    ada = world.actor("ada")
    writing.save_draft(decision.uid, Words("Another title", "Another text."), by=ada, shown_saves=0)
    with pytest.raises(Refused, match="Publish the text first"):
        recording.make_final(decision.uid, by=ada)
    begun = writing.begin(decision.space.uid, Words("New", ""), by=ada, kind=Item.Kind.DECISION)
    recording.save(begun.uid, VENT, by=ada, shown_saves=0)
    with pytest.raises(Refused, match="Publish the text first"):
        recording.make_final(begun.uid, by=ada)


def test_once_accepted_nothing_of_it_changes_and_nobody_may_whatever_her_role(world, decision):
    version = decision.current
    recording.make_final(decision.uid, by=world.actor("ben"))
    assert record(world, decision).state == "accepted"
    for name in ("ada", "ben"):
        by = world.actor(name)
        for deed in (
            lambda by=by: recording.save(decision.uid, {}, by=by, shown_saves=1),
            lambda by=by: recording.make_final(decision.uid, by=by),
            lambda by=by: writing.save_draft(decision.uid, Words("x", "y"), by=by, shown_saves=0),
            lambda by=by: writing.restore(decision.uid, version.uid, by=by),
            lambda by=by: attaching.attach(decision.uid, "a.txt", [b"a"], by=by),
            lambda by=by: arranging.bin_item(decision.uid, by=by),
            lambda by=by: arranging.move(decision.uid, by=by, space_uid=decision.space.uid),
        ):
            with pytest.raises(Denied):
                deed()
    [event] = Event.objects.filter(name="knowledge.ItemMadeFinal")
    assert event.object_id == decision.pk
    arranging.give_to(decision.uid, world.people["ben"].pk, by=world.actor("ada"))
    assert not policy.items.can(world.actor("ben"), "edit", decision)


def test_a_page_with_an_accepted_decision_below_it_does_not_go_into_the_bin(world):
    ada = world.actor("ada")
    top = world.item(world.space("Castings"), "Volutes")
    below = world.item(top.space, "Which way", kind=Item.Kind.DECISION, parent_uid=top.uid)
    recording.save(below.uid, VENT, by=ada, shown_saves=0)
    recording.make_final(below.uid, by=ada)
    with pytest.raises(Refused, match="accepted for good"):
        arranging.bin_item(top.uid, by=ada)
    assert "accepted for good" in walk.said(walk.browser(world, "ada").post(f"/items/{top.uid}/bin", follow=True))


def test_what_supersedes_it_begins_with_its_options_and_the_old_one_says_so_once_it_is_accepted(world, decision):
    ada = world.actor("ada")
    with pytest.raises(Refused, match="not accepted yet"):
        recording.supersede(decision.uid, by=ada)
    recording.make_final(decision.uid, by=ada)
    after = recording.supersede(decision.uid, by=ada)
    assert record(world, after).data == {"options": VENT["options"]}
    assert [item.uid for item in lineage(world, after).supersedes] == [decision.uid]
    assert record(world, decision).state == "accepted"
    with pytest.raises(Refused, match="begun already"):
        recording.supersede(decision.uid, by=ada)
    world.agree("foundry", "cleo")
    world.share(decision, "foundry")
    with pytest.raises(Unseen):
        recording.supersede(decision.uid, by=world.actor("tom"))
    writing.publish(after.uid, by=ada)
    recording.save(after.uid, VENT | {"chosen": 1, "why": "The core shop closed."}, by=ada, shown_saves=1)
    recording.make_final(after.uid, by=ada)
    assert record(world, decision).state == "superseded"
    assert [item.uid for item in lineage(world, decision).superseded_by] == [after.uid]
    assert Relation.objects.get().kind == "supersedes"


def test_a_partner_learns_that_it_is_superseded_and_not_by_what_is_closed_to_her(world, decision):
    world.agree("foundry", "cleo")
    world.share(decision, "foundry")
    recording.make_final(decision.uid, by=world.actor("ada"))
    after = recording.supersede(decision.uid, by=world.actor("ada"))
    writing.save_draft(after.uid, Words("Hotter after all", "x"), by=world.actor("ada"), shown_saves=1)
    writing.publish(after.uid, by=world.actor("ada"))
    recording.save(after.uid, VENT, by=world.actor("ada"), shown_saves=1)
    recording.make_final(after.uid, by=world.actor("ada"))
    seen = walk.said(walk.browser(world, "tom").get(f"/items/{decision.uid}"))
    assert "Superseded." in seen
    assert "Hotter after all" not in seen
    assert "Half the rejects" in seen


def test_two_who_change_it_at_once_do_not_write_over_each_other(world, decision):
    recording.save(decision.uid, VENT | {"why": "Ben says"}, by=world.actor("ben"), shown_saves=1)
    with pytest.raises(Stale):
        recording.save(decision.uid, VENT | {"why": "Ada says"}, by=world.actor("ada"), shown_saves=1)
    assert record(world, decision).data["why"] == "Ben says"
    plain = world.item(decision.space, "Plain")
    with pytest.raises(Unseen):
        recording.save(plain.uid, {}, by=world.actor("ada"), shown_saves=0)


def test_its_options_and_reasons_are_found(world, decision):
    assert [row.row.item.uid for row in searches.search_page(world.actor("ben"), "drilling").rows] == [decision.uid]


def test_the_form_keeps_what_was_given_and_asks_for_names(world, decision):
    browser = walk.browser(world, "ada")
    address = f"/items/{decision.uid}/record"
    given = {
        "saves": "1",
        "name_0": "Vent",
        "for_0": "Fewer rejects",
        "name_2": "Nothing",
        "against_2": "Rejects go on",
        "chosen": "2",
        "why": "No time",
        "deciders": "Ada\nBen\n",
        "decided_on": "2026-11-20",
    }
    refused = browser.post(address, {**given, "name_2": ""})
    assert refused.status_code == 422
    assert "Name the option that these reasons belong to." in walk.said(refused)
    assert "Rejects go on" in walk.said(refused)
    assert browser.post(address, given).status_code == 302
    data = record(world, decision).data
    assert [option["name"] for option in data["options"]] == ["Vent", "Nothing"]
    assert (data["chosen"], data["deciders"], data["decided_on"]) == (1, ["Ada", "Ben"], "2026-11-20")
    assert browser.post(address, given).status_code == 409
    assert "20 Nov 2026" in walk.said(browser.get(f"/items/{decision.uid}"))
