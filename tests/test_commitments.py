"""A promise has an owner, a day and the evidence that closes it; it is seen by whoever may see what it is about.

The things are items here only because the cast has some: nothing of this app knows them.
"""

import io
from datetime import timedelta

import openpyxl
import pypdf
import pytest

from kith.agreements.actions import ending
from kith.audit.models import Event
from kith.commitments import actions, queries, reminders
from kith.commitments.actions import Promise
from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.actions import recording
from kith.notices.models import Notice
from tests import walk


def day(days):
    return clock.now().date() + timedelta(days=days)


@pytest.fixture
def lesson(world):
    return world.item(world.space("Castings"), "Vent the core", kind="lesson", classification=2)


def promise(world, item, who="ben", by="ada", **changes):
    terms = {"words": "Drill the vents", "owner_id": world.people[who].pk, "due_on": day(7)}
    return actions.make("item", item.uid, Promise(**(terms | changes)), by=world.actor(by))


def shown(world, row, name):
    return queries.one(row.uid, world.actor(name))


def told(world, name):
    return list(Notice.objects.filter(person=world.people[name], read_at=None).values_list("kind", flat=True))


def test_its_owner_is_told_and_it_is_open_until_the_day_has_passed(world, lesson):
    row = promise(world, lesson)
    assert told(world, "ben") == ["promise_given"]
    assert shown(world, row, "ben").status == "open"
    with clock.at(clock.now() + timedelta(days=7)):
        assert shown(world, row, "ben").status == "open"
    with clock.at(clock.now() + timedelta(days=8)):
        assert shown(world, row, "ben").status == "overdue"


def test_it_is_closed_by_words_and_by_a_page_that_shows_it(world, lesson):
    row = promise(world, lesson)
    proof = world.item(lesson.space, "Drawing with vents")
    with pytest.raises(Refused, match="few words"):
        actions.keep(row.uid, "  ", by=world.actor("ben"))
    with pytest.raises(Refused, match="no such page"):
        actions.keep(row.uid, "Drilled", by=world.actor("ben"), proof="item", proof_uid="nothing")
    actions.keep(row.uid, "Drilled", by=world.actor("ben"), proof="item", proof_uid=proof.uid)
    seen = shown(world, row, "ada")
    assert (seen.status, seen.closure.words, seen.proof.words) == ("kept", "Drilled", "Drawing with vents")
    assert "promise_closed" in told(world, "ada")
    with pytest.raises(Denied):
        actions.keep(row.uid, "Again", by=world.actor("ben"))


def test_a_page_that_shows_it_is_named_only_to_whoever_may_see_that_page(world, lesson):
    quiet = world.item(world.space("Quiet", to_all=False), "Sealed drawing")
    row = promise(world, lesson, who="ada")
    actions.keep(row.uid, "Drilled", by=world.actor("ada"), proof="item", proof_uid=quiet.uid)
    assert shown(world, row, "ben").proof is None
    page = walk.said(walk.browser(world, "ben").get(f"/commitments/{row.uid}"))
    assert "Sealed drawing" not in page
    assert "not open to you" in page


def test_who_did_it_does_not_check_whether_it_worked_and_what_has_not_is_open_again(world, lesson):
    row = promise(world, lesson, check_on=day(37))
    actions.keep(row.uid, "Drilled four", by=world.actor("ben"))
    assert shown(world, row, "ada").status == "to_check"
    with pytest.raises(Denied, match="not who has done it"):
        actions.check(row.uid, True, "It holds", by=world.actor("ben"))
    with pytest.raises(Refused, match="by when"):
        actions.check(row.uid, False, "Pores again", by=world.actor("ada"))
    actions.check(row.uid, False, "Pores again", by=world.actor("ada"), again_on=day(14))
    again = shown(world, row, "ada")
    assert again.status == "open"
    assert [each.check_made.words for each in again.earlier] == ["Pores again"]
    assert (again.commitment.due_on, again.commitment.check_on) == (day(14), day(44))
    actions.keep(row.uid, "Drilled six", by=world.actor("ben"))
    actions.check(row.uid, True, "None in forty castings", by=world.actor("ada"))
    assert shown(world, row, "ben").status == "kept"


def test_the_first_day_stays_beside_the_one_it_was_put_off_to(world, lesson):
    row = promise(world, lesson)
    actions.put_off(row.uid, day(20), by=world.actor("ben"))
    row.refresh_from_db()
    assert (row.first_due_on, row.due_on) == (day(7), day(20))
    with pytest.raises(Refused, match="later day"):
        actions.put_off(row.uid, day(-1), by=world.actor("ben"))


def test_only_who_asked_for_it_and_stewards_drop_it_or_give_it_to_somebody_else(world, lesson):
    row = promise(world, lesson)
    for deed in (
        lambda: actions.drop(row.uid, "No", by=world.actor("ben")),
        lambda: actions.hand_over(row.uid, world.ada.pk, by=world.actor("ben")),
    ):
        with pytest.raises(Denied, match="asked for it"):
            deed()
    actions.hand_over(row.uid, world.ada.pk, by=world.actor("ada"))
    with pytest.raises(Denied):  # it is not Ben's any more
        actions.keep(row.uid, "Done", by=world.actor("ben"))
    actions.drop(row.uid, "Another core", by=world.actor("ada"))
    assert shown(world, row, "ben").status == "dropped"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": " "}, "few words"),
        ({"words": "x" * 501}, "At most 500"),
        ({"due_on": day(-1)}, "later day"),
        ({"check_on": day(1)}, "later day"),
        ({"sort": "nonsense"}, "what it is for"),
    ],
)
def test_what_cannot_be_promised_is_refused_with_a_sentence(world, lesson, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        promise(world, lesson, **changes)
    assert not Commitment.objects.exists()


def test_nobody_promises_for_whom_the_page_is_closed(world, lesson):
    with pytest.raises(Refused, match="may see the page"):
        promise(world, lesson, who="tom")
    with pytest.raises(Unseen):
        promise(world, lesson, by="dan")


def test_a_partners_person_sees_and_keeps_hers_exactly_as_long_as_the_page_is_open_to_her(world, lesson):
    agreement = world.agree("foundry", "cleo")
    world.share(lesson, "foundry")
    row = promise(world, lesson, who="tom")
    assert told(world, "tom")[-1] == "promise_given"
    page = walk.said(walk.browser(world, "tom").get(f"/items/{lesson.uid}"))
    assert "Drill the vents" in page
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    with pytest.raises(Unseen):
        actions.keep(row.uid, "Done", by=world.actor("tom"))
    tom = walk.browser(world, "tom")
    for address in ("/", "/commitments", "/inbox"):
        assert "Drill the vents" not in walk.said(tom.get(address))
    assert tom.get(f"/commitments/{row.uid}").status_code == 404
    assert shown(world, row, "ada").status == "open"


def test_one_partner_is_not_told_what_another_has_promised(world, lesson):
    world.agree("foundry", "cleo")
    world.agree("university", "una")
    world.share(lesson, "foundry")
    world.share(lesson, "university")
    theirs = promise(world, lesson, who="una", words="Measure the pores")
    ours = promise(world, lesson, who="ben")
    page = walk.said(walk.browser(world, "tom").get(f"/items/{lesson.uid}"))
    assert "Drill the vents" in page
    assert "Measure the pores" not in page
    assert "Una" not in page
    with pytest.raises(Unseen):
        shown(world, theirs, "tom")
    assert "Ada" not in walk.said(walk.browser(world, "tom").get(f"/commitments/{ours.uid}")).split("Who</dt>")[1]


def test_who_writes_with_us_gives_work_to_those_she_has_met_only(world):
    world.agree("foundry", "cleo")
    space = world.space("Trials")
    world.share(space, "foundry", joint=True)
    lesson = world.item(space, "Vent it", kind="lesson", classification=2)
    names = [name for _pk, name in queries.people("item", lesson.pk, world.actor("tom"))]
    assert any("Ada" in name for name in names)
    assert not any("Ben" in name for name in names)
    with pytest.raises(Refused, match="may see the page"):
        promise(world, lesson, who="ben", by="tom")
    promise(world, lesson, who="ada", by="tom")


def test_owners_are_reminded_once_for_a_day_and_whoever_asked_is_called_to_check(world, lesson):
    row = promise(world, lesson, check_on=day(9))
    assert reminders.remind() == 0
    with clock.at(clock.now() + timedelta(days=7)):
        assert reminders.waits()
        assert reminders.remind() == 1
        assert not reminders.waits()
        assert "promise_due" in told(world, "ben")
        actions.put_off(row.uid, day(1), by=world.actor("ben"))
        actions.keep(row.uid, "Drilled", by=world.actor("ben"))
    with clock.at(clock.now() + timedelta(days=9)):
        assert reminders.remind() == 1
        assert reminders.remind() == 0
        assert "promise_check" in told(world, "ada")


def test_her_commitments_go_out_as_a_workbook_and_as_a_pdf_without_those_of_others(world, lesson):
    promise(world, lesson)
    for name, there in (("ben", True), ("ada", True), ("dan", False)):
        client = walk.browser(world, name)
        book = openpyxl.load_workbook(io.BytesIO(client.get("/commitments/report").content))
        cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
        text = pypdf.PdfReader(io.BytesIO(client.get("/commitments/report?as=pdf").content)).pages[0].extract_text()
        assert any("Drill the vents" in str(cell) for cell in cells) == there
        assert ("Drill the vents" in " ".join(text.split())) == there


def test_what_follows_from_an_accepted_decision_can_still_be_promised(world):
    item = world.item(world.space("Castings"), "Which way", kind="decision")
    option = {"name": "Vent", "for": "x", "against": ""}
    data = {"options": [option, option], "chosen": 0, "why": "y", "deciders": ["Ada"], "decided_on": "2026-11-02"}
    recording.save(item.uid, data, by=world.actor("ada"), shown_saves=0)
    recording.make_final(item.uid, by=world.actor("ada"))
    promise(world, item)
    page = walk.said(walk.browser(world, "ben").get(f"/items/{item.uid}"))
    assert "Drill the vents" in page


def test_the_ledger_knows_each_turn_and_none_of_the_words(world, lesson):
    row = promise(world, lesson, check_on=day(9))
    actions.keep(row.uid, "Drilled", by=world.actor("ben"))
    actions.check(row.uid, True, "It holds", by=world.actor("ada"))
    events = Event.objects.filter(kind="commitment", object_id=row.pk)
    names = [event.name.split(".")[1] for event in events.order_by("pk")]
    assert names == ["CommitmentMade", "CommitmentClosed", "CommitmentChecked"]
    assert not any(word in event.data for event in events for word in ("Drill", "holds"))


def test_it_is_promised_put_off_and_done_on_its_pages(world, lesson):
    ada, ben = walk.browser(world, "ada"), walk.browser(world, "ben")
    sent = {"words": "Drill the vents", "owner": world.people["ben"].pk, "due_on": day(7), "check_on": ""}
    refused = ada.post(f"/items/{lesson.uid}/commitments", sent | {"due_on": "someday"})
    assert refused.status_code == 422
    assert "Drill the vents" in walk.said(refused)
    ada.post(f"/items/{lesson.uid}/commitments", sent)
    row = Commitment.objects.get()
    assert "Drill the vents" in walk.said(ben.get("/"))
    assert ben.post(f"/commitments/{row.uid}/kept", {"words": ""}).status_code == 422
    assert ben.post(f"/commitments/{row.uid}/dropped", {"words": "no"}).status_code == 403
    ben.post(f"/commitments/{row.uid}/later", {"due_on": day(9)})
    address = f"https://kith.example/items/{lesson.uid}?x=1#y"
    ben.post(f"/commitments/{row.uid}/kept", {"words": "Six of them", "proof": address})
    page = walk.said(ada.get(f"/commitments/{row.uid}"))
    for words in ("Six of them", "Vent the core", "first promised for"):
        assert words in page
    assert "Six of them" in walk.said(ada.get("/commitments"))
    assert not Notice.objects.filter(person=world.ada, kind="promise_closed", read_at=None).exists()
