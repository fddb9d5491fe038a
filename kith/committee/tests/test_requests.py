"""Capability 54: a committee decides what is shown, licensed and published; who asked has no vote."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kith.agreements.terms import catalogue
from kith.audit.models import Event
from kith.commitments.models import Commitment
from kith.committee.actions import asking, deciding
from kith.committee.actions.asking import REQUEST, Asking
from kith.committee.actions.deciding import Ruling
from kith.committee.models import Request
from kith.committee.queries import requests
from kith.committee.queries.requests import State
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import queries as deadlines
from kith.identity.actions import leaving
from kith.knowledge import policy
from kith.knowledge.actions import relating, releasing
from kith.knowledge.models import Release
from kith.meetings import queries as meetings
from kith.meetings.actions import committees, voting
from kith.meetings.actions.committees import Rules
from kith.notices import queries as notices
from kith.register.actions import assets, rights
from kith.register.actions.assets import Entry
from kith.register.actions.rights import Filing
from tests import walk

DAY = timedelta(days=1)


@pytest.fixture
def board(world):
    """The pump maker's committee: Ada in the chair, Ben and Eve; two have to vote. Ivy only works there."""
    for name in ("eve", "ivy"):
        world.colleague(name, "ada")
    people = [world.people[name].pk for name in ("ben", "eve")]
    return committees.found(Rules("Board", 2, 14), world.ada.pk, people, by=world.actor("ada"), purpose="ip")


@pytest.fixture
def page_of_foundry(world):
    """A page of the pump maker's that comes from the foundry's confidential one; the university is a partner too."""
    world.agree("foundry", "cleo")
    world.agree("university", "una")
    theirs = world.item(world.space("Moulding", by="cleo"), "Gate speeds", by="cleo", classification=2)
    world.share(theirs, "pumps", by="cleo", agreement=world.agreements["foundry"])
    ours = world.item(world.space("Castings"), "How we vent", classification=2)
    relating.say(ours.uid, "derived_from", theirs.uid, by=world.actor("ada"))
    ours.refresh_from_db()
    assert ours.bound_to == world.firms["foundry"].pk
    return ours


def today():
    return clock.now().date()


def ask(world, name="ben", sort="dispute", **more):
    return asking.ask(
        Asking(sort, more.pop("title", "Act"), more.pop("reason", "They copy"), **more), by=world.actor(name)
    )


def ruling(world, **more):
    return Ruling("So be it", world.people["ben"].pk, today() + DAY, **more)


def vote(world, row, **choices):
    ballot = meetings.ballot_of(REQUEST, row.pk)
    for name, choice in choices.items():
        voting.vote(ballot.uid, choice, by=world.actor(name))
    return ballot


def state(world, row, name="ada"):
    return requests.one(row.uid, world.actor(name)).listed.state


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def said_to(world, name):
    return {told.line.words for told in notices.inbox(world.actor(name)).told}


def test_who_asked_has_no_vote_and_the_decision_makes_tasks_and_a_log(world, board):
    row = ask(world, "ben")
    assert "The committee is asked: “Act”" in said_to(world, "ada")
    deciding.put(row.uid, "Read it", by=world.actor("ada"))
    ballot = meetings.ballot_of(REQUEST, row.pk)
    with pytest.raises(Refused, match="no vote"):
        voting.vote(ballot.uid, "yes", by=world.actor("ben"))
    vote(world, row, ada="yes", eve="yes")
    decided = deciding.decide(row.uid, ruling(world, conditions=["Send a letter first", " "]), by=world.actor("ada"))
    assert decided.granted
    assert state(world, row) == State.GRANTED
    assert [each.words for each in Commitment.objects.order_by("pk")] == [
        "Do what was decided in the dispute: Act",
        "Send a letter first",
    ]
    assert [each.words for each in row.conditions.all()] == ["Send a letter first"]
    assert "There is a decision on “Act”" in said_to(world, "ben")
    names = set(Event.objects.filter(kind="request").values_list("name", flat=True))
    assert names == {"committee.RequestAsked", "committee.RequestPut", "committee.RequestDecided"}
    event = Event.objects.get(name="committee.RequestPut")
    assert ballot.pack_sha256 in event.data


def test_the_votes_decide_and_not_who_closes_them(world, board):
    row = ask(world, "ben")
    deciding.put(row.uid, "", by=world.actor("ada"))
    vote(world, row, ada="yes", eve="no")
    assert not deciding.decide(row.uid, ruling(world), by=world.actor("ada")).granted
    assert state(world, row) == State.REFUSED
    assert not Commitment.objects.exists()
    with pytest.raises(Refused):
        deciding.decide(row.uid, ruling(world), by=world.actor("ada"))
    with pytest.raises(Denied):
        deciding.put(row.uid, "Again", by=world.actor("ada"))


def test_without_a_quorum_nothing_is_decided_and_it_can_be_put_again(world, board):
    row = ask(world, "ben")
    deciding.put(row.uid, "", by=world.actor("ada"), closes_on=today())
    vote(world, row, ada="yes")
    with pytest.raises(Refused):
        deciding.decide(row.uid, ruling(world), by=world.actor("ada"))
    with clock.at(clock.now() + 2 * DAY):
        deciding.decide(row.uid, Ruling("Too few", world.ada.pk, today()), by=world.actor("ada"))
        assert state(world, row) == State.WAITING
        deciding.put(row.uid, "", by=world.actor("ada"))
        vote(world, row, ada="yes", eve="abstain")
        assert deciding.decide(row.uid, Ruling("Go", world.ada.pk, today()), by=world.actor("ada")).granted


def test_who_asked_never_closes_the_vote_even_in_the_chair(world, board):
    row = ask(world, "ada")
    with pytest.raises(Denied):
        deciding.decide_alone(row.uid, ruling(world, until=today()), by=world.actor("ada"))
    deciding.put(row.uid, "", by=world.actor("ada"))
    vote(world, row, ben="yes", eve="yes")
    with pytest.raises(Refused, match="somebody else"):
        deciding.decide(row.uid, ruling(world), by=world.actor("ada"))
    world.colleague("kim", "ada", role=Role.STEWARD)
    assert deciding.decide(row.uid, ruling(world), by=world.actor("kim")).granted


def test_a_disclosure_releases_what_holds_somebody_elses_confidence_until_its_day(world, board, page_of_foundry, work):
    item, university = page_of_foundry, world.firms["university"]
    world.share(item.space, "university")
    assert not sees(world, "una", item)
    row = ask(world, "ben", "disclose", partner_uid=university.uid, item_uids=(item.uid,))
    pack = {line["title"]: line.get("words", "") for line in requests.one(row.uid, world.actor("ada")).pack}
    assert "Brightforge Castings" in pack["How we vent"]
    assert "Mutual NDA" in pack
    deciding.put(row.uid, "", by=world.actor("ada"))
    vote(world, row, ada="yes", eve="yes")
    until = today() + 3 * DAY
    deciding.decide(row.uid, ruling(world, until=until), by=world.actor("ada"))
    assert sees(world, "una", item)
    release = Release.objects.get()
    assert (release.asked_by, release.decided_by) == (world.people["ben"], world.ada)
    with clock.at(clock.start_of(until, "UTC") + timedelta(hours=23)):
        assert deciding.due() == []
    with clock.at(clock.end_of(until, "UTC")):
        assert [deciding.run_out(pk) for pk in deciding.due()] == [True]
        assert not deciding.run_out(row.pk)
        assert not sees(world, "una", item)
        assert state(world, row) == State.OVER


def test_taking_back_what_was_granted_closes_it_at_once(world, board, page_of_foundry):
    item, university = page_of_foundry, world.firms["university"]
    world.share(item.space, "university")
    row = ask(world, "ben", "disclose", partner_uid=university.uid, item_uids=(item.uid,))
    deciding.decide_alone(row.uid, ruling(world, until=today()), by=world.actor("ada"))
    assert sees(world, "una", item)
    for name in ("ben", "ivy"):
        with pytest.raises((Denied, Unseen)):
            deciding.stop(row.uid, "No", by=world.actor(name))
    with pytest.raises(Refused):
        deciding.stop(row.uid, " ", by=world.actor("ada"))
    deciding.stop(row.uid, "They talked", by=world.actor("ada"))
    assert not sees(world, "una", item)


def test_where_there_is_a_committee_no_keeper_releases_by_herself(world, page_of_foundry):
    world.colleague("kim", "ada", role=Role.STEWARD)
    asked = releasing.ask(page_of_foundry.uid, world.firms["university"].uid, "Course", by=world.actor("kim"))
    board = committees.found(Rules("Board", 1, 14), world.ada.pk, [], by=world.actor("ada"), purpose="ip")
    with pytest.raises(Refused, match="committee"):
        releasing.decide(asked.pk, "Fine", by=world.actor("ada"), give=True)
    committees.close(board.uid, by=world.actor("ada"))
    assert releasing.decide(asked.pk, "Fine", by=world.actor("ada"), give=True).given


def test_the_chair_alone_grants_for_days_and_the_committee_ratifies(world, board):
    row = ask(world, "ben")
    for wrong in (ruling(world), ruling(world, until=today() + 31 * DAY), ruling(world, until=today() - DAY)):
        with pytest.raises(Refused):
            deciding.decide_alone(row.uid, wrong, by=world.actor("ada"))
    with pytest.raises(Denied):
        deciding.decide_alone(row.uid, ruling(world, until=today()), by=world.actor("eve"))
    deciding.decide_alone(row.uid, ruling(world, until=today() + 30 * DAY), by=world.actor("ada"))
    assert state(world, row) == State.TO_RATIFY
    deciding.put(row.uid, "", by=world.actor("ada"))
    vote(world, row, ada="yes", eve="yes")
    deciding.decide(row.uid, ruling(world), by=world.actor("ada"))
    assert state(world, row) == State.GRANTED
    with clock.at(clock.now() + 20 * DAY):
        assert deciding.due() == []


@pytest.mark.parametrize("voted", [True, False])
def test_what_the_committee_does_not_ratify_ends(world, board, voted):
    row = ask(world, "ben")
    deciding.decide_alone(row.uid, ruling(world, until=today() + 30 * DAY), by=world.actor("ada"))
    if voted:
        deciding.put(row.uid, "", by=world.actor("ada"))
        vote(world, row, ada="yes", eve="no")
        deciding.decide(row.uid, ruling(world), by=world.actor("ada"))
    else:
        with clock.at(clock.now() + 13 * DAY):
            assert deciding.due() == []
        with clock.at(clock.now() + 16 * DAY):
            for pk in deciding.due():
                deciding.run_out(pk)
    assert state(world, row) == State.OVER


def test_a_publication_is_checked_for_what_it_would_bar_and_for_partners_who_look_first(world, board):
    further = {"publication_review_days": 30}
    world.agree("university", "una", kind="data_transfer", further=_terms("data_transfer") | further)
    asset = assets.enter(Entry("patent", "Wax vent", "background", makers=[world.ada.pk]), by=world.actor("ada"))
    una = world.firms["university"].uid
    row = ask(world, "ben", "publish", asset_uid=asset.uid, partner_uid=una, public_on=today() + 9 * DAY)
    lines = {line["title"]: line.get("words", "") for line in requests.one(row.uid, world.actor("ada")).pack}
    assert "“Wax vent”: no filing is entered" in lines["Patent bar"]
    assert "30 days to look at it first" in lines["Mutual NDA"]
    deciding.decide_alone(row.uid, ruling(world, until=today()), by=world.actor("ada"))
    assert [each.words for each in row.conditions.all()] == [
        "Send it first under “Mutual NDA”: they have 30 days to look at it."
    ]
    row = ask(world, "ben", "publish", asset_uid=asset.uid)
    rights.enter(asset.uid, Filing("EPO", filed_on=today()), by=world.actor("ada"))
    lines = {line["title"]: line.get("words", "") for line in requests.one(row.uid, world.actor("ada")).pack}
    assert lines["Patent bar"].startswith("Nothing")


def _terms(kind):
    return catalogue.start(kind) | {"duties_first": None}


def test_a_chair_who_may_not_see_an_entry_is_told_what_it_would_cost_and_not_what_it_is(world):
    people = world.ada.pk, world.people["ben"].pk
    committees.found(Rules("Board", 1, 14), people[1], people[:1], by=world.actor("ada"), purpose="ip")
    quiet = world.item(world.space("Quiet", to_all=False), "Wax sheets")
    entry = Entry("patent", "Wax vent", "background", classification=3, makers=people[:1], item_uids=(quiet.uid,))
    asset = assets.enter(entry, by=world.actor("ada"))
    row = ask(world, "ada", "publish", asset_uid=asset.uid, item_uids=(quiet.uid,))
    page = requests.one(row.uid, world.actor("ben"))
    said = " ".join(" ".join(line.values()) for line in page.pack)
    assert "Wax" not in said
    assert "1 pages are not open" in said
    assert "An entry of the register" in said
    assert "an entry of the register that is not open to you: no filing is entered" in said
    assert (page.asset, page.items, page.unseen) == (None, [], 1)
    assert "Wax" not in walk.said(walk.browser(world, "ben").get(f"/requests/{row.uid}"))


def test_the_pack_stays_as_it_was_put_to_the_vote(world, board):
    entry = Entry("patent", "Wax vent", "background", makers=[world.ada.pk])
    asset = assets.enter(entry, by=world.actor("ada"))
    row = ask(world, "ben", "license", asset_uid=asset.uid)
    ballot = deciding.put(row.uid, "", by=world.actor("ada"))
    assets.change(asset.uid, replace(entry, title="Other"), by=world.actor("ada"))
    ballot.refresh_from_db()
    assert "Wax vent" in [line["title"] for line in ballot.pack]


def test_only_what_is_hers_can_be_named_and_what_is_needed_has_to_be(world, board, page_of_foundry):
    theirs = world.item(world.space("Sand", by="cleo"), "Sand", by="cleo")
    quiet = world.item(world.space("Quiet", to_all=False), "Balance")
    foundry = world.firms["foundry"].uid
    for wrong in (
        {"sort": "soul"},
        {"title": " \x00"},
        {"reason": "x" * 2001},
        {"sort": "disclose", "partner_uid": foundry},
        {"sort": "disclose", "item_uids": (page_of_foundry.uid,)},
        {"sort": "license"},
        {"sort": "abandon"},
        {"partner_uid": world.firms["outside"].uid},
        {"item_uids": (theirs.uid,)},
        {"item_uids": (quiet.uid,)},
        {"asset_uid": "000000000000"},
        {"sort": "publish", "public_on": today() - DAY},
    ):
        with pytest.raises(Refused):
            ask(world, "ben", **({"sort": "dispute"} | wrong))
    with pytest.raises(Refused, match="no committee"):
        ask(world, "cleo")
    assert not Request.objects.exists()


def test_a_request_is_seen_by_who_asked_the_members_and_keepers_alone(world, board):
    row = ask(world, "ivy")
    for name in ("ivy", "ada", "ben", "eve"):
        assert requests.one(row.uid, world.actor(name)).row == row
    other = ask(world, "ben")
    for name, request in (("ivy", other), ("cleo", row), ("dan", row), ("una", other)):
        with pytest.raises(Unseen):
            requests.one(request.uid, world.actor(name))
    with pytest.raises(Denied):
        deciding.put(row.uid, "", by=world.actor("eve"))
    assert requests.one(row.uid, world.actor("ivy")).ballot is None
    deciding.put(row.uid, "", by=world.actor("ada"))
    assert requests.one(row.uid, world.actor("ivy")).ballot is None  # who votes what is the committee's
    with pytest.raises(Refused, match="votes"):
        asking.withdraw(row.uid, by=world.actor("ivy"))
    asking.withdraw(other.uid, by=world.actor("ben"))
    assert state(world, other) == State.WITHDRAWN


def test_an_answer_that_is_due_is_a_deadline_of_the_chairs(world, board):
    row = ask(world, "ben")
    words = [(str(each.words), each.line.words) for each in deadlines.coming(world.actor("ada"))]
    assert words == [("Answer of the committee", "Act")]
    deciding.decide_alone(row.uid, ruling(world, until=today() + 5 * DAY), by=world.actor("ada"))
    words = [str(each.words) for each in deadlines.coming(world.actor("ada"))]
    assert words == ["End of what was granted", "Vote on what the chair decided alone"]
    deciding.stop(row.uid, "Enough", by=world.actor("ada"))
    assert deadlines.coming(world.actor("ada")) == []


def test_a_task_goes_to_somebody_who_may_see_the_request(world, board):
    row = ask(world, "ben")
    deciding.put(row.uid, "", by=world.actor("ada"))
    vote(world, row, ada="yes", eve="yes")
    with pytest.raises(Refused):
        deciding.decide(row.uid, replace(ruling(world), owner_id=world.people["ivy"].pk), by=world.actor("ada"))
    assert state(world, row) == State.VOTING  # nothing of it was kept
    seat = world.people["eve"].memberships.get()
    leaving.deactivate(seat.pk, by=world.actor("ada"))
    assert "Eve" not in [name for _pk, name in requests.people(row)]


def test_asking_voting_and_deciding_in_the_browser(world, board, page_of_foundry):
    ada, ben, eve = (walk.browser(world, name) for name in ("ada", "ben", "eve"))
    assert "Nothing waits for a decision" in walk.said(ada.get("/requests"))
    assert "Your committee for intellectual property decides" in walk.said(
        ada.get(f"/items/{page_of_foundry.uid}/binding")
    )
    assert page_of_foundry.uid in walk.said(ben.get(f"/requests/new?item={page_of_foundry.uid}&sort=disclose"))
    given = {"sort": "disclose", "title": "Course", "reason": "They teach it", "pages": page_of_foundry.uid}
    assert ben.post("/requests/new", given).status_code == 422
    given |= {"partner": world.firms["university"].uid}
    assert "Waits to be put to the vote" in walk.said(ben.post("/requests/new", given, follow=True))
    base = f"/requests/{Request.objects.get().uid}"
    assert "They are frozen with the vote" in walk.said(ada.get(base))
    assert "They are frozen with the vote" not in walk.said(ben.get(base))
    assert ben.post(f"{base}/put", {}).status_code == 403
    assert ada.post(f"{base}/alone", {"words": ""}).status_code == 422
    assert "The committee votes" in walk.said(ada.post(f"{base}/put", {"words": ""}, follow=True))
    assert "Read the facts, and vote" in walk.said(eve.get(base))
    assert "and vote" not in walk.said(ben.get(base)), "who asked is not invited to vote"
    ballot = meetings.ballot_of(REQUEST, Request.objects.get().pk)
    assert "It is closed on the page of what it is about" in walk.said(eve.get(f"/meetings/ballots/{ballot.uid}"))
    for who in (ada, eve):
        who.post(f"/meetings/ballots/{ballot.uid}/vote", {"choice": "yes"})
    assert ada.post(f"{base}/decision", {"words": ""}).status_code == 422
    decided = {"words": "Yes", "conditions": "Mark it", "owner": world.ada.pk, "due_on": f"{today()}", "until": ""}
    page = walk.said(ada.post(f"{base}/decision", decided, follow=True))
    assert "Mark it" in page
    assert "Take back what was granted" in page
    assert "Granted" in walk.said(ben.get("/requests"))
    assert "does not hold any more" in walk.said(ada.post(f"{base}/stop", {"reason": "Enough"}, follow=True))
    other = ben.post("/requests/new", {"sort": "dispute", "title": "Act", "reason": "Copy"}, follow=True)
    uid = other.redirect_chain[-1][0].split("/")[-1]
    assert "Taken back" in walk.said(ben.post(f"/requests/{uid}/withdrawal", follow=True))
