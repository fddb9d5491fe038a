"""The pages of committees, meetings and questions, by plain requests."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.core import clock
from kith.meetings import subjects
from kith.meetings.actions import agenda, balloting, voting
from kith.meetings.models import Ballot, Committee, Meeting
from kith.meetings.subjects import Line, Subject
from kith.meetings.tests import cast
from tests import walk


@pytest.fixture
def inventions(world):
    return cast.committee(world, "eve", "finn")


@pytest.fixture
def as_(world):
    return lambda name: walk.browser(world, name)


def ok(response, status=200):
    assert response.status_code == status, (response.status_code, response.content[:2000])
    return re.sub(r"\s+", " ", response.content.decode())


def sent(response):
    assert response.status_code == 302, ok(response)
    return response.headers["Location"]


def test_the_whole_job_by_the_pages(world, as_):
    world.colleague("eve", "ada")
    ada, ben, eve = as_("ada"), as_("ben"), as_("eve")
    assert "No committee yet" in ok(ada.get("/meetings"))
    assert "You sit in no committee" in ok(eve.get("/meetings"))
    assert "Meetings and votes" in ok(ada.get("/protect"))
    ok(ada.get("/meetings/committees/new"))
    assert ben.get("/meetings/committees/new").status_code == 403
    people = {"chair": world.people["ben"].pk, "others": [world.ada.pk, world.people["eve"].pk]}
    rules = {"name": "Inventions", "quorum": 9, "answer_days": 14}
    assert "more than sit in it" in ok(ada.post("/meetings/committees/new", people | rules), 422)
    committee = sent(ada.post("/meetings/committees/new", people | rules | {"quorum": 2}))
    ok(ben.get(committee))
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    when = {"title": "Spring round", "day": day, "time": "10:30", "minutes": 45, "zone": "Europe/Berlin"}
    ok(ben.get(f"{committee}/meetings/new"))
    meeting = sent(ben.post(f"{committee}/meetings/new", when | {"place": "Room 2"}))
    assert "Where it was fixed:" in ok(eve.get(meeting))
    assert "Spring round" in ok(eve.get("/"))
    sent(eve.post(f"{meeting}/point", {"title": "Valve", "words": "Ours"}))
    assert "Say it" not in ok(ben.get(meeting))
    asked = {
        "question": "File the valve?",
        "papers": "Search report https://example.org/r\nSketch",
        "barred": [world.ada.pk],
        "reason": "Hers",
        "meeting": meeting.rsplit("/", 1)[1],
    }
    ok(ben.get(f"{committee}/ballots/new?meeting={asked['meeting']}"))
    ballot = sent(ben.post(f"{committee}/ballots/new", asked))
    page = ok(eve.get(ballot))
    assert '<a class="lnk font-semibold" href="https://example.org/r">' in page
    assert "File the valve?" in ok(eve.get("/"))
    sent(eve.post(f"{ballot}/vote", {"choice": "yes", "words": "Good"}))
    refused = ok(ada.post(f"{ballot}/vote", {"choice": "no"}), 422)
    assert "You asked for this, so you have no vote in it." in refused
    sent(ben.post(f"{ballot}/vote", {"choice": "yes"}))
    sent(ben.post(f"{ballot}/close"))
    assert "Carried: 2 yes, 0 no, 0 abstained." in ok(ben.get(ballot))
    row = Meeting.objects.get()
    point = row.points.get()
    with clock.at(row.ends_at):
        form = ok(ben.get(f"{meeting}/minutes"))
        there = {name: "present" for name in re.findall(r'name="(was_\d+)"', form)}
        assert len(there) == 3
        sent(ben.post(f"{meeting}/minutes", there | {f"point_{point.uid}": "We file it.", "record": ""}))
        assert "Approve the minutes" not in ok(ben.get(meeting))
        shown = re.search(r'name="shown" value="([^"]+)"', ok(eve.get(meeting)))[1]
        sent(eve.post(f"{meeting}/approval", {"shown": shown}))
    assert "Minutes approved" in ok(ada.get(meeting))
    heard = walk.said(ada.get(f"{meeting}/minutes/file?as=pdf"))
    for words in ("We file it.", "Carried: 2 yes", "3 of 3 there"):
        assert words in re.sub(r"\s+", " ", heard)
    assert "Search report" in walk.said(ada.get(f"{meeting}/agenda/file?as=pdf"))


def test_there_is_nothing_for_colleagues_without_a_seat_and_for_partners(world, inventions, as_):
    world.colleague("hal", "ada")
    meeting, ballot = cast.meeting(world, inventions), cast.question(world, inventions)
    for name in ("hal", "tom", "cleo", "dan"):
        browser = as_(name)
        assert "Inventions" not in ok(browser.get("/meetings"))
        for address in (f"committees/{inventions.uid}", meeting.uid, f"ballots/{ballot.uid}", f"{meeting.uid}.ics"):
            assert browser.get(f"/meetings/{address}").status_code == 404
        for address in (f"committees/{inventions.uid}/close", f"{meeting.uid}/cancel", f"ballots/{ballot.uid}/vote"):
            given = {"choice": "yes", "reason": "No"}
            assert browser.post(f"/meetings/{address}", given).status_code == 404
    assert Committee.objects.get().closed_at is None
    assert Meeting.objects.get().cancelled_at is None


def test_minutes_that_nobody_wrote_are_no_file(world, inventions, as_):
    meeting = cast.meeting(world, inventions)
    answer = as_("eve").get(f"/meetings/{meeting.uid}/minutes/file?as=pdf", follow=True)
    assert "Nobody has written the minutes yet." in ok(answer)
    assert as_("eve").get(f"/meetings/{meeting.uid}/minutes").status_code == 403


def test_buttons_that_name_nothing_find_nothing_and_what_is_refused_is_said(world, inventions, as_):
    meeting = cast.meeting(world, inventions)
    ada = as_("ada")
    for address in (f"{meeting.uid}/dance", f"{meeting.uid}/approval", f"committees/{inventions.uid}/dance"):
        assert ada.post(f"/meetings/{address}").status_code == 404
    ben = world.people["ben"].pk
    answer = ada.post(f"/meetings/committees/{inventions.uid}/unseat", {"person": ben}, follow=True)
    assert "This member chairs the committee." in ok(answer)
    answer = ada.post(f"/meetings/committees/{inventions.uid}/unseat", {"person": 2**61}, follow=True)
    assert "Nobody such sits in this committee" in ok(answer)


def test_what_is_typed_is_shown_as_words_never_as_markup(world, inventions, as_):
    nasty = "<script>x</script>"
    ballot = cast.question(world, inventions, question=nasty, words=nasty, pack=[{"title": nasty, "words": nasty}])
    cast.vote(world, ballot, eve="yes")
    voting.vote(ballot.uid, "no", nasty, by=world.actor("finn"))
    meeting = cast.meeting(world, inventions, title=nasty, place=nasty)
    agenda.add(meeting.uid, nasty, nasty, by=world.actor("ben"))
    for address in ("", f"/ballots/{ballot.uid}", f"/{meeting.uid}", f"/committees/{inventions.uid}"):
        assert nasty not in ok(as_("ben").get(f"/meetings{address}"))


def test_a_question_about_a_thing_is_voted_on_here_and_closed_on_its_own_page(world, inventions, as_, monkeypatch):
    monkeypatch.setattr(subjects, "SUBJECTS", {})
    subjects.register("thing", Subject(lambda _by, ids: {pk: Line("Valve", "/valves/1") for pk in ids}))
    row = balloting.open_about(inventions, "thing", 1, "File it?", "", [], {}, None, world.actor("ada"))
    page = ok(as_("ben").get(f"/meetings/ballots/{row.uid}"))
    assert "It is closed on the page of what it is about:" in page
    assert 'href="/valves/1"' in page
    cast.vote(world, row, ben="yes", eve="yes", finn="yes")
    answer = as_("ben").post(f"/meetings/ballots/{row.uid}/close", follow=True)
    assert "It is closed on the page of what it is about." in ok(answer)
    assert Ballot.objects.get().closed_at is None


def fill(world, start, count):
    """So many more committees with a meeting and questions, open and closed."""
    for number in range(start, start + count):
        row = cast.committee(world, "eve", "finn", name=f"Committee {number}")
        meeting = cast.meeting(world, row)
        agenda.add(meeting.uid, "Point", by=world.actor("eve"))
        for _each in range(2):
            ballot = cast.question(world, row)
            cast.question(world, row, meeting_uid=meeting.uid)
            cast.vote(world, ballot, eve="yes", finn="no")
        cast.vote(world, ballot, ben="yes")
        cast.close(world, ballot)


@pytest.mark.parametrize("name", ["ada", "eve"])
def test_lists_ask_as_much_with_twice_as_much_in_them(world, inventions, as_, name):
    browser = as_(name)
    fill(world, 0, 3)
    browser.get("/meetings")
    first = {page: asked(browser, page) for page in ("/meetings", "/")}
    fill(world, 3, 3)
    for page, count in first.items():
        assert asked(browser, page) <= count, page


def test_a_meeting_and_a_committee_ask_as_much_with_more_in_them(world, inventions, as_):
    meeting = cast.meeting(world, inventions)
    eve = as_("eve")

    def more(count):
        for number in range(count):
            agenda.add(meeting.uid, f"Point {number}", by=world.actor("eve"))
            ballot = cast.question(world, inventions, meeting_uid=meeting.uid)
            cast.vote(world, ballot, eve="yes", finn="no")

    more(3)
    pages = (f"/meetings/{meeting.uid}", f"/meetings/committees/{inventions.uid}")
    eve.get(pages[0])
    first = {page: asked(eve, page) for page in pages}
    more(4)
    for page, count in first.items():
        assert asked(eve, page) <= count, page


def asked(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
