"""One meeting as a calendar file (RFC 5545), so that it stands in everybody's own calendar."""

from datetime import UTC, datetime

from kith.core import clock
from kith.meetings.models import Meeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
OCTETS = 75  # of a line; what is longer goes on in the next


def of(meeting: Meeting, description: str, address: str) -> bytes:
    """The file: its identifier stays, its sequence rises with each change, and a cancelled meeting says so.

    Args:
        description: what stands in it beside the title.
        address: of the meeting's page.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kith//Meetings//EN",
        "BEGIN:VEVENT",
        f"UID:meeting-{meeting.uid}@kith",
        f"DTSTAMP:{_utc(clock.now())}",
        f"DTSTART:{_utc(meeting.starts_at)}",
        f"DTEND:{_utc(meeting.ends_at)}",
        f"SEQUENCE:{meeting.sequence}",
        f"STATUS:{'CANCELLED' if meeting.cancelled_at else 'CONFIRMED'}",
        f"SUMMARY:{escaped(meeting.title)}",
    ]
    if meeting.place:
        lines.append(f"LOCATION:{escaped(meeting.place)}")
    if description:
        lines.append(f"DESCRIPTION:{escaped(description)}")
    lines += [f"URL:{address}", "END:VEVENT", "END:VCALENDAR"]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """A text as a value: what would end it or part it is marked, and signs that no calendar takes are left out."""
    kept = "".join(each for each in text.replace("\r\n", "\n").replace("\r", "\n") if each >= " " or each in "\n\t")
    kept = kept.replace("\x7f", "").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return kept.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, none of which cuts a letter."""
    pieces, room = [b""], OCTETS
    for letter in line:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
            room = OCTETS - 1  # the blank before it counts
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
