"""Asking something of all one's people, and their having done it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kith.access.models import Fulfilment, Requirement
from kith.agreements.dates import add_months
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Denied, Refused, Stale, Unseen
from kith.identity import queries as identity
from kith.knowledge import policy as knowledge
from kith.knowledge.models import Item
from kith.knowledge.queries import audience
from kith.notices import actions as notices
from kith.policies import events, policy

DUE = "policy_due"  # a notice: something is asked of her
MOST_DAYS, MOST_MONTHS = 90, 60


@transaction.atomic
def ask_to_note(item_uid: str, days: int, *, by: Actor) -> Requirement:
    """Ask all one's people to take note of a policy, of each version anew.

    Args:
        days: until nothing of partners is shown to whoever has not; 0 is at once.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: it is no published policy of her organisation's, not open to everybody there, or asked already.
    """
    _require_keeper(by)
    item = knowledge.items.scope(by).filter(uid=item_uid, organisation=by.organisation_id).first()
    if item is None or item.kind != Item.Kind.POLICY or item.current_id is None:
        raise Refused(_("Choose a published page of the kind “Policy”."), "page")
    people = {row.person_id for row in identity.colleagues(by.organisation)}
    if people - audience.of(item).ours.person_ids:
        raise Refused(_("Not all of your people may see this page. Open its space to everybody first."), "page")
    return _ask(days, by, item_id=item.pk, version_id=item.current_id)


@transaction.atomic
def ask_for_training(name: str, months: int, days: int, *, by: Actor) -> Requirement:
    """Ask all one's people for a training that owners or stewards attest, to be done again after some months.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: no name, or no sensible time.
    """
    _require_keeper(by)
    said = name.replace("\x00", "").strip()[:200]
    if not said:
        raise Refused(_("Say what the training is called."), "name")
    if not 1 <= months <= MOST_MONTHS:
        raise Refused(_("Choose between 1 and %(n)s months.") % {"n": MOST_MONTHS}, "months")
    return _ask(days, by, name=said, months=months)


def _ask(days: int, by: Actor, **values: Any) -> Requirement:
    if not 0 <= days <= MOST_DAYS:
        raise Refused(_("Choose at most %(n)s days.") % {"n": MOST_DAYS}, "days")
    now = clock.now()
    try:
        with transaction.atomic():
            row = Requirement.objects.create(
                organisation_id=by.organisation,
                grace=days,
                asked_at=now,
                asked_by_id=by.person,
                waits_from=now + timedelta(days=days),
                **values,
            )
    except IntegrityError as error:
        raise Refused(_("This is asked of them already."), "page") from error
    ledger.record(events.Required(by=by, owner_id=by.organisation, requirement_id=row.pk, item_id=row.item_id))
    tell(row, by)
    return row


def tell(row: Requirement, by: Actor) -> None:
    """Tell everybody who has not done it, in the caller's transaction."""
    people = [member.person_id for member in identity.colleagues(row.organisation_id)]
    met = set(_met(row).filter(person__in=people).values_list("person_id", flat=True))
    notices.tell(DUE, row.pk, [(person, row.organisation_id) for person in people if person not in met], by=by)


def _met(row: Requirement) -> QuerySet[Fulfilment]:
    """Who has done it, as far as it still holds."""
    return row.fulfilments.filter(version_id=row.version_id).exclude(until__lte=clock.now())


@transaction.atomic
def acknowledge(uid: str, shown_version_id: int, *, by: Actor) -> Fulfilment:
    """Take note of a policy and say that one keeps to it.

    Raises:
        Unseen, Denied: it is not asked of her.
        Stale: the policy has a newer version than the one that was shown.
    """
    row = _held(uid, "acknowledge", by)
    if row.version_id != shown_version_id:
        raise Stale(uid)
    found = _met(row).filter(person=by.person).first()
    if found is not None:
        return found
    done = Fulfilment.objects.create(requirement=row, person_id=by.person, version_id=row.version_id, at=clock.now())
    ledger.record(
        events.PolicyAcknowledged(by=by, owner_id=by.organisation, requirement_id=row.pk, version_id=row.version_id)
    )
    notices.read_about(DUE, [row.pk], by=by)
    return done


@transaction.atomic
def attest(uid: str, people: Iterable[int], done_on: date, *, by: Actor) -> list[Fulfilment]:
    """Attest that people were trained on a day; it holds for the training's months from then.

    Raises:
        Unseen, Denied: she may not attest it.
        Refused: nobody was chosen, somebody else's people, herself alone, or a day to come.
    """
    row = _held(uid, "attest", by)
    chosen = list(dict.fromkeys(people))
    ours = {member.person_id for member in identity.colleagues(row.organisation_id)}
    if not chosen or not set(chosen) <= ours:
        raise Refused(_("Choose some of your people."), "people")
    if by.person in chosen and len(ours) > 1:
        raise Refused(_("Somebody else attests that you were trained."), "people")
    now = clock.now()
    if done_on > now.date() + timedelta(days=1):
        raise Refused(_("That day is still to come."), "done_on")
    until = clock.start_of(add_months(done_on, row.months or 0), "UTC")
    if until <= now:
        raise Refused(_("That is so long ago that it has run out."), "done_on")
    made = [
        Fulfilment.objects.create(requirement=row, person_id=pk, at=now, until=until, attested_by_id=by.person)
        for pk in chosen
    ]
    ledger.record_all(
        [
            events.TrainingAttested(by=by, owner_id=by.organisation, requirement_id=row.pk, trained_id=pk)
            for pk in chosen
        ]
    )
    return made


@transaction.atomic
def drop(uid: str, *, by: Actor) -> Requirement:
    """Ask it no more; what waited for it opens.

    Raises:
        Unseen, Denied: she may not.
    """
    row = _held(uid, "run", by)
    row.ended_at, row.ended_by_id = clock.now(), by.person
    row.save(update_fields=["ended_at", "ended_by"])
    ledger.record(events.RequirementDropped(by=by, owner_id=by.organisation, requirement_id=row.pk))
    return row


def _held(uid: str, ability: str, by: Actor) -> Requirement:
    row = Requirement.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Requirement")
    policy.requirements.require(by, ability, row)
    return row


def _require_keeper(by: Actor) -> None:
    if not by.keeps:
        raise Denied(
            _("Owners and stewards ask it of your people. Ask one of yours."),
            ability="run",
            kind="requirement",
            object_id=by.organisation_id,
        )
