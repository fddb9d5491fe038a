"""Joint spaces: both sides write in them under an agreement; at its end they are frozen, or close to the other side."""

import json
from datetime import timedelta

import pytest

from kith.access.models import Ability, Grant
from kith.agreements.actions import ending
from kith.agreements.actions.ending import End
from kith.agreements.models import Receipt
from kith.agreements.queries import agreements, endings
from kith.agreements.terms import catalogue
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.actions import arranging, attaching, commenting, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.places import Place
from kith.knowledge.queries import effects, items, lists, mentionable


@pytest.fixture
def trials(world):
    """A space of the pump maker in which the foundry writes too; what both wrote stays when the agreement is over."""
    world.agree("foundry", "cleo", end_rule="keep")
    space = world.space("Casting trials")
    world.share(space, "foundry", joint=True)
    return space


def may(world, name, item):
    return policy.items.abilities_of(world.actor(name), item)


def changes_of(item, thread, by):
    """All that would change or add something in an item's space."""
    return (
        lambda: writing.save_draft(item.uid, Words("x", "y"), by=by, shown_saves=0),
        lambda: writing.begin(item.space.uid, Words("More", ""), by=by),
        lambda: commenting.open_thread(item.uid, "Too late", Place(), by=by),
        lambda: commenting.answer(thread.uid, "Too late", by=by),
        lambda: attaching.attach(item.uid, "a.txt", [b"a"], by=by),
        lambda: arranging.bin_item(item.uid, by=by),
    )


def end(world, firm="foundry"):
    partner = world.firms[firm].name
    ending.record_end(
        world.agreements[firm].uid, End("mutual", "The trials are done.", clock.now(), partner), by=world.actor("ada")
    )


def test_the_other_side_begins_changes_and_publishes_and_ours_goes_on_where_they_stopped(world, trials):
    item = writing.begin(trials.uid, Words("Gate speeds", "Slow is better."), by=world.actor("tom"))
    assert (item.organisation, item.owner) == (world.pumps, world.ada)
    assert [row.draft.title for row in lists.space_page(trials.uid, world.actor("ben")).drafts] == ["Gate speeds"]
    writing.publish(item.uid, by=world.actor("tom"))
    words = Words("Gate speeds", "Slow is better, at 12 bar.")
    writing.save_draft(item.uid, words, by=world.actor("ben"), shown_saves=0)
    version = writing.publish(item.uid, by=world.actor("cleo"))
    assert (version.number, version.author) == (2, world.people["cleo"])
    assert items.page(item.uid, world.actor("tom")).version == version
    assert {"edit", "comment", "see"} <= may(world, "tom", item) | {"see"}
    assert not {"arrange", "govern", "share", "verify"} & may(world, "tom", item)


def test_what_the_space_is_held_by_stays_with_those_whose_it_is(world, trials):
    item = world.item(trials, "Gate speeds", by="tom")
    tom = world.actor("tom")
    for deed in (
        lambda: arranging.classify(item.uid, 0, by=tom),
        lambda: arranging.give_to(item.uid, world.people["tom"].pk, by=tom),
        lambda: arranging.move(item.uid, by=tom, space_uid=trials.uid),
        lambda: arranging.bin_item(item.uid, by=tom),
        lambda: world.share(item, "foundry", by="cleo"),
    ):
        with pytest.raises(Denied):
            deed()
    arranging.bin_item(item.uid, by=world.actor("ben"))
    assert not policy.items.can(tom, "edit", item)
    with pytest.raises(Unseen):
        effects.bin_page(trials.uid, tom)


def test_people_whom_the_agreement_does_not_name_do_not_get_in_and_named_ones_only_below_the_ceiling(world):
    world.agree("foundry", "cleo", ceiling=2)
    space = world.space("Casting trials")
    world.share(space, "foundry", person="tom", joint=True)
    close = world.item(space, "Alloy", classification=3)
    assert not policy.items.can(world.actor("tom"), "edit", close)
    assert not policy.spaces.can(world.actor("cleo"), "write", space)
    assert not policy.spaces.can(world.actor("una"), "see", space)
    with pytest.raises(Refused, match="closed to you"):
        writing.begin(space.uid, Words("Mine", "x"), by=world.actor("tom"), classification=3)
    assert [row.uid for row in lists.writable(world.actor("tom"))] == [space.uid]


def test_an_earlier_text_from_before_is_neither_shown_nor_restored_by_the_other_side(world):
    world.agree("foundry", "cleo")
    space = world.space("Casting trials")
    item = world.item(space, "Gate speeds", "The secret speed is 42.")
    first = item.current
    writing.save_draft(item.uid, Words("Gate speeds", "Slow."), by=world.actor("ada"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ada"))
    world.share(space, "foundry", joint=True)
    for who, error in (("tom", Unseen), ("ben", None)):
        if error:
            with pytest.raises(error):
                writing.restore(item.uid, first.uid, by=world.actor(who))
        else:
            assert writing.restore(item.uid, first.uid, by=world.actor(who)).number == 3


def test_the_other_side_names_its_own_people_and_those_it_met_in_the_text(world, trials):
    item = world.item(trials, "Gate speeds", by="ben")
    named = {row.name for row in mentionable.people(item.uid, "", world.actor("tom"))}
    assert named == {"Ben", "Cleo", "Tom"}
    world.colleague("eve", "ada")
    assert "Eve" in {row.name for row in mentionable.people(item.uid, "", world.actor("ben"))}
    assert "Eve" not in {row.name for row in mentionable.people(item.uid, "", world.actor("tom"))}


def test_titles_of_drafts_are_recorded_as_shown(world, trials):
    item = writing.begin(trials.uid, Words("Gate speeds", ""), by=world.actor("ben"))
    tom = world.actor("tom")
    for page in (lambda: lists.space_page(trials.uid, tom), lambda: lists.knowledge_page(tom)):
        before = Exposure.objects.filter(item_id=item.pk, channel=Exposure.Channel.TITLE).count()
        page()
        assert Exposure.objects.filter(item_id=item.pk, channel=Exposure.Channel.TITLE).count() == before + 1


def test_at_the_end_what_both_wrote_stays_readable_to_both_and_nobody_changes_it(world, trials):
    item = world.item(trials, "Gate speeds", by="tom")
    thread = commenting.open_thread(item.uid, "Why?", Place(), by=world.actor("tom"))
    draft = writing.begin(trials.uid, Words("Not done", "…"), by=world.actor("ben"))
    plain = world.item(world.space("Castings"), "Vent the core")
    world.share(plain, "foundry")
    page = endings.end_page(world.agreements["foundry"].uid, world.actor("ada"))
    [closing] = page.ours
    assert [row.item.title for row in closing.closes] == ["Vent the core", "Not done"]
    assert [(row.item, sorted(row.people.values())) for row in closing.frozen] == [(item, ["Cleo", "Tom"])]
    end(world)
    for name in ("ada", "ben", "cleo", "tom"):
        actor = world.actor(name)
        assert items.page(item.uid, actor).version == item.current
        for deed in changes_of(item, thread, actor):
            with pytest.raises(Denied):
                deed()
    assert not policy.items.can(world.actor("tom"), "see", draft)
    assert not policy.items.can(world.actor("tom"), "edit", draft)
    assert not policy.items.can(world.actor("tom"), "see", plain)
    receipt = Receipt.objects.get(organisation=world.pumps)
    [closing] = json.loads(receipt.body)["closings"]
    assert [row["title"] for row in closing["frozen"]] == ["Gate speeds"]
    assert [row["title"] for row in closing["closed"]] == ["Vent the core", "Not done"]
    assert closing["stays_open"] == []
    arranging.give_to(item.uid, world.people["ben"].pk, by=world.actor("ada"))  # whose it is, is no part of the text
    arranging.classify(item.uid, 4, by=world.actor("ada"))
    assert not policy.items.can(world.actor("tom"), "see", item)


def test_when_it_runs_out_the_clock_alone_freezes_it(world, trials):
    item = world.item(trials, "Gate speeds", by="tom")
    assert policy.items.can(world.actor("tom"), "edit", item)
    with clock.at(clock.now() + timedelta(days=400)):
        assert "edit" not in may(world, "tom", item) | may(world, "ada", item)
        assert policy.items.can(world.actor("tom"), "see", item)
        [opened] = agreements.page(world.agreements["foundry"].uid, world.actor("cleo")).opened
        assert opened.frozen
        ending.issue_due_receipt(world.agreements["foundry"].pk)
        receipt = Receipt.objects.get(organisation=world.pumps)
        assert [row["title"] for row in json.loads(receipt.body)["closings"][0]["frozen"]] == ["Gate speeds"]


def test_a_freeze_holds_those_too_who_see_nothing_under_the_agreement_that_ended(world):
    first = catalogue.start("nda_mutual") | {"duties_first": True}
    ended = world.agree("foundry", "cleo", end_rule="keep", further=first)
    space = world.space("Casting trials")
    world.share(space, "foundry", joint=True)
    world.agree("foundry", "cleo", title="Second NDA", end_rule="keep")
    world.share(space, "foundry", joint=True)
    item = world.item(space, "Gate speeds", by="tom")  # who has not taken note of his duties under the first
    ending.record_end(ended.uid, End("mutual", "Done.", clock.now(), "Brightforge Castings"), by=world.actor("ada"))
    assert policy.items.can(world.actor("tom"), "see", item)
    for name in ("ada", "cleo", "tom"):
        assert "edit" not in may(world, name, item)
        with pytest.raises(Denied):
            writing.save_draft(item.uid, Words("x", "y"), by=world.actor(name), shown_saves=0)


@pytest.mark.parametrize("rule", ["destroy", "return"])
def test_where_the_end_rule_says_otherwise_it_closes_to_them_and_goes_on_as_ours(world, rule):
    world.agree("foundry", "cleo", end_rule=rule)
    space = world.space("Casting trials")
    world.share(space, "foundry", joint=True)
    item = world.item(space, "Gate speeds", by="tom")
    [closing] = endings.end_page(world.agreements["foundry"].uid, world.actor("ada")).ours
    assert ([row.item for row in closing.closes], closing.frozen) == ([item], ())
    end(world)
    assert not policy.items.can(world.actor("tom"), "see", item)
    assert "edit" in may(world, "ben", item)


def test_stopping_closes_it_to_them_even_when_it_is_frozen_and_gives_it_back(world, trials):
    item = world.item(trials, "Gate speeds", by="tom")
    end(world)
    agreement = world.agreements["foundry"]
    [closing] = endings.stop_page(agreement.uid, world.actor("ada"), None).ours
    assert [row.item for row in closing.closes] == [item]
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    assert not policy.items.can(world.actor("tom"), "see", item)
    assert "edit" in may(world, "ben", item)


def test_an_amendment_goes_on_with_it_and_its_own_end_rule_counts(world, trials):
    item = world.item(trials, "Gate speeds", by="tom")
    amendment = world.amend("foundry", "cleo", world.agreements["foundry"], end_rule="destroy")
    assert Grant.objects.get(basis=amendment.basis).ability == Ability.WRITE
    assert "edit" in may(world, "tom", item)
    end(world)
    assert not policy.items.can(world.actor("tom"), "see", item)
    assert "edit" in may(world, "ben", item)


def test_a_space_is_joint_with_one_partner_at_a_time_as_a_whole_and_anew_only_when_it_is_not_frozen(world, trials):
    world.agree("university", "una")
    with pytest.raises(Refused, match="another partner"):
        world.share(trials, "university", joint=True)
    with pytest.raises(Refused, match="whole space"):
        world.share(world.item(trials, "Gate speeds"), "foundry", joint=True)
    first = world.agreements["foundry"]
    end(world)
    second = world.agree("foundry", "cleo", title="The next", end_rule="keep")
    with pytest.raises(Refused, match="frozen"):
        world.share(trials, "foundry", joint=True)
    ending.stop_sharing(first.uid, by=world.actor("ada"))
    world.share(trials, "foundry", joint=True, agreement=second)
    assert policy.spaces.can(world.actor("tom"), "write", trials)
    assert policy.spaces.can(world.actor("ben"), "write", trials)
