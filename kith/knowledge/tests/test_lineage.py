"""How pages stand to each other: said once, for good, and to whoever may see both."""

import pytest

from kith.core.errors import Denied, Refused
from kith.knowledge.actions import relating
from kith.knowledge.queries import items
from tests import walk


@pytest.fixture
def pair(world):
    space = world.space("Castings")
    return world.item(space, "Vent the core", classification=2), world.item(space, "Dry the core", classification=2)


def lines(world, item, name="ada"):
    return {str(words): [each.title for each in found] for words, found in page(world, item, name).lineage.lines}


def page(world, item, name):
    return items.page(item.uid, world.actor(name))


@pytest.mark.parametrize(
    ("kind", "forward", "backward"),
    [
        ("derived_from", "Comes from", "Has led to"),
        ("applies", "Puts to use", "Put to use in"),
        ("contradicts", "Contradicts", "Contradicts"),
    ],
)
def test_both_pages_say_how_they_stand_to_each_other(world, pair, kind, forward, backward):
    vent, dry = pair
    relating.say(vent.uid, kind, dry.uid, by=world.actor("ada"))
    relating.say(vent.uid, kind, dry.uid, by=world.actor("ben"))  # again changes nothing
    assert lines(world, vent) == {forward: ["Dry the core"]}
    assert lines(world, dry) == {backward: ["Vent the core"]}


def test_what_makes_no_sense_is_refused_with_a_sentence(world, pair):
    vent, dry = pair
    ada = world.actor("ada")
    for kind, other, sentence in (
        ("supersedes", dry.uid, "how it stands"),
        ("applies", "nothing", "no such page"),
        ("applies", vent.uid, "to itself"),
    ):
        with pytest.raises(Refused, match=sentence):
            relating.say(vent.uid, kind, other, by=ada)
    relating.say(vent.uid, "derived_from", dry.uid, by=ada)
    with pytest.raises(Refused, match="already"):
        relating.say(dry.uid, "derived_from", vent.uid, by=ada)


def test_a_partner_hears_of_the_pages_that_are_open_to_her_only_and_says_nothing(world, pair):
    vent, dry = pair
    world.agree("foundry", "cleo")
    world.share(vent, "foundry")
    relating.say(vent.uid, "applies", dry.uid, by=world.actor("ada"))
    assert lines(world, vent, "tom") == {}
    world.share(dry, "foundry")
    assert lines(world, vent, "tom") == {"Puts to use": ["Dry the core"]}
    with pytest.raises(Denied):
        relating.say(vent.uid, "contradicts", dry.uid, by=world.actor("tom"))


def test_it_is_said_on_its_page_by_the_others_address(world, pair):
    vent, dry = pair
    ada = walk.browser(world, "ada")
    address = f"/items/{vent.uid}/relations"
    assert ada.post(address, {"kind": "applies", "other": "https://kith.example/items/short"}).status_code == 422
    ada.post(address, {"kind": "applies", "other": f" https://kith.example/items/{dry.uid}?a=b#c "})
    assert lines(world, vent) == {"Puts to use": ["Dry the core"]}
