"""Capture sessions: opening one, saying something in it, and making its draft."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.commitments import actions as commitments
from kith.commitments.actions import Promise
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.knowledge import inputs
from kith.knowledge import policy as knowledge
from kith.knowledge.actions import sourcing, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Space
from kith.knowledge.promises import ITEM
from kith.partnerships import policy as partnerships
from kith.spiral import composing, events, locks
from kith.spiral.actions import converting, recording
from kith.spiral.actions.converting import Passing
from kith.spiral.models import Note, Session, SessionItem, SessionPerson
from kith.spiral.modes import Mode, Proof, Role
from kith.spiral.protocols import BY_KEY, Protocol

LONGEST = 5000  # characters of one note
MOST_NOTES = 1000  # of one session


@dataclass(frozen=True)
class Plan:
    """A session to come: what for, where its page will stand, with whom, and about which pages."""

    title: str
    space_uid: str
    people: dict[int, str]
    items: tuple[str, ...] = ()
    held_on: date | None = None
    happened_on: date | None = None


@transaction.atomic
def begin(key: str, plan: Plan, *, by: Actor) -> Session:
    """Open a session; who opens it takes part.

    Raises:
        Unseen: no such protocol, or no such space for her.
        Refused: no title, or it lacks the people or pages that its protocol needs.
    """
    protocol = BY_KEY.get(key)
    space = knowledge.spaces.scope(by, "write").filter(uid=plan.space_uid).first()
    if protocol is None or space is None:
        raise Unseen("Session")
    title = " ".join(plan.title.replace("\x00", "").split())[:300]
    if not title:
        raise Refused(_("Give it a title."), "title")
    people = {by.person: str(Role.FACILITATOR), **plan.people}
    firms = converting.firms_of(people, by)
    _check(protocol, people)
    if protocol.source:
        _check_sources(space, people, firms)
    items = _pages(protocol, plan, by)
    session = Session.objects.create(
        protocol=key,
        space=space,
        title=title,
        held_on=plan.held_on or clock.now().date(),
        happened_on=plan.happened_on,
        opened_at=clock.now(),
        opened_by_id=by.person,
    )
    SessionPerson.objects.bulk_create(
        [
            SessionPerson(session=session, person_id=person, organisation_id=firms[person], role=role)
            for person, role in sorted(people.items())
        ]
    )
    SessionItem.objects.bulk_create([SessionItem(session=session, item=item) for item in items])
    ledger.record(
        events.SessionOpened(
            by=by, owner_id=space.organisation_id, session_id=session.pk, protocol=key, space_id=space.pk
        )
    )
    return session


def _check(protocol: Protocol, people: dict[int, str]) -> None:
    roles = list(people.values())
    if protocol.source and Role.SOURCE not in roles:
        raise Refused(_("Say whose knowledge it is: who is asked, or who was there."), "people")
    if protocol.mode == Mode.SOCIALIZATION and (len(roles) < 2 or Role.RECIPIENT not in roles):
        raise Refused(_("Name at least two people, and who learns from it."), "people")
    if protocol.mode == Mode.INTERNALIZATION and Role.RECIPIENT not in roles:
        raise Refused(_("Say who goes through it."), "people")


def _check_sources(space: Space, people: dict[int, str], firms: dict[int, int]) -> None:
    """Whose knowledge it is has to read what was written down: stop where she could not."""
    for person, role in people.items():
        if role == Role.SOURCE and not sourcing.may_be_asked(space, person, firms[person]):
            sentence = _("People of a partner can read the draft only in a space that both sides write in. Choose one.")
            raise Refused(sentence, "space")


def _pages(protocol: Protocol, plan: Plan, by: Actor) -> list[Item]:
    found = list(knowledge.items.scope(by).filter(uid__in=plan.items).order_by("pk"))
    if len(found) != len(set(plan.items)):
        raise Refused(
            _("One of the pages is not there for you. Copy the addresses of pages that you may see."), "items"
        )
    if len(found) < protocol.least_items:
        sentence = _("Name the page that is practised.") if protocol.least_items == 1 else _("Name at least two pages.")
        raise Refused(sentence, "items")
    return found


@transaction.atomic
def say(uid: str, step: str, words: str, *, by: Actor, owner_id: int | None = None, due_on: date | None = None) -> Note:
    """Say something to one question; where it asks who does it by when, that too.

    Raises:
        Refused: nothing was said or too much, or a doer without a day.
    """
    session = locks.session(uid, by)
    asked = next((each for each in BY_KEY[session.protocol].steps if each.key == step), None)
    if asked is None:
        raise Unseen("Session")
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refused(_("Write what you want to say."), "words")
    if len(said) > LONGEST:
        raise Refused(_("At most %(n)s characters.") % {"n": LONGEST}, "words")
    if session.notes.count() >= MOST_NOTES:
        raise Refused(_("This session is full. Make its draft, and begin another one."), "words")
    if (owner_id is None) != (due_on is None):
        raise Refused(_("Say both who does it and by when, or neither."), "due_on")
    if due_on is not None and due_on < clock.now().date():
        raise Refused(_("Choose today or a later day."), "due_on")
    if owner_id is not None and not partnerships.people.scope(by).filter(pk=owner_id).exists():
        raise Refused(_("Choose people of your organisation or of a partner."), "owner")
    note = Note.objects.create(
        session=session,
        step=step,
        words=said,
        person_id=by.person,
        at=clock.now(),
        owner_id=owner_id if asked.promises else None,
        due_on=due_on if asked.promises else None,
    )
    ledger.record(
        events.NoteMade(by=by, owner_id=session.space.organisation_id, session_id=session.pk, note_id=note.pk)
    )
    return note


@transaction.atomic
def take_back(uid: str, note_uid: str, *, by: Actor) -> Note:
    """Take one's own note back."""
    session = locks.session(uid, by)
    note = session.notes.select_for_update().filter(uid=note_uid, person=by.person, taken_back_at=None).first()
    if note is None:
        raise Unseen("Note")
    note.words, note.taken_back_at = "", clock.now()
    note.save(update_fields=["words", "taken_back_at"])
    ledger.record(
        events.NoteTakenBack(by=by, owner_id=session.space.organisation_id, session_id=session.pk, note_id=note.pk)
    )
    return note


@transaction.atomic
def finish(uid: str, *, by: Actor) -> Item:
    """Make the session's draft from what was said, record the conversion, and ask whoever has to confirm it.

    Raises:
        Refused: nothing was said yet.
    """
    session = locks.session(uid, by)
    protocol = BY_KEY[session.protocol]
    notes = list(session.notes.filter(taken_back_at=None).select_related("person", "owner").order_by("at", "pk"))
    if not notes:
        raise Refused(_("Nothing was said yet. Answer at least one question."))
    people = list(session.people.select_related("person", "organisation"))
    about = [row.item for row in session.items.select_related("item").order_by("pk")]
    level = max([item.classification for item in about], default=None)
    item = writing.begin(
        session.space.uid,
        Words(session.title, ""),
        by=by,
        kind=protocol.kind,
        **({} if level is None else {"classification": level}),  # type: ignore[arg-type]
    )
    files = recording.hand_to(item, session, by=by)
    words = Words(session.title, composing.markdown(protocol, session, notes, people, about, files))
    writing.save_draft(item.uid, words, by=by, shown_saves=1)
    inputs.wrote(item, [note.person_id for note in notes], by=by)
    session.closed_at, session.closed_by_id, session.item = clock.now(), by.person, item
    session.save(update_fields=["closed_at", "closed_by", "item"])
    _convert(protocol, session, item, about, {row.person_id: row.role for row in people}, by)
    sources = [row.person_id for row in people if row.role == Role.SOURCE]
    if protocol.source:
        sourcing.name(item.uid, sources, by=by)
    _promise(item, notes, by)
    ledger.record(
        events.SessionClosed(by=by, owner_id=session.space.organisation_id, session_id=session.pk, item_id=item.pk)
    )
    return item


def _convert(
    protocol: Protocol, session: Session, item: Item, about: list[Item], people: dict[int, str], by: Actor
) -> None:
    proofs = ((Proof.LOG, session.pk), *([(Proof.OBSERVATION, session.pk)] if protocol.shows else []))
    passing = Passing(
        protocol.mode,
        protocol.key,
        min(session.held_on, clock.now().date()),
        people,
        into=tuple(each.pk for each in about),
        out_of=(item.pk,),
        proofs=proofs,
    )
    converting.record(passing, by=by, session=session)


def _promise(item: Item, notes: list[Note], by: Actor) -> None:
    """What somebody was to do by a day becomes a commitment, where she may see the page; the rest stands in it."""
    for note in notes:
        if note.owner_id is None or note.due_on is None:
            continue
        promise = Promise(note.words[: commitments.MOST], note.owner_id, max(note.due_on, clock.now().date()))
        try:
            with transaction.atomic():
                commitments.make(ITEM, item.uid, promise, by=by)
        except Refused:
            continue  # the page is closed to her: it says so itself, with her name and the day


def late(protocol: Protocol, happened_on: date | None, held_on: date) -> bool:
    """Whether a session is held later after what it looks back on than its protocol says."""
    if protocol.within is None or happened_on is None:
        return False
    return held_on - happened_on > timedelta(days=protocol.within)
