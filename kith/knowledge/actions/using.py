"""Using an item, and taking it on to use it by a day."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.knowledge import events, locks, quality
from kith.knowledge.models import Acceptance, Item, Use

MOST_HOURS = Decimal(10_000)


@transaction.atomic
def use(
    uid: str,
    outcome: str,
    *,
    by: Actor,
    hours: Decimal | None = None,
    words: str = "",
    scores: quality.Scores | None = None,
) -> Use:
    """Say that the actor used an item, what it did for her, and if she likes how good it is.

    Raises:
        Refused: saved time without hours, hours without saved time, or scores of what she wrote or owns herself.
    """
    item = locks.item(uid, by, "use")
    _check(outcome, hours)
    if scores is not None:
        if not quality.may_rate(item, by):
            raise Refused(_("What one has written or owns oneself, others rate."), "accuracy")
        scores.check()
    if item.current is None:
        raise Refused(_("A draft cannot be used yet."))
    row = Use.objects.create(
        item=item,
        version=item.current,
        person_id=by.person,
        organisation_id=by.organisation,
        outcome=outcome,
        hours=hours,
        words=words.replace("\x00", "").strip()[:1000],
        used_at=clock.now(),
        accuracy=scores.accuracy if scores else None,
        relevance=scores.relevance if scores else None,
        timeliness=scores.timeliness if scores else None,
    )
    ledger.record(
        events.ItemUsed(by=by, owner_id=item.organisation_id, item_id=item.pk, use_id=row.pk, outcome=outcome)
    )
    return row


def _check(outcome: str, hours: Decimal | None) -> None:
    if outcome not in Use.Outcome.values:
        raise Refused(_("Say what it did for you."), "outcome")
    if (outcome == Use.Outcome.HOURS) != (hours is not None):
        raise Refused(_("Say how many hours it saved, and only when it saved time."), "hours")
    if hours is not None and not Decimal(0) < hours <= MOST_HOURS:
        raise Refused(_("Hours are more than 0 and at most 10,000."), "hours")


@transaction.atomic
def accept(uid: str, use_by: date, *, by: Actor) -> Acceptance:
    """Take an item on, to use it by a day; a second time moves the day.

    Raises:
        Refused: the day has passed.
    """
    item: Item = locks.item(uid, by, "use")
    if use_by <= clock.now().date():
        raise Refused(_("Choose a day after today."), "use_by")
    row, _fresh = Acceptance.objects.update_or_create(
        item=item,
        person_id=by.person,
        organisation_id=by.organisation,
        defaults={"use_by": use_by},
        create_defaults={"use_by": use_by, "accepted_at": clock.now()},
    )
    ledger.record(events.ItemAccepted(by=by, owner_id=item.organisation_id, item_id=item.pk, acceptance_id=row.pk))
    return row
