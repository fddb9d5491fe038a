"""Finding: answers out of what is open to the asker, people who know, kept searches, words that mean the same, gaps."""

from datetime import timedelta

import pytest

from kith.agreements.actions import ending
from kith.commitments import actions as commitments
from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.finding import gaps, synonyms, watching
from kith.finding.models import Watch
from kith.identity.models import Membership
from kith.knowledge import sight
from kith.knowledge.actions import arranging, vouching
from kith.knowledge.models import Holder
from kith.knowledge.queries import knowing, search, sittings
from kith.notices.models import Notice
from kith.search import answering
from kith.search.models import Missed, Sitting
from tests import walk

DRY = (
    "Sand is bought in spring. The core must dry for two hours at 180 degrees before you pour, or gas is trapped. "
    "Then close the mould."
)


@pytest.fixture
def space(world):
    return world.space("Castings")


@pytest.fixture
def dry(world, space):
    return world.item(space, "Core drying", DRY, classification=2)


def asked(world, who, query, **narrowed):
    return search.search_page(world.actor(who), query, **narrowed)


def titles(page):
    return [hit.row.item.title for hit in page.rows]


def said(quote):
    return "".join(text for text, _hit in quote.parts)


# Answers.


def test_a_question_is_answered_by_the_sentence_that_says_it_with_its_source(world, dry):
    vouching.verify(dry.uid, until=clock.now().date() + timedelta(days=30), by=world.actor("ada"))
    page = asked(world, "ben", "how long must the core dry before we pour?")
    assert said(page.answer[0]).startswith("The core must dry for two hours")
    assert page.answer[0].row.item == dry and page.answer[0].row.seal == "ok"
    html = walk.said(walk.browser(world, "ben").get("/search?q=how+long+must+the+core+dry+before+we+pour%3F"))
    assert "What the pages say" in html and "Nothing is made up" in html


def test_nothing_is_answered_where_too_few_of_the_words_meet(world, dry):
    assert asked(world, "ben", "which core sand supplier delivers to Leeds on Sundays?").answer == []
    assert asked(world, "ben", "core").answer == []


def test_an_answer_quotes_nothing_that_is_closed_to_the_asker(world, dry):
    question = "how long must the core dry before we pour?"
    assert asked(world, "tom", question).answer == []
    agreement = world.agree("foundry", "tom")
    world.share(dry, "foundry")
    assert said(asked(world, "tom", question).answer[0]).startswith("The core must dry")
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    assert asked(world, "tom", question).answer == [] and asked(world, "tom", question).rows == []


def test_a_passage_keeps_whole_sentences_and_its_bounds():
    long = "Word " * 20_000 + "The core dries in two hours. " + "word " * 20_000
    (found,) = answering.answer("how many hours does the core dry?", {1: long, 2: "The core."}, ["en"])
    text = "".join(part for part, _hit in found.parts)
    assert "The core dries in two hours." in text and len(text) <= answering.LONGEST
    assert answering.answer("how many hours does the core dry?", {1: "x" * 900_000}, ["en"]) == []


# People who know.


def test_people_who_hold_vouch_own_and_write_stand_beside_what_was_found(world, space, dry):
    ben = world.people["ben"]
    skill = world.item(space, "Feel of dry sand", "A dry core", kind="tacit", classification=2)
    Holder.objects.create(item=skill, person=ben, level=4)
    vouching.verify(dry.uid, until=clock.now().date() + timedelta(days=30), by=world.actor("ben"))
    found = knowing.of(sight.of(world.actor("ada")), [dry.uid, skill.uid])
    assert [knower.name for knower in found] == ["Ben", "Ada"]
    assert found[0].deeds == {"holds": 1, "vouches": 1} and found[1].deeds["owns"] == 2
    html = walk.said(walk.browser(world, "ada").get(f"/search/people?items={dry.uid},{skill.uid}"))
    assert "Can do it." in html and "Vouches for 1 page." in html


def test_a_partner_is_told_only_of_people_on_pages_that_are_open_to_her_and_nobody_who_left(world, dry):
    assert knowing.of(sight.of(world.actor("tom")), [dry.uid]) == []
    world.agree("foundry", "tom")
    world.share(dry, "foundry")
    assert [knower.name for knower in knowing.of(sight.of(world.actor("tom")), [dry.uid])] == ["Ada"]
    Membership.objects.filter(person=world.people["ada"]).update(ended_at=clock.now())
    assert knowing.of(sight.of(world.actor("tom")), [dry.uid]) == []


# Words that mean the same.


def test_an_acronym_finds_what_it_stands_for_and_the_other_way_round(world, space):
    long = world.item(space, "Non-destructive examination of castings", "By ultrasound")
    short = world.item(space, "NDE report", "Findings")
    assert titles(asked(world, "ben", "NDE")) == ["NDE report"]
    synonyms.add("NDE = non-destructive examination", by=world.actor("ada"))
    assert set(titles(asked(world, "ben", "NDE"))) == {long.title, short.title}
    assert set(titles(asked(world, "ben", "non-destructive examination"))) == {long.title, short.title}
    assert titles(asked(world, "ben", "NDE report"))[0] == short.title


def test_words_apart_are_not_taken_for_the_meaning_of_several_words(world, space):
    world.item(space, "An examination", "It was not destructive at all, but a school's")
    synonyms.add("NDE = non-destructive examination", by=world.actor("ada"))
    assert titles(asked(world, "ben", "NDE")) == []


def test_words_of_one_firm_change_nothing_for_another(world, space):
    world.item(space, "Volute drawing", classification=2)
    world.agree("foundry", "tom")
    world.share(space, "foundry")
    synonyms.add("snail = volute", by=world.actor("ada"))
    assert titles(asked(world, "ben", "snail")) == ["Volute drawing"]
    assert titles(asked(world, "tom", "snail")) == []
    assert synonyms.of(world.actor("tom")) == []


def test_only_stewards_keep_words_and_what_makes_no_entry_is_refused(world):
    with pytest.raises(Denied):
        synonyms.add("a = b", by=world.actor("ben"))
    for written in ("volute", "volute = Volute", "= ,", "a = " + "b " * 9, " = ".join("abcdefghi")):
        with pytest.raises(Refused):
            synonyms.add(written, by=world.actor("ada"))
    row = synonyms.add('NDE = "non destructive" OR x*', by=world.actor("ada"))
    assert asked(world, "ben", "NDE").rows == []
    with pytest.raises(Denied):
        synonyms.remove(row.pk, by=world.actor("ben"))
    synonyms.remove(row.pk, by=world.actor("ada"))
    browser = walk.browser(world, "ada")
    assert browser.post("/synonyms", {"words": "alone"}).status_code == 422
    assert browser.post("/synonyms", {"words": "QA = quality assurance"}).status_code == 302
    assert "QA = quality assurance" in walk.said(browser.get("/synonyms"))


# Kept searches.


def test_who_keeps_a_search_is_told_how_many_are_new_and_no_title(world, space, dry):
    row = watching.keep("core", {}, by=world.actor("ben"))
    assert watching.look_through(row.pk) == 0 and not Notice.objects.filter(kind="watch").exists()
    world.item(space, "Core venting", "vent the core")
    assert watching.look_through(row.pk) == 1 and watching.look_through(row.pk) == 1
    assert Notice.objects.filter(kind="watch").count() == 1
    browser = walk.browser(world, "ben")
    inbox = walk.said(browser.get("/inbox"))
    assert "1 new page for “core”" in inbox and "Core venting" not in inbox
    assert browser.get(f"/searches/{row.uid}")["Location"] == "/search?q=core"
    assert watching.look_through(row.pk) == 0
    assert not Notice.objects.filter(kind="watch", read_at=None).exists()


def test_only_what_is_open_to_her_counts_as_new(world, space, dry):
    world.agree("foundry", "tom")
    row = watching.keep("core", {}, by=world.actor("tom"))
    other = world.item(space, "Core venting", "vent", classification=2)
    assert watching.look_through(row.pk) == 0
    world.share(other, "foundry")
    assert watching.look_through(row.pk) == 1
    arranging.bin_item(other.uid, by=world.actor("ada"))
    assert watching.look_through(row.pk) == 0


def test_a_search_is_kept_with_its_narrowing_once_and_by_its_keeper_alone(world, space, dry):
    browser = walk.browser(world, "ben")
    for _twice in range(2):
        browser.post("/searches/new", {"q": " core ", "space": space.uid, "owner": "", "kind": ""})
    row = Watch.objects.get()
    assert (row.query, row.narrowed) == ("core", {"space": space.uid})
    assert "core" in walk.said(browser.get("/searches"))
    for deed in (watching.look, watching.let_go):
        with pytest.raises(Unseen):
            deed(row.uid, by=world.actor("ada"))
    browser.post(f"/searches/{row.uid}/telling", {"tells": "0"})
    world.item(space, "Core venting")
    assert watching.look_through(row.pk) == 0
    browser.post(f"/searches/{row.uid}/end")
    assert not Watch.objects.exists()
    with pytest.raises(Refused):
        watching.keep(" \x00 ", {}, by=world.actor("ben"))


def test_who_left_is_told_nothing(world, space, dry):
    row = watching.keep("core", {}, by=world.actor("ben"))
    Membership.objects.filter(person=world.people["ben"]).update(ended_at=clock.now())
    world.item(space, "Core venting")
    assert watching.look_through(row.pk) == 0


# Gaps.


def gap(world):
    assert asked(world, "ben", "zinc whiskers").rows == []
    return Missed.objects.get(text="zinc whiskers")


def test_what_was_looked_for_in_vain_becomes_a_request_with_an_owner_and_closes_with_it(world, space, work):
    row = gap(world)
    browser = walk.browser(world, "ada")
    assert "zinc whiskers" in walk.said(browser.get("/gaps"))
    due = clock.now().date() + timedelta(days=7)
    answer = browser.post(f"/gaps/{row.pk}", {"owner": world.people["ben"].pk, "due_on": due.isoformat()})
    assert answer.status_code == 302
    promise = Commitment.objects.get(about="gap")
    assert promise.owner == world.people["ben"]
    assert "Ben writes it down" in walk.said(browser.get("/gaps"))
    mine = walk.said(walk.browser(world, "ben").get(f"/commitments/{promise.uid}"))
    assert "zinc whiskers" in mine
    written = world.item(space, "Whiskers on zinc")
    commitments.keep(promise.uid, "Written", by=world.actor("ben"), proof="item", proof_uid=written.uid)
    work()
    row.refresh_from_db()
    assert row.answered_at is not None and gaps.of(world.actor("ada")) == []


def test_what_is_looked_for_in_vain_again_is_a_gap_again(world, work):
    row = gap(world)
    promise = gaps.ask(row.pk, world.people["ben"].pk, clock.now().date(), by=world.actor("ada"))
    commitments.keep(promise.uid, "Written elsewhere", by=world.actor("ben"))
    work()
    assert gaps.of(world.actor("ada")) == []
    gap(world)
    (again,) = gaps.of(world.actor("ada"))
    assert (again.row.times, again.promise) == (2, None)


def test_a_request_that_is_dropped_leaves_the_gap_open(world, work):
    row = gap(world)
    promise = gaps.ask(row.pk, world.people["ben"].pk, clock.now().date(), by=world.actor("ada"))
    with pytest.raises(Refused, match="already"):
        gaps.ask(row.pk, world.people["ben"].pk, clock.now().date(), by=world.actor("ada"))
    commitments.drop(promise.uid, "Nobody needs it", by=world.actor("ada"))
    work()
    (open_again,) = gaps.of(world.actor("ada"))
    assert open_again.promise is None and open_again.row.asked_at is None


def test_gaps_are_for_the_firms_own_stewards(world):
    row = gap(world)
    assert gaps.of(world.actor("ben")) == [] and gaps.of(world.actor("cleo")) == []
    for who in ("ben", "cleo", "dan"):
        with pytest.raises(Unseen):
            gaps.ask(row.pk, world.people["ben"].pk, clock.now().date(), by=world.actor(who))
        assert "zinc" not in walk.said(walk.browser(world, who).get("/gaps"))
        assert walk.browser(world, who).get(f"/gaps/{row.pk}").status_code == 404


# How long looking takes.


def test_a_sitting_is_written_down_without_name_and_words(world, dry):
    browser, begun = walk.browser(world, "ben"), clock.now()
    with clock.at(begun):
        browser.get("/search?q=core")
    with clock.at(begun + timedelta(seconds=40)):
        browser.get("/search?q=core+drying")
    with clock.at(begun + timedelta(seconds=70)):
        browser.get(f"/items/{dry.uid}", headers={"Referer": "http://testserver/search?q=core"})
    row = Sitting.objects.get()
    assert (row.organisation_id, row.questions, row.seconds) == (world.pumps.pk, 2, 70)
    assert {field.name for field in Sitting._meta.fields} == {"id", "organisation_id", "day", "questions", "seconds"}


def test_who_gives_up_is_counted_when_she_asks_again_later(world, dry):
    browser = walk.browser(world, "ben")
    browser.get("/search?q=core")
    browser.get(f"/items/{dry.uid}")  # not from the list of what was found
    with clock.at(clock.now() + timedelta(minutes=11)):
        browser.get("/search?q=core")
    assert list(Sitting.objects.values_list("seconds", flat=True)) == [None]


def test_a_median_is_said_only_of_enough_sittings(world):
    today = clock.now().date()
    rows = [Sitting(organisation_id=world.pumps.pk, day=today, questions=1, seconds=n) for n in range(19)]
    Sitting.objects.bulk_create(rows)
    assert sittings.spent(world.actor("ada")).median is None
    assert "Not enough data" in walk.said(walk.browser(world, "ada").get("/gaps"))
    Sitting.objects.create(organisation_id=world.pumps.pk, day=today, questions=1, seconds=19)
    spent = sittings.spent(world.actor("ada"))
    assert (spent.n, spent.opened, spent.median) == (20, 20, 10)
    assert sittings.spent(world.actor("cleo")).n == 0
