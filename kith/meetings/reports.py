"""The agenda with its pack before a meeting, and the minutes after it, as files."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.core import clock
from kith.meetings.queries.ballots import Voter
from kith.meetings.queries.meetings import Decision, MeetingPage
from kith.ui.reporting import Report, Table


def agenda(page: MeetingPage) -> Report:
    """What will be spoken about, and what the members are shown for each question."""
    points = [
        [str(number), row.point.title, row.point.words, row.line.words if row.line else ""]
        for number, row in enumerate(page.points, 1)
    ]
    tables = [Table(_("Agenda"), ["", _("Point"), _("Notes"), _("About")], points)]
    none = [_("No papers"), "", "", ""]
    for each in page.decisions:
        ballot = each.shown.ballot
        rows = [[line["title"], *(line.get(key, "") for key in ("words", "href", "sha256"))] for line in ballot.pack]
        head = [_("Paper"), _("Notes"), _("Address"), _("Fingerprint")]
        tables.append(Table(_("To be decided: %(question)s") % {"question": ballot.question}, head, rows or [none]))
    prints = [
        _("Fingerprint of the papers for “%(question)s”: %(sha)s")
        % {"question": each.shown.ballot.question, "sha": each.shown.ballot.pack_sha256}
        for each in page.decisions
        if each.shown.ballot.pack
    ]
    return Report(_("Agenda and pack: %(title)s") % {"title": page.meeting.title}, tables, [*_about(page), *prints])


def minutes(page: MeetingPage) -> Report:
    """Who was there, what was said about each point, and what was decided with which votes."""
    meeting = page.meeting
    there = [[row.person.name, str(row.words)] for row in page.people if row.was]
    points = [[str(number), row.point.title, row.point.record] for number, row in enumerate(page.points, 1)]
    if meeting.record:
        points.append(["", _("Besides"), meeting.record])
    tables = [
        Table(_("Who was there"), [_("Name"), ""], there),
        Table(_("What was said"), ["", _("Point"), _("What was said")], points),
    ]
    tables += [_decision(each) for each in page.decisions]
    return Report(_("Minutes: %(title)s") % {"title": meeting.title}, tables, [*_about(page), *_standing(page)])


def _decision(each: Decision) -> Table:
    rows = [[voter.person.name, said(voter), voter.vote.words if voter.vote else ""] for voter in each.voters]
    title = f"{each.shown.ballot.question} {each.shown.words}"
    return Table(title, [_("Name"), _("Vote"), _("Words")], rows)


def said(voter: Voter) -> str:
    """What somebody voted, and that it is void where it is."""
    choice = str(voter.vote.get_choice_display()) if voter.vote else _("No vote")
    reason = f"{voter.bar.get_kind_display()}: {voter.bar.reason}" if voter.bar else ""
    if voter.void:
        return _("%(vote)s, void. %(reason)s") % {
            "vote": choice,
            "reason": reason or _("Did not sit in the committee when it was closed"),
        }
    return f"{choice}. {reason}" if reason else choice


def _about(page: MeetingPage) -> list[str]:
    meeting = page.meeting
    committee = meeting.committee
    about = [f"{committee.name}, {committee.organisation.name}", page.when]
    about += [meeting.place] if meeting.place else []
    if meeting.cancelled_at:
        about.append(_("Cancelled: %(reason)s") % {"reason": meeting.reason})
    day = _moment(clock.now())
    return [*about, _("As it stands on %(day)s.") % {"day": day}]


def _standing(page: MeetingPage) -> list[str]:
    meeting = page.meeting
    lines = [page.attendance]
    if meeting.written_by and meeting.written_at:
        day = _moment(meeting.written_at)
        lines.append(_("Written by %(name)s, %(day)s.") % {"name": meeting.written_by.name, "day": day})
    if meeting.approved_by and meeting.approved_at:
        day = _moment(meeting.approved_at)
        lines.append(_("Approved by %(name)s, %(day)s.") % {"name": meeting.approved_by.name, "day": day})
    else:
        lines.append(_("Not approved yet."))
    return [line for line in lines if line]


def _moment(moment: datetime) -> str:
    """A moment as the reader's clock shows it."""
    return date_format(localtime(moment), "j M Y, H:i")
