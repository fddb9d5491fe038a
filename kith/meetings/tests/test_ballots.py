"""Questions: who may vote, what counts, and that the tally decides."""

import json
from datetime import timedelta

import pytest

from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.meetings import queries, subjects
from kith.meetings.actions import balloting, calling, committees, seating, voting
from kith.meetings.actions.committees import Rules
from kith.meetings.models import Ballot, Vote
from kith.meetings.queries import ballots as pages
from kith.meetings.subjects import Line, Subject
from kith.meetings.tests import cast
from kith.notices import queries as notices


@pytest.fixture
def inventions(world):
    return cast.committee(world, "eve", "finn")


@pytest.fixture
def things(monkeypatch):
    """A higher floor's things, that only Ada and Ben may see."""
    monkeypatch.setattr(subjects, "SUBJECTS", {})

    def lines(by, ids):
        return {pk: Line(f"Thing {pk}", f"/things/{pk}") for pk in ids}

    subjects.register("thing", Subject(lines))


def page(world, ballot, name="ada"):
    return pages.page(ballot.uid, world.actor(name))


def said(page):
    return {row.person.name: (row.vote.choice if row.vote else None, row.counts, row.void) for row in page.voters}


def leave(world, name):
    leaving.deactivate(Membership.objects.get(person=world.people[name]).pk, by=world.actor("ada"))


def inbox(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def test_more_yes_than_no_carries_when_enough_have_voted(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="yes", eve="abstain", finn="yes")
    row = cast.close(world, ballot)
    assert (row.outcome, row.yes, row.no, row.abstain, row.void, row.entitled, row.needed) == (
        *("carried", 2, 0, 1, 0, 3, 2),
    )
    assert page(world, ballot).shown.words == "Carried: 2 yes, 0 no, 1 abstained."


def test_a_tie_is_rejected_and_the_page_says_so(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="yes", eve="no")
    assert "it would be rejected: as many yes as no" in page(world, ballot).shown.would_be
    cast.vote(world, ballot, finn="abstain")
    assert cast.close(world, ballot).outcome == "rejected"
    assert page(world, ballot).shown.words.endswith("As many yes as no means rejected.")


def test_all_abstaining_is_a_quorum_and_carries_nothing(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="abstain", eve="abstain", finn="abstain")
    assert cast.close(world, ballot).outcome == "rejected"


def test_without_quorum_nothing_is_decided_and_it_can_be_put_again(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, eve="yes")
    with clock.at(clock.now() + timedelta(days=9)):
        assert cast.close(world, ballot).outcome == "no_quorum"
        assert "can be put again" in page(world, ballot).shown.words
        again = cast.question(world, inventions)
        cast.vote(world, again, ben="yes", eve="yes", finn="yes")
        assert cast.close(world, again).outcome == "carried"


def test_a_vote_may_be_changed_until_it_is_closed_and_the_ledger_keeps_each(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="yes", eve="yes", finn="yes")
    cast.vote(world, ballot, eve="no")
    assert Vote.objects.filter(ballot=ballot).count() == 3
    kept = [(row["choice"], row["before"]) for row in facts("meetings.VoteCast")]
    assert kept[-1] == ("no", "yes")
    cast.close(world, ballot)
    with pytest.raises(Refused, match="No vote is taken any more"):
        cast.vote(world, ballot, eve="yes")
    assert page(world, ballot).shown.count.no == 1


def facts(kind):
    return [json.loads(row.data) for row in Event.objects.filter(name=kind).order_by("pk")]


def test_no_vote_is_taken_after_the_last_day_though_nobody_has_closed_it(world, inventions):
    ballot = cast.question(world, inventions)
    with clock.at(clock.now() + timedelta(days=9)):
        with pytest.raises(Refused, match="last day is over"):
            cast.vote(world, ballot, eve="yes")
        assert page(world, ballot).ballot.overdue


def test_nobody_votes_who_does_not_sit_there_not_even_an_owner(world, inventions):
    ballot = cast.question(world, inventions)
    world.colleague("hal", "ada")
    world.colleague("iris", "ada", Role.AUDITOR)
    for name in ("ada", "iris"):
        with pytest.raises(Denied):
            cast.vote(world, ballot, **{name: "yes"})
    for name in ("hal", "tom", "cleo", "dan"):
        with pytest.raises(Unseen):
            cast.vote(world, ballot, **{name: "yes"})
    with pytest.raises(Refused, match="Choose yes, no"):
        cast.vote(world, ballot, eve="perhaps")


def test_whoever_asks_for_it_has_no_vote_in_it(world, inventions):
    ballot = cast.question(world, inventions, barred={world.people["eve"].pk: "Her invention"})
    with pytest.raises(Refused, match="You asked for this, so you have no vote"):
        cast.vote(world, ballot, eve="yes")
    cast.vote(world, ballot, ben="yes", finn="no")
    shown = page(world, ballot)
    assert (shown.shown.count.entitled, shown.shown.count.complete) == (2, True)
    assert cast.close(world, ballot).outcome == "rejected"


def test_an_interest_declared_after_voting_makes_the_vote_void_and_it_stays_to_be_read(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="yes", eve="yes", finn="no")
    voting.declare(ballot.uid, "My brother sells it", by=world.actor("eve"))
    assert said(page(world, ballot))["Eve"] == ("yes", False, True)
    with pytest.raises(Refused, match="an interest of your own"):
        cast.vote(world, ballot, eve="no")
    row = cast.close(world, ballot)
    assert (row.outcome, row.yes, row.no, row.void) == ("rejected", 1, 1, 1)
    assert said(page(world, ballot))["Eve"] == ("yes", False, True)
    assert page(world, ballot).voters[1].bar.reason == "My brother sells it"


def test_an_interest_is_declared_once_with_a_reason_by_a_member_before_closing(world, inventions):
    ballot = cast.question(world, inventions)
    with pytest.raises(Refused):
        voting.declare(ballot.uid, "  \x00 ", by=world.actor("eve"))
    voting.declare(ballot.uid, "Mine", by=world.actor("eve"))
    for name in ("eve", "ada"):
        with pytest.raises(Denied):
            voting.declare(ballot.uid, "Again", by=world.actor(name))
    cast.vote(world, ballot, ben="yes", finn="yes")
    cast.close(world, ballot)
    with pytest.raises(Refused, match="is closed"):
        voting.declare(ballot.uid, "Late", by=world.actor("finn"))


def test_the_vote_of_somebody_who_left_counts_nothing_and_what_was_counted_stays(world, inventions):
    first, second = cast.question(world, inventions), cast.question(world, inventions)
    for ballot in (first, second):
        cast.vote(world, ballot, ben="no", eve="yes", finn="yes")
    cast.close(world, first)
    leave(world, "finn")
    assert said(page(world, first))["Finn"] == ("yes", True, False)
    assert Ballot.objects.get(pk=first.pk).outcome == "carried"
    assert said(page(world, second))["Finn"] == ("yes", False, True)
    row = cast.close(world, second)
    assert (row.outcome, row.members, row.void) == ("rejected", 2, 1)


def test_an_ended_seat_takes_the_vote_with_it_and_a_new_seat_may_vote(world, inventions):
    world.colleague("gwen", "ada")
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, finn="yes")
    seating.unseat(inventions.uid, world.people["finn"].pk, by=world.actor("ada"))
    seating.seat(inventions.uid, world.people["gwen"].pk, by=world.actor("ada"))
    with pytest.raises(Unseen):
        cast.vote(world, ballot, finn="no")
    cast.vote(world, ballot, gwen="yes", ben="yes", eve="no")
    row = cast.close(world, ballot)
    assert (row.outcome, row.yes, row.void) == ("carried", 2, 1)


def test_when_the_barred_make_a_quorum_impossible_the_page_says_so_before_anybody_waits(world):
    row = cast.committee(world, "eve", "finn", quorum=3)
    ballot = cast.question(world, row, barred={world.people["eve"].pk: "Hers"})
    words = page(world, ballot).shown.out_of_reach
    assert words == ("Of 3 members, 2 may vote; 3 are needed: name more members or change the quorum.")
    committees.change(row.uid, Rules("Inventions", 2, 14), by=world.actor("ada"))
    assert page(world, ballot).shown.out_of_reach == ""
    cast.vote(world, ballot, ben="yes", finn="yes")
    assert cast.close(world, ballot).outcome == "carried"


def test_nobody_closes_it_while_others_may_still_vote(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="yes", eve="yes")
    with pytest.raises(Refused, match="Not everybody who may vote has"):
        cast.close(world, ballot)
    assert not page(world, ballot, "ben").ripe
    cast.vote(world, ballot, finn="no")
    assert page(world, ballot, "ben").ripe
    cast.close(world, ballot)
    with pytest.raises(Denied):
        cast.close(world, ballot)


def test_members_close_nothing_and_keepers_only_when_the_chair_cannot(world, inventions):
    ballot = cast.question(world, inventions)
    cast.vote(world, ballot, ben="yes", eve="yes", finn="no")
    for name in ("eve", "ada"):
        with pytest.raises(Denied):
            cast.close(world, ballot, name)
    voting.declare(ballot.uid, "Mine", by=world.actor("ben"))
    assert cast.close(world, ballot, "ada").void == 1
    second = cast.question(world, inventions, by="ada")
    cast.vote(world, second, eve="yes", finn="yes")
    leave(world, "ben")
    assert cast.close(world, second, "ada").outcome == "carried"
    third = cast.question(world, inventions, by="ada")
    with clock.at(clock.now() + timedelta(days=9)):
        assert cast.close(world, third, "ada").outcome == "no_quorum"


def test_in_a_meeting_it_is_closed_at_any_time_but_not_before_the_hour_nor_by_who_is_barred(world, inventions):
    meeting = cast.meeting(world, inventions)
    ballot = cast.question(world, inventions, meeting_uid=meeting.uid)
    hers = cast.question(world, inventions, meeting_uid=meeting.uid)
    voting.declare(hers.uid, "Mine", by=world.actor("ben"))
    cast.vote(world, ballot, ben="yes", eve="yes")
    with pytest.raises(Refused):
        cast.close(world, ballot)
    with clock.at(meeting.starts_at + timedelta(minutes=5)):
        assert cast.close(world, ballot).outcome == "carried"
        with pytest.raises(Refused):
            cast.close(world, hers)
        assert cast.close(world, hers, "ada").outcome == "no_quorum"


def test_a_question_of_a_cancelled_meeting_goes_on_without_it(world, inventions):
    meeting = cast.meeting(world, inventions)
    ballot = cast.question(world, inventions, meeting_uid=meeting.uid)
    calling.cancel(meeting.uid, "Snow", by=world.actor("ben"))
    ballot.refresh_from_db()
    assert (ballot.meeting, ballot.closes_on) == (None, clock.now().date() + timedelta(days=14))


def test_a_meeting_takes_up_a_question_that_was_put_between_meetings(world, inventions):
    ballot = cast.question(world, inventions)
    meeting = cast.meeting(world, inventions)
    with pytest.raises(Denied):
        balloting.take_up(ballot.uid, meeting.uid, by=world.actor("eve"))
    with pytest.raises(Refused):
        balloting.take_up(ballot.uid, "0" * 12, by=world.actor("ben"))
    balloting.take_up(ballot.uid, meeting.uid, by=world.actor("ben"))
    with clock.at(meeting.starts_at + timedelta(minutes=5)):
        cast.vote(world, ballot, ben="yes", finn="yes")
        assert cast.close(world, ballot).outcome == "carried"


def test_the_pack_is_frozen_with_a_fingerprint_that_does_not_hang_on_the_order_of_keys(world, inventions):
    line = {"title": "Report", "words": "Costs", "href": "/items/abc", "sha256": "0" * 64, "secret": "left out"}
    first = cast.question(world, inventions, pack=[line])
    second = cast.question(world, inventions, pack=[dict(reversed(line.items()))])
    assert first.pack == [{"title": "Report", "words": "Costs", "href": "/items/abc", "sha256": "0" * 64}]
    assert first.pack_sha256 == second.pack_sha256 == balloting.fingerprint(Ballot.objects.get(pk=first.pk).pack)
    other = cast.question(world, inventions, pack=[line | {"words": "Cost"}])
    assert other.pack_sha256 != first.pack_sha256


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", "/a b"]
)
def test_a_paper_leads_only_where_a_browser_may_go(world, inventions, href):
    with pytest.raises(Refused, match="is no address"):
        cast.question(world, inventions, pack=[{"title": "Report", "href": href}])


def test_a_question_needs_words_and_a_day_or_a_meeting(world, inventions):
    today = clock.now().date()
    for options in (
        {"question": " "},
        {"closes_on": None},
        {"closes_on": today - timedelta(days=2)},
        {"closes_on": today + timedelta(days=500)},
        {"meeting_uid": "0" * 12},
        {"words": "x" * 4001},
        {"pack": [{"title": ""}]},
    ):
        with pytest.raises(Refused):
            cast.question(world, inventions, **options)
    with pytest.raises(Denied):
        cast.question(world, inventions, by="eve")
    assert not Ballot.objects.exists()


def about(world, committee, pk=7, name="ada", **options):
    given = {"barred": {}, "closes_on": None} | options
    return balloting.open_about(
        committee,
        "thing",
        pk,
        "Shall we?",
        "",
        [{"title": "It"}],
        given["barred"],
        given["closes_on"],
        world.actor(name),
    )


def test_a_higher_floor_opens_a_question_about_its_thing_and_reads_the_outcome(world, inventions, things):
    ballot = about(world, inventions, barred={world.people["eve"].pk: "Her own"})
    assert ballot.closes_on == clock.now().date() + timedelta(days=14)
    shown = page(world, ballot, "finn")
    assert (shown.line.words, shown.line.href) == ("Thing 7", "/things/7")
    with pytest.raises(Refused, match="votes on this already"):
        about(world, inventions)
    about(world, inventions, 8)
    cast.vote(world, ballot, ben="yes", finn="yes")
    with pytest.raises(Refused, match="on the page of what it is about"):
        balloting.end(ballot.uid, by=world.actor("ben"))
    assert balloting.close(ballot.uid, world.actor("ben")).outcome == "carried"
    again = about(world, inventions)
    assert queries.ballot_of("thing", 7) == again
    assert queries.ballot_of("thing", 9) is None


def test_nothing_is_asked_about_unknown_kinds_nor_of_a_closed_committee(world, inventions, things):
    committees.close(inventions.uid, by=world.actor("ada"))
    with pytest.raises(Refused, match="This committee is closed"):
        about(world, inventions)
    subjects.SUBJECTS.clear()
    with pytest.raises(Unseen):
        about(world, inventions)


def test_members_are_told_that_it_is_open_and_how_it_ended(world, inventions):
    ballot = cast.question(world, inventions)
    assert inbox(world, "eve") == ["Inventions votes: Shall we file it?"]
    assert inbox(world, "tom") == []
    cast.vote(world, ballot, ben="yes", eve="yes", finn="yes")
    cast.close(world, ballot)
    assert "Shall we file it? Carried: 3 yes, 0 no, 0 abstained." in inbox(world, "eve")


def test_it_waits_for_whoever_may_vote_and_has_not(world, inventions):
    ballot = cast.question(world, inventions, barred={world.people["finn"].pk: "His"})
    waits = lambda name: queries.waiting(world.actor(name)).ballots  # noqa: E731
    assert (waits("eve"), waits("finn"), waits("ada"), waits("tom")) == ([ballot], [], [], [])
    cast.vote(world, ballot, eve="no")
    assert waits("eve") == []
