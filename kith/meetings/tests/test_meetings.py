"""Meetings: called, moved, cancelled, spoken through, minuted and approved."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.core import clock
from kith.core.errors import Denied, Refused, Stale, Unseen
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.meetings import queries, reports, subjects
from kith.meetings.actions import agenda, calling, committees, minuting, seating, voting
from kith.meetings.actions.calling import When
from kith.meetings.actions.committees import Rules
from kith.meetings.actions.minuting import Minutes
from kith.meetings.models import Meeting, State
from kith.meetings.queries import meetings as pages
from kith.meetings.subjects import Line, Subject
from kith.meetings.tests import cast
from kith.notices import queries as notices


@pytest.fixture
def inventions(world):
    return cast.committee(world, "eve", "finn")


@pytest.fixture
def spring(world, inventions):
    return cast.meeting(world, inventions)


def state(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


def page(world, meeting, name="ada"):
    return pages.page(meeting.uid, world.actor(name))


def titles(world, meeting):
    return [row.point.title for row in page(world, meeting).points]


def inbox(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def minutes(world, points=None, record="", **there):
    return Minutes({world.people[name].pk: was for name, was in there.items()}, points or {}, record)


ALL = {"ben": "present", "eve": "present", "finn": "excused"}


def held(world, meeting, by="ben", **there):
    with clock.at(meeting.starts_at + timedelta(minutes=50)):
        return minuting.write(meeting.uid, minutes(world, **(there or ALL)), by=world.actor(by))


def test_its_state_follows_from_its_moments(world, spring):
    assert state(spring) == State.PLANNED
    with clock.at(spring.starts_at + timedelta(minutes=59)):
        assert state(spring) == State.PLANNED
    with clock.at(spring.ends_at):
        assert state(spring) == State.DUE
    held(world, spring)
    assert state(spring) == State.HELD
    minuting.approve(spring.uid, page(world, spring).meeting.edition, by=world.actor("eve"))
    assert state(spring) == State.APPROVED


def test_the_members_are_told_that_it_is_called_moved_and_cancelled(world, inventions, spring):
    assert inbox(world, "eve")[0].startswith("Meeting: Spring round.")
    assert inbox(world, "ben") == []
    calling.move(spring.uid, cast.when(days=5, zone="Europe/Berlin"), by=world.actor("ada"))
    assert any(
        words.startswith("Moved: Spring round. Now ") and "Europe/Berlin" in words for words in inbox(world, "eve")
    )
    calling.cancel(spring.uid, "Snow", by=world.actor("ben"))
    assert "Cancelled: Spring round. Snow" in inbox(world, "finn")
    assert inbox(world, "tom") == []
    assert state(spring) == State.CANCELLED
    for deed in (lambda: calling.move(spring.uid, cast.when(), by=world.actor("ben")), lambda: held(world, spring)):
        with pytest.raises(Denied):
            deed()


def test_members_call_move_and_cancel_nothing(world, inventions, spring):
    eve = world.actor("eve")
    with pytest.raises(Denied):
        cast.meeting(world, inventions, by="eve")
    with pytest.raises(Denied):
        calling.move(spring.uid, cast.when(), by=eve)
    with pytest.raises(Denied):
        calling.cancel(spring.uid, "Snow", by=eve)
    with pytest.raises(Refused):
        calling.cancel(spring.uid, " ", by=world.actor("ben"))
    for name in ("tom", "cleo", "dan"):
        with pytest.raises(Unseen):
            page(world, spring, name)


def test_an_hour_is_meant_in_its_zone_and_one_that_the_clocks_skip_is_refused(world, inventions):
    with clock.at(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        for day, hour in ((27, 10), (29, 9)):  # the clocks go forward on the 28th
            when = When(datetime(2027, 3, day, 10), "Europe/London", 60)
            row = calling.call(inventions.uid, "Round", when, by=world.actor("ben"))
            assert row.starts_at == datetime(2027, 3, day, hour, tzinfo=UTC)
        skipped = When(datetime(2027, 3, 28, 1, 30), "Europe/London", 60)
        with pytest.raises(Refused, match="no such hour"):
            calling.call(inventions.uid, "Round", skipped, by=world.actor("ben"))


@pytest.mark.parametrize(
    "changes",
    [{"days": -1}, {"days": 2000}, {"zone": "Mars/Base"}, {"minutes": 0}, {"minutes": 5000}, {"place": "x" * 301}],
)
def test_no_meeting_is_called_that_makes_no_sense(world, inventions, changes):
    with pytest.raises(Refused):
        cast.meeting(world, inventions, **changes)
    with pytest.raises(Refused):
        cast.meeting(world, inventions, title="\x00")


def test_points_are_proposed_by_members_ordered_by_the_chair_and_taken_off(world, spring):
    for title, name in (("Budget", "ben"), ("Valve", "eve"), ("Name", "finn")):
        row = agenda.add(spring.uid, title, by=world.actor(name))
    agenda.shift(spring.uid, row.uid, up=True, by=world.actor("ben"))
    assert titles(world, spring) == ["Budget", "Name", "Valve"]
    agenda.shift(spring.uid, row.uid, up=True, by=world.actor("ada"))
    agenda.shift(spring.uid, row.uid, up=True, by=world.actor("ada"))
    assert titles(world, spring) == ["Name", "Budget", "Valve"]
    agenda.shift(spring.uid, row.uid, up=False, by=world.actor("ben"))
    assert titles(world, spring) == ["Budget", "Name", "Valve"]
    with pytest.raises(Denied):
        agenda.shift(spring.uid, row.uid, up=True, by=world.actor("finn"))
    with pytest.raises(Denied):
        agenda.remove(spring.uid, row.uid, by=world.actor("eve"))
    agenda.remove(spring.uid, row.uid, by=world.actor("finn"))
    agenda.add(spring.uid, "Dates", by=world.actor("eve"))
    assert titles(world, spring) == ["Budget", "Valve", "Dates"]
    for deed in (agenda.remove, lambda *args, by: agenda.shift(*args, up=True, by=by)):
        with pytest.raises(Unseen):
            deed(spring.uid, row.uid, by=world.actor("ben"))


def test_a_point_of_another_meeting_is_not_touched_through_this_one(world, inventions, spring):
    other = cast.meeting(world, inventions, days=4)
    point = agenda.add(other.uid, "Budget", by=world.actor("eve"))
    with pytest.raises(Unseen):
        agenda.remove(spring.uid, point.uid, by=world.actor("ben"))
    assert titles(world, other) == ["Budget"]


def test_nothing_joins_the_agenda_once_it_was_held(world, spring):
    held(world, spring)
    with pytest.raises(Denied):
        agenda.add(spring.uid, "Late", by=world.actor("ben"))


def test_a_point_leads_to_its_thing_as_far_as_its_reader_may_see_that(world, spring, monkeypatch):
    monkeypatch.setattr(subjects, "SUBJECTS", {})
    ben = world.people["ben"].pk
    lines = lambda by, ids: {pk: Line("Valve", "/v") for pk in ids if by.person_id == ben}  # noqa: E731
    subjects.register("thing", Subject(lines))
    agenda.add(spring.uid, "Valve", by=world.actor("ben"), about="thing", about_id=4)
    assert page(world, spring, "ben").points[0].line == Line("Valve", "/v")
    assert page(world, spring, "eve").points[0].line is None
    with pytest.raises(Unseen):
        agenda.add(spring.uid, "Valve", by=world.actor("ben"), about="other", about_id=4)


def test_no_minutes_before_its_hour_nor_without_saying_it_of_everybody(world, spring):
    with pytest.raises(Denied):
        minuting.write(spring.uid, minutes(world, **ALL), by=world.actor("ben"))
    for there in ({"ben": "present"}, ALL | {"ada": "present"}, ALL | {"eve": "asleep"}):
        with pytest.raises(Refused, match="of each of them"):
            held(world, spring, **there)
    assert state(spring) == State.PLANNED


def test_the_minutes_say_how_many_were_there_and_whether_that_was_enough(world, spring):
    held(world, spring)
    assert page(world, spring).attendance == "2 of 3 there; 2 are needed."
    held(world, spring, ben="present", eve="absent", finn="excused")
    shown = page(world, spring)
    assert shown.attendance == "1 of 3 there; 2 are needed. There was no quorum."
    assert not shown.quorate


def test_a_quorum_that_is_changed_later_changes_no_minutes(world, inventions, spring):
    held(world, spring)
    committees.change(inventions.uid, Rules("Inventions", 3, 14), by=world.actor("ada"))
    assert page(world, spring).attendance == "2 of 3 there; 2 are needed."


def test_nobody_approves_her_own_minutes_nor_others_than_she_read(world, spring):
    point = agenda.add(spring.uid, "Budget", by=world.actor("eve"))
    held(world, spring)
    read = page(world, spring).meeting.edition
    with pytest.raises(Denied):
        minuting.approve(spring.uid, read, by=world.actor("ben"))
    with clock.at(spring.starts_at + timedelta(minutes=55)):
        again = minutes(world, {point.uid: "Spoken about"}, "And tea", **ALL)
        minuting.write(spring.uid, again, by=world.actor("ben"))
    with pytest.raises(Stale):
        minuting.approve(spring.uid, read, by=world.actor("eve"))
    minuting.approve(spring.uid, page(world, spring).meeting.edition, by=world.actor("eve"))
    with clock.at(spring.starts_at + timedelta(minutes=58)), pytest.raises(Denied):
        minuting.write(spring.uid, again, by=world.actor("eve"))
    shown = page(world, spring)
    assert (shown.points[0].point.record, shown.meeting.record) == ("Spoken about", "And tea")


def test_who_sits_there_alone_approves_her_own_minutes(world):
    row = cast.committee(world, quorum=1)
    meeting = cast.meeting(world, row)
    held(world, meeting, ben="present")
    minuting.approve(meeting.uid, page(world, meeting).meeting.edition, by=world.actor("ben"))
    assert state(meeting) == State.APPROVED


def test_who_left_since_stays_in_the_minutes_and_who_came_since_is_asked_of(world, inventions, spring):
    held(world, spring)
    leaving.deactivate(Membership.objects.get(person=world.people["finn"]).pk, by=world.actor("ada"))
    world.colleague("gwen", "ada")
    seating.seat(inventions.uid, world.people["gwen"].pk, by=world.actor("ada"))
    with pytest.raises(Refused):
        held(world, spring, by="eve")
    held(world, spring, by="eve", **ALL, gwen="absent")
    minuting.approve(spring.uid, page(world, spring).meeting.edition, by=world.actor("ben"))
    assert [row.person.name for row in page(world, spring).people] == ["Ben", "Eve", "Finn", "Gwen"]


def test_the_files_say_what_was_shown_who_was_there_and_which_vote_is_void(world, inventions, spring):
    agenda.add(spring.uid, "Budget", by=world.actor("ben"))
    ballot = cast.question(
        world, inventions, meeting_uid=spring.uid, pack=[{"title": "Search report", "sha256": "a" * 64}]
    )
    cast.vote(world, ballot, ben="yes", eve="yes", finn="no")
    voting.declare(ballot.uid, "My brother sells it", by=world.actor("finn"))
    words = str(reports.agenda(page(world, spring)))
    for expected in ("Budget", "Search report", "a" * 64, ballot.pack_sha256, "Shall we file it?"):
        assert expected in words
    with clock.at(spring.starts_at + timedelta(minutes=30)):
        cast.close(world, ballot)
    held(world, spring)
    report = reports.minutes(page(world, spring))
    assert report.tables[-1].title == "Shall we file it? Carried: 2 yes, 0 no, 0 abstained, 1 void."
    assert ["Finn", "No, void. Interest of their own: My brother sells it", ""] in report.tables[-1].rows
    assert "2 of 3 there; 2 are needed." in report.about
    assert "Not approved yet." in report.about


def test_meetings_of_the_next_seven_days_wait_for_those_who_sit_there(world, inventions, spring):
    cast.meeting(world, inventions, days=9)
    waits = lambda name: queries.waiting(world.actor(name)).meetings  # noqa: E731
    assert (waits("eve"), waits("ben"), waits("ada"), waits("tom")) == ([spring], [spring], [], [])
    with clock.at(spring.ends_at):
        assert spring not in waits("eve")
