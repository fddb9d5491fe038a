"""The contamination guard: what one partner told in confidence reaches no other one, however far it has come."""

import pytest

from kith.agreements.actions import ending
from kith.agreements.queries import shares, trail
from kith.audit.models import Event
from kith.core.errors import Denied, Refused, Unseen
from kith.identity.models import Membership
from kith.knowledge import policy, sight
from kith.knowledge.actions import arranging, attaching, relating, releasing, sourcing, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import SEVERAL, Release
from kith.knowledge.queries import bindings, items, lists, search, why
from kith.knowledge.queries.audience import of as audience_of
from kith.notices import queries as notices


@pytest.fixture
def told(world):
    """The foundry's page about gates, shared with the pump maker in confidence, and agreements with both partners."""
    world.agree("university", "una", title="NDA with Northmere")
    world.agree("foundry", "cleo")
    gates = world.item(world.space("Moulding", by="cleo"), "Gate speeds", by="cleo", classification=2)
    share_back(world, gates)
    return gates


def share_back(world, item):
    """The foundry shares something of its own with the pump maker."""
    agreement = world.agreements["foundry"]
    world.firms["pumps"] = world.pumps
    return world.share(item, "pumps", agreement=agreement, by="cleo")


def derive(world, title, *others, by="ada", space=None, kind="derived_from"):
    item = world.item(space or world.space(f"Space of {title}"), title, by=by, classification=2)
    for other in others:
        relating.say(item.uid, kind, other.uid, by=world.actor(by))
    item.refresh_from_db()
    return item


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def found(world, name):
    return [hit.row.item for hit in search.search_page(world.actor(name), "series").rows]


def said_to(actor):
    return [told.line.words for told in notices.inbox(actor).told]


def release(world, item, firm="university", asker="ada", decider="ben", give=True):
    row = releasing.ask(item.uid, world.firms[firm].uid, "They said yes by letter.", by=world.actor(asker))
    return releasing.decide(row.pk, "The letter is there.", by=world.actor(decider), give=give)


@pytest.fixture
def stewards(world):
    """Ben is a steward: a second one of the pump maker's who may release."""
    Membership.objects.filter(person=world.people["ben"]).update(role="steward")


def test_what_comes_from_it_at_any_depth_cannot_be_shared_with_another_and_the_refusal_names_the_path(world, told):
    trial = derive(world, "Trial series", told)
    advice = derive(world, "Design advice", trial)
    with pytest.raises(Refused) as refused:
        world.share(advice, "university")
    assert str(refused.value) == (
        "“Design advice” holds confidential knowledge of Brightforge Castings, and stays closed to others until it is "
        "released. It comes from “Trial series”, which comes from “Gate speeds”, which Brightforge Castings shared in "
        "confidence."
    )
    with pytest.raises(Refused, match="Gate speeds"):
        world.share(advice, "university", whole=True)
    world.share(advice, "foundry")
    assert sees(world, "tom", advice)


def test_a_step_that_the_asker_may_not_see_is_not_named(world, told):
    trial = derive(world, "Trial series", told)
    advice = derive(world, "Design advice", trial)
    ending.stop_sharing(world.agreements["foundry"].uid, by=world.actor("cleo"))
    with pytest.raises(Refused) as refused:
        world.share(advice, "university")
    assert "Gate speeds" not in str(refused.value)
    assert "“Trial series”, which comes from a page that you may not see" in str(refused.value)


def test_in_a_shared_space_it_stays_closed_on_every_surface_and_the_share_page_says_so(world, told):
    space = world.space("Castings")
    free = world.item(space, "Vent the core", classification=2)
    trial = derive(world, "Trial series", told, space=space)
    page = shares.of_space(space.uid, world.actor("ada"), world.agreements["university"].uid)
    assert page.bound == ["Trial series"]
    world.share(space, "university")
    una = world.actor("una")
    assert (sees(world, "una", free), sees(world, "una", trial)) == (True, False)
    with pytest.raises(Unseen):
        items.page(trial.uid, una)
    assert found(world, "una") == []
    assert found(world, "ben") == [trial]
    assert [row.row.item.title for row in lists.space_page(space.uid, una).branch.twigs] == ["Vent the core"]
    assert [group.organisation_name for group in audience_of(trial).partners] == []
    assert trial not in lists.newest(sight.of(una))


def test_said_after_it_was_shared_it_closes_at_once_and_why_says_the_reason(world, told):
    trial = world.item(world.space("Castings"), "Trial series", classification=2)
    world.share(trial, "university")
    assert sees(world, "una", trial)
    relating.say(trial.uid, "derived_from", told.uid, by=world.actor("ada"))
    assert not sees(world, "una", trial)
    assert found(world, "una") == []
    member = next(
        row for row in why.page(trial.uid, "", world.actor("ada")).people if row.person == world.people["una"]
    )
    answer = why.page(trial.uid, str(member.pk), world.actor("ada")).answer
    assert (answer.sees, answer.sentences[0].startswith("“Trial series” holds confidential")) == (False, True)


def test_what_a_partner_wrote_or_told_where_both_write_binds_too_wherever_it_is_moved(world, told):
    trials = world.space("Casting trials")
    world.share(trials, "foundry", joint=True)
    wrote = world.item(trials, "Riser sizes", by="tom", classification=2)
    ours = world.item(trials, "Our own", classification=2)
    draft = writing.begin(trials.uid, Words("What Tom knows", "…"), by=world.actor("ada"), classification=2)
    sourcing.name(draft.uid, [world.people["tom"].pk], by=world.actor("ada"))
    for row in (wrote, ours, draft):
        row.refresh_from_db()
    foundry = world.firms["foundry"].pk
    assert (wrote.bound_to, ours.bound_to, draft.bound_to) == (foundry, None, foundry)
    castings = world.space("Castings")
    arranging.move(wrote.uid, by=world.actor("ada"), space_uid=castings.uid)
    world.share(castings, "university")
    assert not sees(world, "una", wrote)
    assert (
        bindings.page(wrote.uid, world.actor("ada")).strands[0].sentence
        == "People of Brightforge Castings wrote in it."
    )
    [strand] = bindings.strands(draft, sight.of(world.actor("ada")))
    assert strand.sentence == "Somebody of Brightforge Castings told what it says."
    begun = writing.begin(trials.uid, Words("Begun by Tom", "…"), by=world.actor("tom"), classification=2)
    writing.publish(begun.uid, by=world.actor("ada"))  # who publishes it is not who wrote it
    attaching.attach(ours.uid, "Their drawing.txt", [b"risers"], by=world.actor("tom"))
    for row in (begun, ours):
        row.refresh_from_db()
        assert row.bound_to == foundry
    heir = derive(world, "Summary", wrote)
    with pytest.raises(Refused, match="comes from “Riser sizes”, in which people of Brightforge Castings wrote"):
        world.share(heir, "university")


def test_what_is_public_binds_nobody_and_what_becomes_so_no_longer(world, told):
    trial = derive(world, "Trial series", told)
    assert trial.bound_to == world.firms["foundry"].pk
    arranging.classify(told.uid, 0, by=world.actor("cleo"))
    trial.refresh_from_db()
    assert trial.bound_to is None
    world.share(trial, "university")
    assert sees(world, "una", trial)
    arranging.classify(told.uid, 2, by=world.actor("cleo"))
    assert not sees(world, "una", trial)


def test_what_holds_knowledge_of_two_partners_is_closed_to_each_of_them(world, told):
    paper = world.item(world.space("Papers", by="una"), "Flow paper", by="una", classification=2)
    world.share(paper, "pumps", agreement=world.agreements["university"], by="una")
    both = derive(world, "Synthesis", told, paper)
    assert both.bound_to == SEVERAL
    for firm in ("foundry", "university"):
        with pytest.raises(Refused, match="holds confidential knowledge"):
            world.share(both, firm)
    assert items.page(both.uid, world.actor("ada")).holds_of == ("Brightforge Castings", "University of Northmere")


def test_somebody_else_releases_it_for_what_stands_in_it_and_takes_it_back(world, told, stewards):
    trial = derive(world, "Trial series", told)
    ada, ben = world.actor("ada"), world.actor("ben")
    row = releasing.ask(trial.uid, world.firms["university"].uid, "They said yes.", by=ada)
    assert "Ada asks to release “Trial series” to University of Northmere" in said_to(ben)
    with pytest.raises(Refused, match="somebody else decides"):
        releasing.decide(row.pk, "I say so.", by=ada, give=True)
    with pytest.raises(Unseen):
        releasing.decide(row.pk, "We say so.", by=world.actor("cleo"), give=True)
    with pytest.raises(Refused, match="asked already"):
        releasing.ask(trial.uid, world.firms["university"].uid, "Once more.", by=ben)
    releasing.decide(row.pk, "The letter is there.", by=ben, give=True)
    assert "Ben has decided whether “Trial series” is released to University of Northmere" in said_to(ada)
    world.share(trial, "university")
    assert sees(world, "una", trial)
    assert found(world, "una") == [trial]
    assert [group.organisation_name for group in audience_of(trial).partners] == ["University of Northmere"]
    releasing.take_back(row.pk, by=ada)
    assert not sees(world, "una", trial)
    assert found(world, "una") == []
    with pytest.raises(Refused, match="ended already"):
        releasing.take_back(row.pk, by=ada)


def test_a_release_ends_when_more_comes_into_it_and_reaches_no_further_than_its_page(world, told, stewards):
    trial = derive(world, "Trial series", told)
    release(world, trial)
    world.share(trial, "university")
    heir = derive(world, "Summary", trial)
    with pytest.raises(Refused, match="holds confidential knowledge"):
        world.share(heir, "university")
    more = world.item(world.space("Melting", by="cleo"), "Melt log", by="cleo", classification=2)
    share_back(world, more)
    relating.say(trial.uid, "applies", more.uid, by=world.actor("ada"))
    assert not sees(world, "una", trial)
    assert Release.objects.get(item=trial).ended_at is not None


def test_what_makes_no_sense_is_refused(world, told, stewards):
    trial = derive(world, "Trial series", told)
    ada = world.actor("ada")
    with pytest.raises(Refused, match="Nothing keeps it"):
        releasing.ask(trial.uid, world.firms["foundry"].uid, "Why not.", by=ada)
    with pytest.raises(Refused, match="one of your partners"):
        releasing.ask(trial.uid, world.firms["outside"].uid, "Why not.", by=ada)
    with pytest.raises(Refused, match="Say why"):
        releasing.ask(trial.uid, world.firms["university"].uid, " \x00", by=ada)
    row = release(world, trial, give=False)
    assert (row.given, sees(world, "una", trial)) == (False, False)
    with pytest.raises(Refused, match="decided it already"):
        releasing.decide(row.pk, "On second thoughts.", by=world.actor("ben"), give=True)
    with pytest.raises(Unseen):
        bindings.page(trial.uid, world.actor("tom"))
    with pytest.raises(Unseen):
        releasing.seen(row.pk, by=world.actor("cleo"))


def test_where_nobody_else_could_decide_it_is_said(world, told):
    trial = derive(world, "Trial series", told)
    with pytest.raises(Refused, match="Somebody else has to decide this"):
        releasing.ask(trial.uid, world.firms["university"].uid, "They said yes.", by=world.actor("ada"))
    with pytest.raises(Denied):
        bindings.page(trial.uid, world.actor("ben"))


def test_whose_knowledge_it_was_does_not_learn_what_came_of_it(world, told):
    trial = derive(world, "Trial series", told)
    arranging.classify(told.uid, 0, by=world.actor("cleo"))  # her deed unbinds a page of ours
    [row] = Event.objects.filter(name="knowledge.ItemBound", object_id=trial.pk).order_by("-id")[:1]
    assert (row.person_id, row.owner_id) == (None, world.pumps.pk)
    assert "Item bound" not in {entry.what for entry in trail.page(world.actor("cleo")).entries}


def test_what_a_third_firm_makes_of_it_is_bound_to_those_from_whom_she_has_it(world, told, stewards):
    trial = derive(world, "Trial series", told)
    release(world, trial)
    world.share(trial, "university")
    paper = world.item(world.space("Papers", by="una"), "Flow paper", by="una", classification=2)
    relating.say(paper.uid, "derived_from", trial.uid, by=world.actor("una"))
    paper.refresh_from_db()
    assert paper.bound_to == world.pumps.pk
    assert [strand.firm for strand in bindings.page(paper.uid, world.actor("una")).strands] == ["Tarnside Pumps"]
