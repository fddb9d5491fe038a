"""Trust in what one reads: who vouches for it and how often, what its users say of it, and who has read it."""

from datetime import timedelta

import pytest

from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity.actions import leaving, managing
from kith.identity.models import Membership
from kith.knowledge import lapses, quality
from kith.knowledge.actions import reading, using, vouching, writing
from kith.knowledge.actions.vouching import Care
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Verification
from kith.knowledge.quality import Scores
from kith.knowledge.queries import items, trust
from kith.notices.models import Notice
from tests import walk


@pytest.fixture
def item(world):
    return world.item(world.space("Castings"), "Vent the core", classification=2)


@pytest.fixture
def lent(world, item):
    world.agree("foundry", "cleo")
    world.share(item, "foundry")
    return item


def page(world, item, name="ada"):
    return items.page(item.uid, world.actor(name))


def told(world, name):
    return list(Notice.objects.filter(person=world.people[name], read_at=None).values_list("kind", flat=True))


def arrange(world, item, who="", days=None, by="ada"):
    person = world.people[who].pk if who else None
    vouching.arrange(item.uid, Care(person_id=person, days=days), by=world.actor(by))


def test_one_click_vouches_for_as_long_as_was_arranged(world, item):
    arrange(world, item, days=91)
    ada = walk.browser(world, "ada")
    ada.post(f"/items/{item.uid}/verification")
    assert Verification.objects.get().until == clock.now().date() + timedelta(days=91)
    with clock.at(clock.now() + timedelta(days=92)):
        assert page(world, item).standing.seal == "due"
        assert "It still is" in walk.said(walk.browser(world, "ada").get("/"))
        walk.browser(world, "ada").post(f"/items/{item.uid}/verification")
        assert page(world, item).standing.seal == "ok"


def test_a_partners_expert_can_be_the_one_who_vouches(world, lent):
    with pytest.raises(Denied):
        vouching.verify(lent.uid, by=world.actor("tom"))
    arrange(world, lent, "tom")
    vouching.verify(lent.uid, by=world.actor("tom"))
    assert page(world, lent).standing.vouched_by == "Tom"
    with pytest.raises(Denied, match="Whoever is named"):
        world.colleague("cyd", "ada")
        vouching.verify(lent.uid, by=world.actor("cyd"))
    for name in ("ada",):  # its owner, and the keepers, may always
        vouching.verify(lent.uid, by=world.actor(name))


def test_another_partner_is_not_told_who_it_is(world, lent):
    world.agree("university", "una")
    world.share(lent, "university")
    arrange(world, lent, "tom")
    vouching.verify(lent.uid, by=world.actor("tom"))
    assert page(world, lent, "una").standing.seal == "ok"
    una = walk.browser(world, "una")
    for address in (f"/items/{lent.uid}", "/knowledge", "/search?q=vent", "/"):
        assert "Tom" not in walk.said(una.get(address))


def test_a_team_can_be_named(world, item):
    world.colleague("cyd", "ada")
    ben = Membership.objects.get(person=world.people["ben"])
    team = managing.make_team("Casting quality", [ben.pk], by=world.actor("ada"))
    vouching.arrange(item.uid, Care(team_id=team.pk), by=world.actor("ada"))
    with pytest.raises(Denied):
        vouching.verify(item.uid, by=world.actor("cyd"))
    vouching.verify(item.uid, by=world.actor("ben"))


@pytest.mark.parametrize(
    ("care", "sentence"),
    [(Care(days=0), "one day"), (Care(days=5000), "three years"), (Care(person_id=999_999), "may see the page")],
)
def test_what_cannot_be_arranged_is_refused(world, item, care, sentence):
    with pytest.raises(Refused, match=sentence):
        vouching.arrange(item.uid, care, by=world.actor("ada"))


def test_when_the_day_has_passed_whoever_vouches_is_told_once_and_the_stewards_after_two_weeks(world, item):
    world.colleague("eve", "ada", Role.STEWARD)
    arrange(world, item, "ben", days=30)
    vouching.verify(item.uid, by=world.actor("ben"))
    start = clock.now()
    assert not lapses.waits()
    with clock.at(start + timedelta(days=31)):
        assert lapses.waits()
        assert lapses.remind() == 1
        assert lapses.remind() == 0
        assert told(world, "ben") == ["check_due"]
    with clock.at(start + timedelta(days=44)):
        assert lapses.remind() == 0
    with clock.at(start + timedelta(days=45)):
        assert lapses.remind() == 1
        assert told(world, "eve") == ["check_late"]
        vouching.verify(item.uid, by=world.actor("ben"))
        assert told(world, "ben") == []
        assert not lapses.waits()


def test_who_may_not_see_it_any_more_is_not_told_its_owner_is(world, lent):
    arrange(world, lent, "tom", days=30)
    vouching.verify(lent.uid, by=world.actor("tom"))
    Notice.objects.all().delete()
    with clock.at(clock.now() + timedelta(days=500)):  # the agreement is over
        lapses.remind()
    assert told(world, "tom") == []
    assert told(world, "ada") == ["check_due"]


def test_a_steward_takes_many_words_back_at_once_with_a_reason_that_the_owners_hear(world, item):
    second = world.item(item.space, "Dry the core", by="ben")
    quiet = world.item(world.space("Quiet", to_all=False), "Quiet")
    for each in (item, second, quiet):
        vouching.verify(each.uid, by=world.actor("ada"))
    with pytest.raises(Refused, match="why"):
        vouching.withdraw([item.uid], " ", by=world.actor("ada"))
    uids = [item.uid, second.uid, quiet.uid, "nothing"]
    assert vouching.withdraw(uids, "New sand", by=world.actor("ben")) == 2  # the quiet one is not his
    assert page(world, item).standing.seal == page(world, second).standing.seal == "none"
    assert page(world, quiet).standing.seal == "ok"
    assert told(world, "ada") == ["check_withdrawn"]


def test_a_space_says_how_much_of_it_is_vouched_for(world, item):
    second, third = (world.item(item.space, title) for title in ("Dry the core", "Pour"))
    vouching.verify(item.uid, by=world.actor("ada"))
    vouching.verify(second.uid, by=world.actor("ada"), until=clock.now().date() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=2)):
        found = trust.page(item.space.uid, world.actor("ben"))
        assert (found.trust.verified, found.trust.lapsed, found.trust.never, found.trust.share) == (1, 1, 1, 33)
        assert [row.item.title for row in found.never] == ["Pour"]
    writing.save_draft(item.uid, Words("Vent the core", "Other words"), by=world.actor("ada"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ada"))
    assert trust.page(item.space.uid, world.actor("ben")).trust.verified == 1  # the second one
    ada = walk.browser(world, "ada")
    assert "1 of 3 pages are vouched for (33 %)" in walk.said(ada.get(f"/spaces/{item.space.uid}/trust"))
    ada.post(f"/spaces/{item.space.uid}/trust", {"item": [second.uid, third.uid], "reason": "New sand"})
    assert trust.page(item.space.uid, world.actor("ben")).trust.verified == 0


def test_a_partner_does_not_see_what_keepers_have_to_see_to(world, lent):
    world.share(lent.space, "foundry")
    tom = walk.browser(world, "tom")
    assert tom.get(f"/spaces/{lent.space.uid}/trust").status_code == 404
    assert walk.browser(world, "ben").get("/tending").status_code == 404


GOOD, BAD = Scores(5, 5, 5), Scores(2, 4, 4)


def rate(world, item, name, scores, words=""):
    return using.use(item.uid, "quality", by=world.actor(name), words=words, scores=scores)


def test_quality_is_the_shrunk_mean_of_the_last_word_of_each_who_used_it(world, lent):
    rate(world, lent, "ben", BAD)
    rate(world, lent, "ben", GOOD)
    rate(world, lent, "tom", GOOD)
    found = page(world, lent).quality
    prior = (10 / 3 + 5 + 5) / 3
    assert found.n == 2
    assert found.value == pytest.approx((5 * prior + 5 + 5) / 7)
    assert quality.shrunk([5.0] * 3, 3.0) == pytest.approx((15 + 15) / 8)  # (C m + sum) / (C + n), C = 5
    assert "by 2 people who used it" in walk.said(walk.browser(world, "ada").get(f"/items/{lent.uid}"))


def test_nobody_rates_what_she_wrote_or_owns(world, item):
    with pytest.raises(Refused, match="others rate"):
        rate(world, item, "ada", GOOD)
    writing.save_draft(item.uid, Words("Vent the core", "Ben's words"), by=world.actor("ben"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ben"))
    with pytest.raises(Refused, match="others rate"):
        rate(world, item, "ben", GOOD)
    using.use(item.uid, "quality", by=world.actor("ben"))  # to have used it is another thing
    assert page(world, item).quality is None


def test_all_three_scores_or_none(world, item):
    ben = walk.browser(world, "ben")
    sent = {"outcome": "quality", "accuracy": "5", "relevance": "", "timeliness": "4"}
    assert "Say all three" in walk.said(ben.post(f"/items/{item.uid}/uses", sent, follow=True))
    ben.post(f"/items/{item.uid}/uses", sent | {"relevance": "3"})
    assert page(world, item).quality.n == 1
    with pytest.raises(Refused, match="from 1 to 5"):
        rate(world, item, "ben", Scores(6, 1, 1))


def test_a_low_score_opens_one_fix_for_the_owner_and_tells_no_partner_what_another_said(world, lent, work):
    rate(world, lent, "tom", BAD, words="Tom's secret furnace")
    rate(world, lent, "ben", BAD)
    work()
    fix = Commitment.objects.get()
    assert (fix.sort, fix.owner, fix.due_on) == ("fix", world.ada, clock.now().date() + timedelta(days=14))
    assert "furnace" not in fix.words
    rate(world, lent, "ben", GOOD)
    work()
    assert Commitment.objects.count() == 1
    assert fix.words in walk.said(walk.browser(world, "ada").get("/"))


def test_keepers_see_what_belongs_to_nobody_is_old_is_not_read_or_stands_there_twice(world, item):
    ada = world.actor("ada")
    orphan = world.item(item.space, "Ben's page", by="ben")
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=ada)
    twin = world.item(item.space, "core, VENT the")
    copies = [world.item(item.space, title, "The very same words.") for title in ("One", "Two")]
    found = trust.tending(ada)
    assert [row.item.title for row in found.orphaned] == [orphan.title]
    groups = [{row.item.pk for row in rows} for rows in found.duplicates]
    assert {item.pk, twin.pk} in groups
    assert {copy.pk for copy in copies} in groups
    with clock.at(clock.now() + timedelta(days=366)):
        vouching.verify(item.uid, by=world.actor("ada"))
        stale = {row.item.pk for row in trust.tending(ada).stale}
        assert twin.pk in stale
        assert item.pk not in stale
    page = walk.said(walk.browser(world, "ada").get("/tending"))
    assert "Their owner is not here any more" in page


def test_what_was_lent_for_a_month_and_opened_by_nobody_is_said_and_what_was_opened_is_not(world, lent):
    world.share(lent.space, "foundry")
    other = world.item(lent.space, "Opened", classification=2)
    walk.browser(world, "tom").get(f"/spaces/{lent.space.uid}")
    walk.browser(world, "tom").get(f"/items/{other.uid}")
    assert trust.tending(world.actor("ada")).unread == []
    with clock.at(clock.now() + timedelta(days=31)):
        assert [row.item.title for row in trust.tending(world.actor("ada")).unread] == ["Vent the core"]


def test_people_are_asked_to_read_and_say_so_for_the_version_they_read(world, lent):
    ada = world.actor("ada")
    people = [world.people[name].pk for name in ("ben", "tom")]
    for wrong, sentence in (([], "at least one"), ([world.people["dan"].pk], "may see")):
        with pytest.raises(Refused, match=sentence):
            reading.ask(lent.uid, wrong, by=ada)
    with pytest.raises(Refused, match="later day"):
        reading.ask(lent.uid, people, by=ada, due_on=clock.now().date() - timedelta(days=1))
    assert len(reading.ask(lent.uid, people, by=ada)) == 2
    assert reading.ask(lent.uid, people, by=ada) == []  # they have been asked
    assert told(world, "tom")[-1] == "reading"
    tom = walk.browser(world, "tom")
    seen = walk.said(tom.get(f"/items/{lent.uid}"))
    assert "You are asked to read this." in seen
    assert "Who was asked to read it" not in seen
    with pytest.raises(Unseen):
        reading.acknowledge(lent.uid, by=world.actor("cleo"))
    tom.post(f"/items/{lent.uid}/acknowledgement")
    row = page(world, lent).readings
    assert {(each.person.name, each.version and each.version.number) for each in row} == {("Ben", None), ("Tom", 1)}
    assert "Read version 1" in walk.said(walk.browser(world, "ada").get(f"/items/{lent.uid}"))
    assert [each.person.name for each in page(world, lent, "tom").readings] == ["Tom"]
    with pytest.raises(Unseen):
        reading.acknowledge(lent.uid, by=world.actor("tom"))


def test_it_is_arranged_and_asked_on_its_pages(world, lent):
    ada = walk.browser(world, "ada")
    assert "Tom, Brightforge Castings" in walk.said(ada.get(f"/items/{lent.uid}/care"))
    ada.post(f"/items/{lent.uid}/care", {"verifier": f"person-{world.people['tom'].pk}", "days": "91"})
    lent.refresh_from_db()
    assert (lent.verifier, lent.verifier_firm, lent.check_every) == (world.people["tom"], world.firms["foundry"], 91)
    assert "selected" in walk.said(ada.get(f"/items/{lent.uid}/care"))
    ada.post(f"/items/{lent.uid}/care", {"verifier": "", "days": ""})
    lent.refresh_from_db()
    assert (lent.verifier, lent.verifier_firm, lent.check_every) == (None, None, None)
    assert ada.post(f"/items/{lent.uid}/readers", {"people": [], "due_on": ""}).status_code == 422
    ada.post(f"/items/{lent.uid}/readers", {"people": [world.people["ben"].pk], "due_on": ""})
    assert page(world, lent).readings[0].person == world.people["ben"]
