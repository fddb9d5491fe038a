"""Rules for how long records are kept, holds, and letting go of what is over."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kith.agreements.dates import add_months
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused
from kith.identity.models import Organisation
from kith.privacy import events, holds, policy
from kith.privacy.models import Disposal, Hold, Retention
from kith.privacy.records import BY_KEY, RECORDS

LONGEST_WHY = 1000
A_DAY = timedelta(days=1)  # for which a new rule waits, so that whoever set it can think again
log = logging.getLogger(__name__)


def before(months: int, at: datetime) -> datetime:
    """What is older than so many months at a moment: the start of that day in UTC."""
    return clock.start_of(add_months(at.date(), -months), "UTC")


def due(wishes: Mapping[str, int], organisation_id: int) -> dict[str, int]:
    """How many records of each kind would go at once under such rules, by key; without those of which none would."""
    now = clock.now()
    counts = {
        key: BY_KEY[key].over(organisation_id, before(months, now)).count() for key, months in wishes.items() if months
    }
    return {key: count for key, count in counts.items() if count}


@transaction.atomic
def set_rules(wishes: Mapping[str, int], *, by: Actor) -> list[str]:
    """Say for how many months each kind of record is kept, 0 for good; the keys of those that changed.

    Raises:
        Denied: she is no owner.
        Refused: an unknown kind, or months that cannot be.
    """
    policy.require_owner(by)
    Organisation.objects.select_for_update().get(pk=by.organisation)
    if not wishes.keys() <= BY_KEY.keys() or any(not 0 <= months <= 600 for months in wishes.values()):
        raise Refused(_("There is no such rule."))
    held = dict(Retention.objects.filter(organisation=by.organisation).values_list("record", "months"))
    changed = [record.key for record in RECORDS if wishes.get(record.key, 0) != held.get(record.key, 0)]
    for key in changed:
        months = wishes.get(key, 0)
        rows = Retention.objects.filter(organisation=by.organisation, record=key)
        if months:
            values = {"months": months, "since": clock.now()}
            Retention.objects.update_or_create(organisation_id=by.organisation, record=key, defaults=values)
        else:
            rows.delete()
        ledger.record(
            events.RetentionSet(
                by=by, owner_id=by.organisation, organisation_id=by.organisation, record=key, months=months
            )
        )
    return changed


@transaction.atomic
def hold(why: str, *, by: Actor) -> Hold:
    """Let nothing go from now on.

    Raises:
        Denied: she is no owner.
        Refused: no reason, or everything is held already.
    """
    policy.require_owner(by)
    Organisation.objects.select_for_update().get(pk=by.organisation)
    if not why.strip() or len(why) > LONGEST_WHY:
        raise Refused(_("Say why, in at most %(n)s characters.") % {"n": LONGEST_WHY}, "why")
    if holds.standing(by.organisation) is not None:
        raise Refused(_("Everything is held already."))
    row = Hold.objects.create(organisation_id=by.organisation, why=why.strip(), since=clock.now(), by_id=by.person)
    ledger.record(events.HoldBegun(by=by, owner_id=by.organisation, organisation_id=by.organisation))
    return row


@transaction.atomic
def end_hold(*, by: Actor) -> None:
    """Let the rules work again.

    Raises:
        Denied: she is no owner.
        Refused: nothing is held.
    """
    policy.require_owner(by)
    ended = Hold.objects.filter(organisation=by.organisation, ended_at=None).update(
        ended_at=clock.now(), ended_by=by.person
    )
    if not ended:
        raise Refused(_("Nothing is held now."))
    ledger.record(events.HoldEnded(by=by, owner_id=by.organisation, organisation_id=by.organisation))


def dispose(organisation_id: int) -> int:
    """Let go of an organisation's records whose time is over, unless they are held; how many."""
    rules = Retention.objects.filter(organisation=organisation_id, since__lte=clock.now() - A_DAY)
    return sum(_tried(rule) for rule in rules.order_by("record"))


def _tried(rule: Retention) -> int:
    """One rule; what stops it stops no other one."""
    try:
        return _let_go(rule)
    except Exception:
        log.exception("records (%s) of organisation %s were not let go; tried again", rule.record, rule.organisation_id)
        return 0


def _let_go(rule: Retention) -> int:
    record, note = BY_KEY[rule.record], None
    while True:
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=rule.organisation_id)  # a hold that begins now comes first
            if holds.standing(rule.organisation_id) is not None:
                break
            until = before(rule.months, clock.now())
            over = record.over(rule.organisation_id, until)
            some = list(over.order_by("pk").values_list("pk", flat=True)[: record.at_once])
            number = record.let_go(over.filter(pk__in=some))
            if not number:
                break
            note = _noted(note, rule, until, number)
    return note.number if note else 0


def _noted(note: Disposal | None, rule: Retention, until: datetime, number: int) -> Disposal:
    """One row for one turn of a rule, however many transactions it takes; a fact for each of those."""
    organisation = rule.organisation_id
    if note is None:
        note = Disposal(organisation_id=organisation, record=rule.record, before=until, number=0)
    note.at, note.number = clock.now(), note.number + number
    note.save()
    ledger.record(
        events.RecordsDisposed(
            by=SYSTEM, owner_id=organisation, organisation_id=organisation, record=rule.record, number=number
        )
    )
    return note
