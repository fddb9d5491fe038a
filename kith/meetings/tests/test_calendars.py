"""A meeting in somebody's own calendar: as RFC 5545 has it, read back by a reader of its own."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import clock
from kith.meetings import calendars
from kith.meetings.actions import calling
from kith.meetings.actions.calling import When
from kith.meetings.models import Meeting
from kith.meetings.tests import cast
from tests import walk


def read(body):
    """The properties of a calendar file, by name, as a calendar would read them."""
    assert body.endswith(b"\r\n")
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    for line in lines:
        line.decode()  # no letter is cut
    whole = body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    return dict(line.split(":", 1) for line in whole if not line.startswith(("BEGIN", "END")))


def plain(value):
    out, marked = "", False
    for each in value:
        if marked:
            out, marked = out + {"n": "\n"}.get(each, each), False
        elif each == "\\":
            marked = True
        else:
            assert each not in ";,"
            out += each
    return out


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n")))
def test_every_text_comes_back_as_it_was(text):
    folded = calendars.folded("SUMMARY:" + calendars.escaped(text))
    assert plain(read(folded)["SUMMARY"]) == text


@given(st.text())
def test_no_text_breaks_out_of_its_line(text):
    said = text.encode("utf-8", "ignore").decode()
    folded = calendars.folded("SUMMARY:" + calendars.escaped(said))
    assert all(line.startswith((b"SUMMARY:", b" ")) for line in folded.split(b"\r\n")[:-1])


@pytest.fixture
def inventions(world):
    return cast.committee(world, "eve", "finn")


def fetched(world, meeting, name="eve"):
    answer = walk.browser(world, name).get(f"/meetings/{meeting.uid}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def test_its_hours_are_in_utc_on_both_sides_of_the_change_of_clocks(world, inventions):
    with clock.at(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        found = []
        for month, day, zone in ((3, 27, "Europe/London"), (3, 29, "Europe/London"), (7, 1, "America/New_York")):
            when = When(datetime(2027, month, day, 10, 30), zone, 90)
            row = calling.call(inventions.uid, "Round", when, by=world.actor("ben"))
            one = fetched(world, row)
            found.append((one["DTSTART"], one["DTEND"]))
    assert found == [
        ("20270327T103000Z", "20270327T120000Z"),
        ("20270329T093000Z", "20270329T110000Z"),
        ("20270701T143000Z", "20270701T160000Z"),
    ]


def test_its_identifier_stays_while_its_sequence_rises_and_a_cancelled_one_says_so(world, inventions):
    title = "Röhren, Ventile; und \\ mehr " + "ö" * 60
    row = cast.meeting(world, inventions, title=title, place="Room 2, upstairs")
    first = fetched(world, row)
    calling.move(row.uid, cast.when(days=6), by=world.actor("ben"))
    second = fetched(world, row)
    calling.cancel(row.uid, "Snow; ice", by=world.actor("ben"))
    third = fetched(world, row)
    assert first["UID"] == second["UID"] == third["UID"] == f"meeting-{row.uid}@kith"
    assert [each["SEQUENCE"] for each in (first, second, third)] == ["0", "1", "2"]
    assert [each["STATUS"] for each in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert plain(first["SUMMARY"]) == title
    assert plain(first["LOCATION"]) == "Room 2, upstairs"
    assert plain(third["DESCRIPTION"]).startswith("Cancelled: Snow; ice")
    assert first["URL"].endswith(f"/meetings/{row.uid}")
    assert first["DTSTART"] != second["DTSTART"]


def test_nobody_else_gets_the_file(world, inventions):
    row = cast.meeting(world, inventions)
    for name in ("tom", "cleo", "una", "dan"):
        assert walk.browser(world, name).get(f"/meetings/{row.uid}.ics").status_code == 404
    assert Meeting.objects.count() == 1
