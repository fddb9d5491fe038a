"""Capture sessions as their pages show them."""

from dataclasses import dataclass, field

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.models import Membership
from kith.knowledge import sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import lists, references
from kith.knowledge.queries.attachments import Fetched
from kith.partnerships import policy as partnerships
from kith.spiral import policy
from kith.spiral.actions import capturing
from kith.spiral.models import Note, Session, SessionFile, SessionPerson
from kith.spiral.protocols import BY_KEY, PROTOCOLS, Protocol, Step

SHOWN = 50


@dataclass(frozen=True)
class Listed:
    """The methods of capture, and the sessions that somebody may see, the open ones first."""

    protocols: tuple[Protocol, ...]
    running: list[tuple[Session, Protocol]]
    over: list[tuple[Session, Protocol]]


def listed(by: Actor) -> Listed:
    """The page of capture of an actor."""
    rows = policy.sessions.scope(by).select_related("space", "item").order_by("-opened_at", "-pk")
    running = [(row, BY_KEY[row.protocol]) for row in rows.filter(closed_at=None)[:SHOWN]]
    over = [(row, BY_KEY[row.protocol]) for row in rows.filter(closed_at__isnull=False)[:SHOWN]]
    return Listed(PROTOCOLS, running, over)


@dataclass(frozen=True)
class Answered:
    """One question with what was said to it."""

    step: Step
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class SessionPage:
    """One session, at one of its questions."""

    session: Session
    protocol: Protocol
    people: list[SessionPerson]
    others: int  # how many more take part whom this reader need not know
    about: list[Item]
    answered: list[Answered]
    at: int  # which question is shown, from 0
    may_write: bool
    me: Actor
    files: list[SessionFile]

    @property
    def now(self) -> Answered:
        """The question that is shown, with its notes."""
        return self.answered[self.at]

    @property
    def number(self) -> int:
        """Which question it is, for people."""
        return self.at + 1

    @property
    def before(self) -> Step | None:
        """The question before it."""
        return self.answered[self.at - 1].step if self.at else None

    @property
    def after(self) -> Step | None:
        """The question after it."""
        return self.answered[self.at + 1].step if self.number < len(self.answered) else None

    @property
    def said(self) -> int:
        """How many notes there are in all."""
        return sum(len(each.notes) for each in self.answered)

    @property
    def late(self) -> bool:
        """Whether it is held later after what it looks back on than its method says."""
        return capturing.late(self.protocol, self.session.happened_on, self.session.held_on)


def one(uid: str, by: Actor, step: str = "") -> SessionPage:
    """One session, at the named question or its first.

    Raises:
        Unseen: there is none for her.
    """
    session = policy.sessions.scope(by).select_related("space__organisation", "item").filter(uid=uid).first()
    if session is None:
        raise Unseen("Session")
    protocol = BY_KEY[session.protocol]
    notes = list(session.notes.filter(taken_back_at=None).select_related("person", "owner").order_by("at", "pk"))
    answered = [Answered(each, [note for note in notes if note.step == each.key]) for each in protocol.steps]
    keys = [each.key for each in protocol.steps]
    everyone = list(session.people.select_related("person", "organisation").order_by("role", "person__name"))
    inside = session.space.organisation_id == by.organisation_id
    known = {by.organisation_id, session.space.organisation_id}
    shown = [row for row in everyone if inside or row.organisation_id in known]
    _hide(notes, by, inside)
    uids = list(session.items.values_list("item__uid", flat=True))
    return SessionPage(
        session=session,
        protocol=protocol,
        people=shown,
        others=len(everyone) - len(shown),
        about=list(references.titles(uids, sight.of(by)).values()),
        answered=answered,
        at=keys.index(step) if step in keys else 0,
        may_write=session.closed_at is None,
        me=by,
        files=list(session.files.filter(removed_at=None).select_related("added_by").order_by("pk")),
    )


def _hide(notes: list[Note], by: Actor, inside: bool) -> None:
    """Leave out who is to do something where a reader of another organisation does not know of her."""
    owners = {note.owner_id for note in notes if note.owner_id}
    if inside or not owners:
        return
    known = set(partnerships.people.scope(by).filter(pk__in=owners).values_list("pk", flat=True))
    for note in notes:
        if note.owner_id not in known:
            note.owner = None


def recording(uid: str, file_uid: str, by: Actor) -> Fetched:
    """A file of a session that somebody may see.

    Raises:
        Unseen: there is none for her.
    """
    rows = SessionFile.objects.filter(session__in=policy.sessions.scope(by), session__uid=uid, removed_at=None)
    row = rows.filter(uid=file_uid).first()
    if row is None:
        raise Unseen("SessionFile")
    return Fetched(row)


def people(by: Actor) -> list[tuple[int, str]]:
    """Whom somebody can name as taking part: her colleagues, and the people of partners, each with the firm."""
    known = partnerships.organisations.scope(by)
    rows = Membership.objects.filter(organisation__in=known, ended_at=None, person__is_active=True)
    found: dict[int, str] = {}
    for row in rows.select_related("person", "organisation").order_by("person__name", "pk"):
        own = row.organisation_id == by.organisation_id
        if row.person_id not in found or own:
            found[row.person_id] = row.person.name if own else f"{row.person.name}, {row.organisation.name}"
    mine = {row.person_id for row in rows.filter(organisation=by.organisation_id)}
    return sorted(found.items(), key=lambda each: (each[0] not in mine, each[1].casefold()))


def spaces(by: Actor) -> list[Space]:
    """The spaces in which the draft of a session of hers could stand."""
    return lists.writable(by)
