"""A committee at work: its members vote on a request, its chair decides with a condition, and it meets."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from kith.demo.network import PASSWORD, ZONE
from tests import serving

REQUEST = "Show the foundry what the trials aim at"
BEGUN = """
from datetime import timedelta
from django.utils import timezone
from kith.meetings.models import Meeting
Meeting.objects.filter(uid={uid!r}).update(starts_at=timezone.now() - timedelta(minutes=5))
"""


@pytest.fixture
def demo(tmp_path):
    """A demo of each test's own: a vote is closed once."""
    with serving.running(tmp_path, "--demo") as running:
        yield running


@pytest.fixture
def member(demo, someone):
    """Opens a browser for somebody of the demo, signed in."""

    def open_for(name, domain="tarnside"):
        found = someone(f"committee-{name}")
        found.sign_in(demo, f"{name}@{domain}.example", PASSWORD)
        expect(found.page).not_to_have_url(re.compile("/sign-in"))
        return found

    return open_for


def ballot_of(person, demo):
    """Go from what the committee is asked to the vote about the demo's request; the request's address."""
    person.page.goto(f"{demo.url}/requests")
    person.page.get_by_role("link", name=REQUEST).click()
    address = person.page.url
    person.page.get_by_role("link", name=re.compile("^Read the facts")).click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(REQUEST)
    return address


def test_members_vote_and_the_chair_decides_with_a_condition(demo, member):
    asha, ines, ruth, marek = (member(name) for name in ("asha", "ines", "ruth", "marek"))
    request = ballot_of(asha, demo)
    ballot = asha.page.url
    who_asked_has_no_vote(asha, request, ballot)
    an_interest_is_declared(ines, ballot)
    another_member_is_named(ruth, ballot)
    votes(marek, demo, "It is one figure, and it helps the castings.")
    ruth.page.goto(ballot)
    ruth.page.get_by_label("Yes").check()
    ruth.page.get_by_role("button", name="Vote", exact=True).click()
    expect(ruth.page.locator("main")).to_contain_text("2 of 2 who may vote have voted")
    the_chair_closes_the_vote(ruth, request)
    what_was_decided_is_read(asha, marek, demo, request)
    nobody_outside_sees_it(member("lena", "brightforge"), request, ballot)


def who_asked_has_no_vote(asha, request, ballot):
    page = asha.page
    expect(page.get_by_text("You asked for this, so you have no vote in it.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("vote$", re.IGNORECASE))).to_have_count(0)
    expect(page.get_by_text("You have an interest of your own in this")).to_have_count(0)
    asha.look("ballot-of-who-asked")
    page.goto(request)
    expect(page.get_by_text("Close the vote", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Read the facts", exact=True)).to_be_visible()
    asha.look("request-of-who-asked")


def an_interest_is_declared(ines, ballot):
    page = ines.page
    page.goto(ballot)
    expect(page.get_by_role("heading", name="Change your vote")).to_be_visible()
    page.get_by_text("You have an interest of your own in this").click()
    page.get_by_role("textbox", name="Why", exact=True).fill("My brother pours for them.")
    ines.look("interest")
    page.get_by_role("button", name="Say so, and give up the vote").click()
    expect(page.get_by_text("Noted. You have no vote in this.")).to_be_visible()
    expect(page.get_by_text("You said that you have an interest of your own in this")).to_be_visible()
    expect(page.get_by_role("heading", name="Change your vote")).to_have_count(0)
    row = page.get_by_role("listitem").filter(has_text="My brother pours for them.")
    expect(row.locator("del")).to_have_text("Yes")
    expect(row).to_contain_text("void")
    ines.look("interest-declared")


def another_member_is_named(ruth, ballot):
    page = ruth.page
    page.goto(ballot)
    expect(page.locator(".note.heed")).to_contain_text("Of 3 members, 1 may vote; 2 are needed")
    ruth.look("out-of-reach")
    page.get_by_role("link", name="To the committee").click()
    page.get_by_text("Name another member").click()
    page.locator("#seat_person").select_option(label="Marek")
    ruth.look("committee")
    page.get_by_role("button", name="Give the seat").click()
    expect(page.locator(".band")).to_contain_text("4 members")


def votes(person, demo, words):
    page = person.page
    page.goto(f"{demo.url}/meetings")
    person.look("meetings")
    page.get_by_role("link", name=f"Vote {REQUEST}").click()
    page.get_by_label("Yes").check()
    page.get_by_role("textbox", name="Why optional").fill(words)
    person.look("voting")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_role("heading", name="Change your vote")).to_be_visible()
    expect(page.locator("main")).to_contain_text(words)
    person.look("voted")


def the_chair_closes_the_vote(ruth, request):
    page = ruth.page
    page.goto(request)
    page.get_by_text("Close the vote", exact=True).click()
    page.get_by_label("What was decided, and why").fill("One figure, for the castings of the rig.")
    page.get_by_label("Conditions, if it is granted").fill("Callum gets a copy of what was shown.")
    page.get_by_label("Who does what follows").select_option(label="Marek")
    page.get_by_label("It holds until").fill(str(date.today() - timedelta(days=3)))
    page.get_by_role("button", name="Close the vote and count").click()
    expect(page.locator("main")).to_contain_text("That day has passed.")
    expect(page.get_by_label("Conditions, if it is granted")).to_have_value("Callum gets a copy of what was shown.")
    ruth.look("ruling-refused")
    page.get_by_label("It holds until").fill(str(date.today() + timedelta(days=60)))
    page.get_by_role("button", name="Close the vote and count").click()
    expect(page.locator("main .note.good").first).to_contain_text("One figure, for the castings of the rig.")
    ruth.look("decided")


def what_was_decided_is_read(asha, marek, demo, request):
    last = date.today() + timedelta(days=60)
    page = asha.page
    page.goto(f"{demo.url}/inbox")
    page.get_by_role("link", name=re.compile(REQUEST)).first.click()
    expect(page).to_have_url(request)
    expect(page.locator("main .note.good")).to_contain_text(f"Granted, until {last.day} {last:%b %Y}. Ruth")
    conditions = page.locator("section").filter(has=page.get_by_role("heading", name="Conditions"))
    expect(conditions).to_contain_text("Callum gets a copy of what was shown.")
    page.get_by_role("link", name="Who voted what, on which facts").click()
    expect(page.locator("main .note.good")).to_have_text("Carried: 2 yes, 0 no, 0 abstained, 1 void.")
    asha.look("ballot-closed")
    page = marek.page
    page.goto(f"{demo.url}/commitments")
    page.get_by_role("link", name="Callum gets a copy of what was shown.").click()
    expect(page.locator("main")).to_contain_text("Marek, Tarnside Pumps")
    marek.look("condition")
    page.locator("dl").get_by_role("link", name=REQUEST).click()
    expect(page).to_have_url(request)


def nobody_outside_sees_it(lena, request, ballot):
    for address in (request, ballot):
        assert lena.page.goto(address).status == 404
        expect(lena.page.locator("body")).not_to_contain_text(REQUEST)
        expect(lena.page.locator("body")).not_to_contain_text("Callum gets a copy")
    lena.look("nothing-here")


def test_a_meeting_is_called_moved_and_its_minutes_are_approved(demo, member):
    ruth, ines = member("ruth"), member("ines")
    meeting = a_meeting_is_called(ruth, demo)
    it_is_moved(ruth, meeting)
    page = ines.page
    page.goto(f"{demo.url}/meetings")
    page.get_by_role("link", name="Third round").click()
    page.get_by_label("What to speak about").fill("Who reads the yearly report")
    page.get_by_role("button", name="Put it on the agenda").click()
    expect(page.locator("main ol")).to_contain_text("Who reads the yearly report")
    demo.python(BEGUN.format(uid=meeting.rsplit("/", 1)[1]))
    the_minutes_are_written(ines, meeting)
    expect(page.get_by_role("button", name="Approve the minutes")).to_have_count(0)
    ruth.page.goto(meeting)
    ruth.look("to-approve")
    ruth.page.get_by_role("button", name="Approve the minutes").click()
    expect(ruth.page.locator("dl")).to_contain_text("Approved by Ruth")
    expect(ruth.page.get_by_role("link", name="Change the minutes")).to_have_count(0)
    expect(ruth.page.locator("main ol")).to_contain_text("Ines, in January.")
    ruth.look("approved")


def a_meeting_is_called(ruth, demo):
    page = ruth.page
    page.goto(f"{demo.url}/meetings")
    page.get_by_role("link", name="What is ours").first.click()
    page.get_by_role("link", name="Call a meeting").click()
    page.get_by_label("What it is called").fill("Third round")
    page.get_by_label("Day", exact=True).fill(str(date.today() + timedelta(days=30)))
    page.get_by_label("Begins at").fill("09:30")
    page.get_by_role("textbox", name="Where").fill("The room above the test rig")
    ruth.look("meeting-new")
    page.get_by_role("button", name="Call it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Third round")
    ruth.look("meeting-called")
    return page.url


def it_is_moved(ruth, meeting):
    page, day = ruth.page, date.today() + timedelta(days=40)
    page.get_by_text("Hold it at another time or place").click()
    expect(page.get_by_label("Begins at")).to_have_value("09:30")
    page.get_by_label("Day", exact=True).fill(str(day))
    page.get_by_label("Begins at").fill("14:00")
    ruth.look("moving")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator("dl")).to_contain_text("14:00, 60 minutes")
    with page.expect_download() as coming:
        page.get_by_role("link", name="For your calendar").click()
    lines = coming.value.path().read_bytes().split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    starts = datetime(day.year, day.month, day.day, 14, tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}".encode() in lines
    assert b"SEQUENCE:1" in lines  # so that a calendar which has it already moves it
    assert b"SUMMARY:Third round" in lines


def the_minutes_are_written(ines, meeting):
    page = ines.page
    page.goto(meeting)
    ines.look("meeting-begun")
    page.get_by_role("link", name="Write the minutes").click()
    page.get_by_label("Asha").select_option(label="Excused")
    page.get_by_label("1. Who reads the yearly report").fill("Ines, in January.")
    ines.look("minutes")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("dl")).to_contain_text("2 of 3 there; 2 are needed.")
    expect(page.locator("main ol")).to_contain_text("Ines, in January.")
    ines.look("minutes-written")
