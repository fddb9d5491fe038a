"""Putting a question to the vote, and closing it. The tally decides, never a person.

A higher floor whose thing a question is about opens and closes it here, in its own transaction, and reads the outcome.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.audit.facts import canonical
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity.models import Person
from kith.meetings import counting, events, locks, policy, subjects
from kith.meetings.models import Ballot, Bar, Committee, Meeting, Seat
from kith.notices import actions as notices

OPENED, CLOSED = "ballot_opened", "ballot_closed"  # kinds of notices
PACK_FIELDS = {"title", "words", "href", "sha256"}
MOST_LINES = 200
FARTHEST = 366  # days to vote
Pack = Iterable[Mapping[str, str]]


@transaction.atomic
def put(
    committee_uid: str,
    question: str,
    words: str,
    pack: Pack,
    *,
    by: Actor,
    barred: Mapping[int, str] | None = None,
    closes_on: date | None = None,
    meeting_uid: str = "",
) -> Ballot:
    """Put a question that is about no thing of a higher floor to the vote, in a meeting or by a day.

    Args:
        pack: what the members are shown for it: lines with `title`, `words`, and perhaps `href` and `sha256`.
        barred: who has no vote in it because she asks for it, by person, and why.

    Raises:
        Unseen, Denied: she neither chairs the committee nor is owner or steward.
        Refused: no question, no day where no meeting decides it, or a day that has passed.
    """
    committee = locks.committee(committee_uid, by, "call")
    meeting = _meeting(committee, meeting_uid) if meeting_uid else None
    if meeting is None and closes_on is None:
        raise Refused(_("Say until which day they may vote, or put it to them in a meeting."), "closes_on")
    return _open(committee, question, words, pack, barred or {}, closes_on, by, meeting=meeting)


def open_about(
    committee: Committee,
    about: str,
    about_id: int,
    question: str,
    words: str,
    pack: Pack,
    barred: Mapping[int, str],
    closes_on: date | None,
    by: Actor,
) -> Ballot:
    """Put a question about a thing of a higher floor to the vote, in the transaction of that floor's action.

    Whether the actor may ask is for the caller to know. `closes_on` None: the committee's days to answer from today.

    Raises:
        Refused: the committee is closed, a question about the thing is open already, or what is asked makes no sense.
    """
    if about not in subjects.SUBJECTS:
        raise Unseen("Ballot")
    held = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if held.closed_at is not None:
        raise Refused(_("This committee is closed. Ask another one."))
    if closes_on is None:
        closes_on = clock.day_of(clock.now(), _zone(by)) + timedelta(days=held.answer_days)
    try:
        with transaction.atomic():
            return _open(held, question, words, pack, barred, closes_on, by, about=about, about_id=about_id)
    except IntegrityError as error:
        raise Refused(_("The committee votes on this already.")) from error


def close(uid: str, by: Actor) -> Ballot:
    """Close a question and count: for the floor that opened it, in that floor's transaction, and for `end`.

    Raises:
        Unseen, Denied: she may not, or it is closed.
        Refused: somebody may still vote, no day is over, and no meeting decides it.
    """
    with transaction.atomic():
        row = locks.ballot(uid, by, "close")
        row.committee = Committee.objects.select_for_update(of=("self",)).get(pk=row.committee_id)  # nobody moves seats
        _require_ripe(row, counting.of(row).complete, by)
        count = counting.settle(row)
        row.closed_at, row.closed_by_id = clock.now(), by.person
        row.outcome = count.outcome
        for name in ("members", "entitled", "yes", "no", "abstain", "void", "needed"):
            setattr(row, name, getattr(count, name))
        row.save()
        seats = Seat.objects.live().filter(committee=row.committee_id).values_list("person_id", "organisation_id")
        notices.tell(CLOSED, row.pk, seats, by=by)
        ledger.record(
            events.BallotClosed(
                by=by,
                owner_id=row.committee.organisation_id,
                ballot_id=row.pk,
                outcome=row.outcome,
                members=row.members,
                entitled=row.entitled,
                yes=row.yes,
                no=row.no,
                abstain=row.abstain,
                void=row.void,
                needed=row.needed,
            )
        )
        return row


@transaction.atomic
def end(uid: str, *, by: Actor) -> Ballot:
    """Close a question on its own page: only one that is about no thing of a higher floor.

    Raises:
        Unseen, Denied, Refused: as `close`; or it is about a thing, on whose page it is closed.
    """
    row = locks.ballot(uid, by, "close")
    if row.about:
        raise Refused(_("It is closed on the page of what it is about."))
    return close(uid, by)


@transaction.atomic
def take_up(uid: str, meeting_uid: str, *, by: Actor) -> Ballot:
    """Let a meeting decide an open question; its last day, if it has one, stays.

    Raises:
        Unseen, Denied: she neither chairs the committee nor is owner or steward.
        Refused: the question is closed, or there is no such meeting still to be held.
    """
    row = locks.ballot(uid, by, "see")
    policy.committees.require(by, "call", row.committee)
    if row.closed_at is not None:
        raise Refused(_("The question is closed."))
    row.meeting = _meeting(row.committee, meeting_uid)
    row.save(update_fields=["meeting"])
    owner = row.committee.organisation_id
    ledger.record(events.BallotTakenUp(by=by, owner_id=owner, ballot_id=row.pk, meeting_id=row.meeting.pk))
    return row


def go_on_without(meeting: Meeting) -> None:
    """Let open questions of a cancelled meeting go on without it, in the caller's transaction: until the committee's
    days to answer are over, where no day was said."""
    zone = meeting.zone
    day = clock.day_of(clock.now(), zone) + timedelta(days=meeting.committee.answer_days)
    rows = list(Ballot.objects.select_for_update(of=("self",)).filter(meeting=meeting, closed_at=None))
    for row in rows:
        row.meeting = None
        if row.closes_on is None:
            row.closes_on, row.closes_at = day, clock.end_of(day, zone)
    Ballot.objects.bulk_update(rows, ["meeting", "closes_on", "closes_at"])


def _open(
    committee: Committee,
    question: str,
    words: str,
    pack: Pack,
    barred: Mapping[int, str],
    closes_on: date | None,
    by: Actor,
    **more: Any,
) -> Ballot:
    zone = _zone(by)
    _check_day(closes_on, zone)
    frozen = freeze(pack)
    row = Ballot.objects.create(
        committee=committee,
        question=locks.said(question, 300, "question"),
        words=locks.maybe(words, 4000, "words"),
        pack=frozen,
        pack_sha256=fingerprint(frozen),
        opened_at=clock.now(),
        opened_by_id=by.person_id,
        closes_on=closes_on,
        closes_at=clock.end_of(closes_on, zone) if closes_on else None,
        **more,
    )
    ledger.record(
        events.BallotOpened(
            by=by,
            owner_id=committee.organisation_id,
            ballot_id=row.pk,
            committee_id=committee.pk,
            meeting_id=row.meeting_id,
            thing=row.about,
            thing_id=row.about_id,
            pack_sha256=row.pack_sha256,
            closes_on=closes_on,
        )
    )
    for person, reason in sorted(barred.items()):
        bar(row, person, Bar.Kind.REQUESTER, locks.said(reason, 500, "barred"), by=by)
    seats = Seat.objects.live().filter(committee=committee).values_list("person_id", "organisation_id")
    notices.tell(OPENED, row.pk, seats, by=by)
    return row


def bar(row: Ballot, person_id: int, kind: str, reason: str, *, by: Actor) -> Bar:
    """Take somebody's vote on a question, in the caller's transaction; what she has said stays, and counts nothing."""
    made = Bar.objects.create(ballot=row, person_id=person_id, kind=kind, reason=reason, at=clock.now())
    owner = row.committee.organisation_id
    ledger.record(events.VoterBarred(by=by, owner_id=owner, ballot_id=row.pk, person_id=person_id, kind=str(kind)))
    return made


def freeze(pack: Pack) -> list[dict[str, str]]:
    """What is shown for a question, as it is kept.

    Raises:
        Refused: a line without a title, or a way that leads nowhere a browser may go.
    """
    lines = [{key: str(line[key]) for key in sorted(PACK_FIELDS & set(line)) if line[key]} for line in pack]
    if len(lines) > MOST_LINES:
        raise Refused(_("At most %(n)s papers.") % {"n": MOST_LINES}, "papers")
    for line in lines:
        line["title"] = locks.said(line.get("title", ""), 300, "papers")
        line["words"] = locks.maybe(line.get("words", ""), 4000, "papers")
        if "href" in line and not _leads(line["href"]):
            raise Refused(_("“%(words)s” is no address.") % {"words": line["href"][:100]}, "papers")
    return lines


def fingerprint(pack: list[dict[str, str]]) -> str:
    """The SHA-256 of a pack, in the one spelling that its value has."""
    return sha256(canonical(pack).encode()).hexdigest()


def _leads(href: str) -> bool:
    plain = len(href) <= 1000 and all(each.isprintable() and not each.isspace() for each in href)
    here = href.startswith("/") and not href.startswith(("//", "/\\"))
    return plain and (here or href.startswith(("https://", "http://")))


def _meeting(committee: Committee, uid: str) -> Meeting:
    row = Meeting.objects.filter(committee=committee, uid=uid, held_at=None, cancelled_at=None).first()
    if row is None:
        raise Refused(_("Choose a meeting that is still to be held."), "meeting")
    return row


def _check_day(closes_on: date | None, zone: str) -> None:
    if closes_on is None:
        return
    today = clock.day_of(clock.now(), zone)
    if closes_on < today:
        raise Refused(_("Choose today or a later day."), "closes_on")
    if closes_on > today + timedelta(days=FARTHEST):
        raise Refused(_("Choose a day within a year."), "closes_on")


def _require_ripe(row: Ballot, complete: bool, by: Actor) -> None:
    """Stop unless it may be closed now: who is barred from it closes nothing that others still vote on."""
    if complete or row.overdue:
        return
    if row.meeting is not None and row.meeting.begun and not row.bars.filter(person=by.person_id).exists():
        return
    raise Refused(_("Not everybody who may vote has, and the last day is not over. Wait for them, or for the meeting."))


def _zone(by: Actor) -> str:
    if by.person_id is None:  # the system itself
        return "UTC"
    return Person.objects.values_list("zone", flat=True).get(pk=by.person_id)
