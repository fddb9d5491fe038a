"""What votes, meetings and their hours come to, in sentences: for pages, notices and files alike."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.meetings.models import Meeting
from kith.meetings.tallying import Count


def outcome(count: Count) -> str:
    """What a question's votes came to."""
    if count.outcome == "no_quorum":
        words = ngettext(
            "Not decided: %(n)s valid vote, and %(needed)s are needed. The question can be put again.",
            "Not decided: %(n)s valid votes, and %(needed)s are needed. The question can be put again.",
            count.valid,
        )
        return words % {"n": count.valid, "needed": count.needed}
    if count.outcome == "carried":
        return _("Carried: %(votes)s.") % {"votes": votes(count)}
    if count.tied:
        return _("Rejected: %(votes)s. As many yes as no means rejected.") % {"votes": votes(count)}
    return _("Rejected: %(votes)s.") % {"votes": votes(count)}


def votes(count: Count) -> str:
    """How many said what."""
    said = _("%(yes)s yes, %(no)s no, %(abstain)s abstained") % {
        "yes": count.yes,
        "no": count.no,
        "abstain": count.abstain,
    }
    return said if not count.void else said + ", " + _("%(n)s void") % {"n": count.void}


def standing(count: Count) -> str:
    """How an open question stands."""
    return _("%(n)s of %(of)s who may vote have voted; %(needed)s votes are needed.") % {
        "n": count.valid,
        "of": count.entitled,
        "needed": count.needed,
    }


def would_be(count: Count) -> str:
    """What an open question would come to now; nothing while too few have voted."""
    if not count.quorate:
        return ""
    if count.outcome == "carried":
        return _("As it stands, it would be carried: %(votes)s.") % {"votes": votes(count)}
    if count.tied:
        return _("As it stands, it would be rejected: as many yes as no. %(votes)s.") % {"votes": votes(count)}
    return _("As it stands, it would be rejected: %(votes)s.") % {"votes": votes(count)}


def out_of_reach(count: Count) -> str:
    """That a quorum cannot be reached, if it is so."""
    if count.reachable:
        return ""
    words = ngettext(
        "Of %(members)s members, %(n)s may vote; %(needed)s are needed: name more members or change the quorum.",
        "Of %(members)s members, %(n)s may vote; %(needed)s are needed: name more members or change the quorum.",
        count.entitled,
    )
    return words % {"members": count.members, "n": count.entitled, "needed": count.needed}


def attendance(present: int, members: int, needed: int) -> str:
    """How many were there, and whether that is enough."""
    words = ngettext(
        "%(n)s of %(of)s there; %(needed)s is needed.", "%(n)s of %(of)s there; %(needed)s are needed.", needed
    ) % {"n": present, "of": members, "needed": needed}
    return words if present >= needed else words + " " + _("There was no quorum.")


def when(meeting: Meeting) -> str:
    """Day and hours of a meeting in the time zone in which it was fixed."""
    zone = ZoneInfo(meeting.zone)
    first, last = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    until = date_format(last, "H:i" if last.date() == first.date() else "j M Y, H:i")
    hours = _("%(from)s to %(until)s") % {"from": date_format(first, "j M Y, H:i"), "until": until}
    return f"{hours} ({meeting.zone.replace('_', ' ')})"
