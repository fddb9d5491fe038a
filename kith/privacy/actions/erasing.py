"""Asking to be erased, answering it, and doing it once every organisation of hers has said yes."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kith.agreements.dates import add_months
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor, Role
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.identity import queries as identity
from kith.identity.actions import erasing, leaving
from kith.identity.models import Membership, Organisation, Person
from kith.notices import actions as notices
from kith.privacy import days, events, holds, leavings, policy
from kith.privacy.models import Erasure, Farewell, Hold
from kith.scim.models import Entry

ASKED = "erasure_asked"  # about an erasure
LONGEST_WHY = 2000
Answer = Erasure.Answer


@transaction.atomic
def ask(person: Person, *, by: Actor) -> list[Erasure]:
    """Ask every organisation that somebody belongs or belonged to, to erase her; what was asked now.

    One that was asked and has not answered is not asked twice; one that said yes when she left is not asked again.

    Raises:
        Refused: she is the only owner of one of them, and nobody could answer.
    """
    require_others(person)
    Person.objects.select_for_update().get(pk=person.pk)
    seats = Membership.objects.filter(~Exists(_granted()), ~Exists(_open()), person=person)
    return [_ask(person, seat.organisation_id, by) for seat in seats.order_by("pk")]


def require_others(person: Person) -> None:
    """See that each organisation of hers has somebody who can answer.

    Raises:
        Refused: she is the only owner of one.
    """
    owned = Membership.objects.filter(person=person, role=Role.OWNER.value, ended_at=None)
    for seat in owned.select_related("organisation").order_by("pk"):
        if identity.owners(seat.organisation_id) == [person.pk]:
            words = _("You are the only owner of %(firm)s. Make somebody else owner first, who answers you.")
            raise Refused(words % {"firm": seat.organisation.name})


@transaction.atomic
def write_down(membership_id: int, *, by: Actor) -> Erasure:
    """Write down that somebody asked an owner to be erased; the actor's organisation only is asked.

    Who belongs to it asks for herself.

    Raises:
        Unseen: nobody of that number left the organisation and is known by it still.
        Denied: the actor is no owner.
    """
    policy.require_owner(by)
    seat = not_let_go(by.organisation).filter(pk=membership_id).first()
    if seat is None:
        raise Unseen("Membership")
    person = Person.objects.select_for_update().get(pk=seat.person_id)
    found = Erasure.objects.filter(person=person, organisation=by.organisation_id, answered_at=None).first()
    return found or _ask(person, seat.organisation_id, by)


def _granted() -> "QuerySet[Erasure]":
    """For a question about memberships: that the organisation said yes, at the end of this membership or since."""
    rows = Erasure.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
    return rows.filter(answer=Answer.ERASED, answered_at__gte=OuterRef("ended_at"))


def _open() -> "QuerySet[Erasure]":
    rows = Erasure.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
    return rows.filter(answered_at=None)


def _ask(person: Person, organisation_id: int, by: Actor) -> Erasure:
    now = clock.now()
    due = add_months(clock.day_of(now, person.zone), 1)  # GDPR, Article 12(3): one month
    row = Erasure.objects.create(
        person=person, organisation_id=organisation_id, asked_at=now, asked_by_id=by.person_id, due_on=due
    )
    ledger.record(events.ErasureAsked(by=by, owner_id=organisation_id, erasure_id=row.pk, person_id=person.pk))
    owners = [(owner, organisation_id) for owner in identity.owners(organisation_id) if owner != person.pk]
    notices.tell(ASKED, row.pk, owners, by=by)
    return row


@transaction.atomic
def take_back(person: Person, *, by: Actor) -> int:
    """Take back what she asked for, where nobody answered yet; how many."""
    rows = list(Erasure.objects.select_for_update().filter(person=person, answered_at=None))
    for row in rows:
        _answer(row, Answer.WITHDRAWN, by)
        ledger.record(
            events.ErasureWithdrawn(by=by, owner_id=row.organisation_id, erasure_id=row.pk, person_id=person.pk)
        )
    return len(rows)


@transaction.atomic
def decline(uid: str, why: str, *, by: Actor) -> Erasure:
    """Keep who somebody was, and tell her why.

    Raises:
        Unseen, Denied: not hers to answer.
        Refused: no reason, a very long one, or she would answer her own wish.
    """
    row = _held(uid, by)
    if not why.strip():
        raise Refused(_("Say why. She is told so, and may complain to the authority."), "why")
    if len(why) > LONGEST_WHY:
        raise Refused(_("A reason has at most %(n)s characters.") % {"n": LONGEST_WHY}, "why")
    row.why = why.strip()
    _answer(row, Answer.DECLINED, by)
    ledger.record(
        events.ErasureDeclined(by=by, owner_id=row.organisation_id, erasure_id=row.pk, person_id=row.person_id)
    )
    return row


@transaction.atomic
def grant(uid: str, *, by: Actor) -> bool:
    """Say yes: her membership ends now, and who she was goes once no organisation of hers needs it; whether it went.

    Raises:
        Unseen, Denied: not hers to answer.
        Refused: the organisation lets nothing go now, she is its last owner, or she would answer her own wish.
    """
    # Before all else, as the rules do: a hold that begins now comes first, and nobody waits in a ring.
    Organisation.objects.select_for_update().get(pk=by.organisation)
    row = _held(uid, by)
    holds.require_none(by.organisation)
    seat = Membership.objects.filter(person=row.person_id, organisation=row.organisation_id, ended_at=None).first()
    if seat is not None:
        leaving.deactivate(seat.pk, by=by)
    Entry.objects.filter(membership__person=row.person_id, organisation=row.organisation_id).delete()
    return _granted_now(row, by)


@transaction.atomic
def grant_by_rule(seat: Membership) -> bool:
    """Say yes for somebody who left so long ago that the organisation's rule lets her go; whether who she was went."""
    Person.objects.select_for_update().get(pk=seat.person_id)
    now = clock.now()
    if not long_gone(seat.organisation_id).filter(pk=seat.pk).exists():
        return False  # she came back, or somebody answered, in between
    row = Erasure.objects.filter(person=seat.person_id, organisation=seat.organisation_id, answered_at=None).first()
    if row is None:
        row = Erasure.objects.create(
            person_id=seat.person_id, organisation_id=seat.organisation_id, asked_at=now, due_on=now.date()
        )
    return _granted_now(row, SYSTEM)


def not_let_go(organisation_id: int) -> "QuerySet[Membership]":
    """Who left an organisation, is known by name, and was not told yes by it since; told no, she may ask again."""
    return identity.left(organisation_id).filter(~Exists(_granted()))


def long_gone(organisation_id: int) -> "QuerySet[Membership]":
    """Whom an organisation's rule may let go: who left it, is known by name, and was told neither yes nor no since."""
    declined = Erasure.objects.filter(person=OuterRef("person"), organisation=organisation_id)
    no = declined.filter(answer=Answer.DECLINED, answered_at__gte=OuterRef("ended_at"))
    return not_let_go(organisation_id).filter(~Exists(no))


def _granted_now(row: Erasure, by: Actor) -> bool:
    _answer(row, Answer.ERASED, by)
    ledger.record(
        events.ErasureGranted(by=by, owner_id=row.organisation_id, erasure_id=row.pk, person_id=row.person_id)
    )
    return finish(row.person_id, by=by, owner_id=row.organisation_id)


def finish(person_id: int, *, by: Actor, owner_id: int | None) -> bool:
    """Take away who somebody was, if every organisation of hers has said yes and none holds everything; whether it is
    gone. In the caller's transaction, which holds her row."""
    person = Person.objects.get(pk=person_id)
    seats = Membership.objects.filter(person=person)
    held = Hold.objects.filter(organisation=OuterRef("organisation"), ended_at=None)
    if seats.filter(~Exists(_granted()) | Exists(held)).exists():  # a living one has no end, so it is not granted
        return False
    if person.erased_at is None:
        Farewell.objects.get_or_create(person=person, defaults={"address": person.email, "locale": person.locale})
        erasing.erase(person.pk, by=by, owner_id=owner_id)
        leavings.drop(person)
    settle(person.pk)
    return True


def finish_all() -> int:
    """Take away who those were of whom every organisation has said yes: two may have done so at the same moment, or one
    held everything until now. How many."""
    rows = Erasure.objects.filter(answer=Answer.ERASED, person__erased_at=None).order_by("person_id")
    return sum(_finish(person_id) for person_id in rows.values_list("person_id", flat=True).distinct())


@transaction.atomic
def _finish(person_id: int) -> bool:
    Person.objects.select_for_update().get(pk=person_id)
    last = Membership.objects.filter(person=person_id).order_by("-ended_at").first()
    return finish(person_id, by=SYSTEM, owner_id=last.organisation_id if last else None)


@transaction.atomic
def settle(person_id: int) -> None:
    """Answer what is open about somebody who is erased: a restored backup may have brought it back."""
    for row in Erasure.objects.select_for_update().filter(person=person_id, answered_at=None):
        _answer(row, Answer.ERASED, SYSTEM)


def may_answer(row: Erasure, by: Actor) -> bool:
    """Whether an owner may answer this one: not her own wish, nor what she wrote down where there is another owner."""
    if row.person_id == by.person_id:
        return False
    return row.asked_by_id != by.person_id or identity.owners(by.organisation) == [by.person_id]


def _held(uid: str, by: Actor) -> Erasure:
    seen = policy.erasures.scope(by).filter(uid=uid).first()
    if seen is None:
        raise Unseen("Erasure")
    Person.objects.select_for_update().get(pk=seen.person_id)  # before the row, as everywhere: answers come one by one
    row = Erasure.objects.select_for_update().get(pk=seen.pk)
    policy.erasures.require(by, "answer", row)
    if not may_answer(row, by):
        raise Refused(_("Another owner answers what you asked for or wrote down."))
    return row


def _answer(row: Erasure, answer: str, by: Actor) -> None:
    row.answer, row.answered_at, row.answered_by_id = answer, clock.now(), by.person_id
    row.save(update_fields=["answer", "answered_at", "answered_by", "why"])
    alerting.settle(days.ERASURE, [row.pk])
