"""Promising, putting off, handing over, closing with evidence, and checking whether it has worked."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.commitments import events, policy, reminders, subjects
from kith.commitments.models import Check, Closure, Commitment
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.notices import actions as notices

MOST = 500  # characters of what is promised
LONGEST = 2000  # characters of what was done, or why it was dropped


@dataclass(frozen=True)
class Promise:
    """What somebody will do, who, by when, what for, and from when on one looks whether it has worked."""

    words: str
    owner_id: int
    due_on: date
    sort: str = ""
    check_on: date | None = None


@transaction.atomic
def make(about: str, thing_uid: str, promise: Promise, *, by: Actor) -> Commitment:
    """Record a promise about a thing, and tell its owner.

    Raises:
        Unseen, Denied: she may make none about it.
        Refused: no words, a day that has passed, or an owner who may not see the thing.
    """
    subject = subjects.of(about)
    thing = subject.find(thing_uid, by)
    words = _said(promise.words, MOST)
    _check_days(promise.due_on, promise.check_on)
    if promise.sort and promise.sort not in subject.sorts:
        raise Refused(_("Choose what it is for."), "sort")
    commitment = Commitment.objects.create(
        organisation_id=thing.organisation_id,
        about=about,
        about_id=thing.pk,
        sort=promise.sort,
        words=words,
        owner_id=promise.owner_id,
        owner_organisation_id=_seat(about, thing.pk, promise.owner_id, by),
        due_on=promise.due_on,
        first_due_on=promise.due_on,
        check_on=promise.check_on,
        made_at=clock.now(),
        made_by_id=by.person,
    )
    reminders.tell(reminders.GIVEN, commitment, by=by)
    ledger.record(
        events.CommitmentMade(
            by=by,
            owner_id=commitment.organisation_id,
            commitment_id=commitment.pk,
            thing=about,
            thing_id=thing.pk,
            person_id=promise.owner_id,
            due_on=promise.due_on,
        )
    )
    return commitment


@transaction.atomic
def put_off(uid: str, due_on: date, *, by: Actor) -> Commitment:
    """Move the day by which it is due; the first one stays beside it.

    Raises:
        Refused: the day has passed.
    """
    commitment = _held(uid, by, "postpone")
    before = commitment.due_on
    _check_days(due_on, None)
    commitment.due_on = due_on
    if commitment.check_on and commitment.check_on < due_on:
        commitment.check_on = due_on
    commitment.save(update_fields=["due_on", "check_on"])
    ledger.record(
        events.CommitmentPutOff(
            by=by,
            owner_id=commitment.organisation_id,
            commitment_id=commitment.pk,
            before=before,
            after=due_on,
        )
    )
    return commitment


@transaction.atomic
def hand_over(uid: str, owner_id: int, *, by: Actor) -> Commitment:
    """Give it to somebody else, and tell her.

    Raises:
        Refused: she may not see what it is about.
    """
    commitment = _held(uid, by, "run")
    before = commitment.owner_id
    commitment.owner_organisation_id = _seat(commitment.about, commitment.about_id, owner_id, by)
    commitment.owner_id = owner_id
    commitment.save(update_fields=["owner", "owner_organisation"])
    reminders.tell(reminders.GIVEN, commitment, by=by)
    ledger.record(
        events.CommitmentHandedOver(
            by=by,
            owner_id=commitment.organisation_id,
            commitment_id=commitment.pk,
            before=before,
            after=owner_id,
        )
    )
    return commitment


def keep(uid: str, words: str, *, by: Actor, proof: str = "", proof_uid: str = "") -> Closure:
    """Close it as kept: say what was done, and name the page that shows it if there is one.

    Raises:
        Refused: nothing was said, or there is no such page for her.
    """
    proof_id = None
    if proof_uid:
        proof_id = subjects.of(proof).proof(proof_uid, by)
        if proof_id is None:
            raise Refused(_("There is no such page for you. Copy the address of one that you may see."), "proof")
    return _close(uid, words, "keep", by, proof=proof if proof_id else "", proof_id=proof_id)


def drop(uid: str, words: str, *, by: Actor) -> Closure:
    """Close it as dropped, and say why."""
    return _close(uid, words, "run", by)


@transaction.atomic
def _close(uid: str, words: str, ability: str, by: Actor, *, proof: str = "", proof_id: int | None = None) -> Closure:
    commitment = _held(uid, by, ability)
    closure = Closure.objects.create(
        commitment=commitment,
        at=clock.now(),
        by_id=by.person,
        kept=ability == "keep",
        words=_said(words, LONGEST),
        proof=proof,
        proof_id=proof_id,
    )
    notices.read_about(reminders.GIVEN, [commitment.pk], by=by)
    notices.read_about(reminders.DUE, [commitment.pk], by=by)
    reminders.tell(reminders.CLOSED, commitment, by=by)
    ledger.record(
        events.CommitmentClosed(
            by=by,
            owner_id=commitment.organisation_id,
            commitment_id=commitment.pk,
            closure_id=closure.pk,
            kept=closure.kept,
        )
    )
    return closure


@transaction.atomic
def check(uid: str, worked: bool, words: str, *, by: Actor, again_on: date | None = None) -> Check:
    """Say whether what was done has worked. If it has not, it is open again, until `again_on`.

    Raises:
        Refused: nothing was said, or it has not worked and no new day was given.
    """
    commitment = _held(uid, by, "check")
    closure = commitment.closure
    if closure is None:
        raise Unseen("Commitment")
    if not worked:
        if again_on is None:
            raise Refused(_("Say by when something else will be done."), "again_on")
        _check_days(again_on, None)
    row = Check.objects.create(
        closure=closure, at=clock.now(), by_id=by.person, worked=worked, words=_said(words, LONGEST)
    )
    if again_on is not None and not worked:
        _open_again(commitment, closure, again_on)
        reminders.tell(reminders.GIVEN, commitment, by=by)
    ledger.record(
        events.CommitmentChecked(
            by=by,
            owner_id=commitment.organisation_id,
            commitment_id=commitment.pk,
            closure_id=closure.pk,
            worked=worked,
        )
    )
    return row


def _open_again(commitment: Commitment, closure: Closure, due_on: date) -> None:
    closure.undone_at = clock.now()
    closure.save(update_fields=["undone_at"])
    if commitment.check_on:  # as long after the new day as it was after the old one
        commitment.check_on = due_on + (commitment.check_on - commitment.due_on)
    commitment.due_on = due_on
    commitment.save(update_fields=["due_on", "check_on"])


def _held(uid: str, by: Actor, ability: str) -> Commitment:
    found = Commitment.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise Unseen("Commitment")
    policy.commitments.require(by, ability, found)
    return found


def _said(words: str, most: int) -> str:
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refused(_("Say it in a few words."), "words")
    if len(said) > most:
        raise Refused(_("At most %(n)s characters.") % {"n": most}, "words")
    return said


def _check_days(due_on: date, check_on: date | None) -> None:
    if due_on < clock.now().date():
        raise Refused(_("Choose today or a later day."), "due_on")
    if check_on is not None and check_on < due_on:
        raise Refused(_("One can see whether it has worked only once it is done: choose a later day."), "check_on")


def _seat(about: str, pk: int, person_id: int, by: Actor) -> int:
    """For which organisation somebody would keep a promise about a thing."""
    seats = subjects.of(about).seats(pk, by)
    if person_id not in seats:
        raise Refused(_("Choose somebody who may see the page."), "owner")
    return seats[person_id]
