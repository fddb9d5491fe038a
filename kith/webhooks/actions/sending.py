"""Delivering: a turn of one webhook posts what is due, one after the other, and stops at the first that is not taken.

So a receiver that is slow or gone costs a worker one attempt a minute, however much waits for it, and holds up nobody
else. What is sent may be sent twice, never lost: the row is changed after the answer, and a worker that dies in between
gives its turn back by silence. The id tells the receiver that she has it already.
"""

import secrets
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.identity import queries as identity
from kith.notices import actions as notices
from kith.webhooks import events, keys, policy, told, wire
from kith.webhooks.models import Attempt, Delivery, Hook
from kith.webhooks.wire import Answer

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GAPS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)
JITTER = 20  # percent by which a gap may be longer: receivers that were down are not all asked at once
LEASE = 2 * MINUTE
REST = MINUTE  # of a webhook after a failure
MOST, LONG = 20, 10.0  # posts of a turn, and seconds after which it ends
FAILING = timedelta(days=5)
GONE = 410


def due() -> list[int]:
    """The webhooks for which something is due; each is lent to a worker, and due again when its lease runs out."""
    moment = clock.now()
    waiting = Delivery.objects.filter(hook=OuterRef("pk"), due_at__lte=moment)
    found = Hook.objects.running().filter(Exists(waiting), not_before__lte=moment).order_by("pk")
    if not found.exists():
        return []  # without a lock: the clock asks each second
    with transaction.atomic():
        taken = list(found.select_for_update().values_list("pk", flat=True))
        Hook.objects.filter(pk__in=taken).update(not_before=moment + LEASE)
    return taken


def turn(hook_id: int) -> int:
    """Post what is due for a webhook until one is not taken; how many were."""
    began, taken, good = time.monotonic(), 0, True
    while good and taken < MOST and time.monotonic() - began < LONG:
        delivery = _next(hook_id)
        if delivery is None:
            break
        good = _try(delivery)
        taken += good
    moment = clock.now()
    rests = not good and Hook.objects.filter(pk=hook_id, failing_since__isnull=False).exists()
    Hook.objects.filter(pk=hook_id).update(not_before=moment + REST if rests else moment)
    return taken


def _next(hook_id: int) -> Delivery | None:
    rows = Delivery.objects.filter(hook__in=Hook.objects.running().filter(pk=hook_id), due_at__lte=clock.now())
    return rows.select_related("hook").order_by("due_at", "pk").first()


def _try(delivery: Delivery) -> bool:
    """One attempt, signed now; whether it was taken."""
    moment = clock.now()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kith",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": keys.signatures(delivery.hook, delivery.message_id, moment, delivery.body),
    }
    inside = policy.may_go_inside(delivery.hook.organisation_id)
    answer = wire.post(delivery.hook.address, headers, delivery.body.encode(), inside=inside)
    _note(delivery.pk, answer, moment)
    return answer.taken


@transaction.atomic
def _note(delivery_id: int, answer: Answer, at: datetime) -> None:
    """Write down what came of an attempt, and what follows."""
    delivery = Delivery.objects.select_for_update(of=("self", "hook")).select_related("hook").get(pk=delivery_id)
    Attempt.objects.create(
        delivery=delivery, at=at, took=answer.took, status=answer.status, failure=answer.failure, answer=answer.text
    )
    if answer.taken:
        delivery.due_at, delivery.taken_at, delivery.given_up_at = None, clock.now(), None
        delivery.save(update_fields=["due_at", "taken_at", "given_up_at"])
        Hook.objects.filter(pk=delivery.hook_id).update(failing_since=None)
        return
    _postpone(delivery, gone=answer.status == GONE)
    _weigh(delivery.hook, at, gone=answer.status == GONE)


def _postpone(delivery: Delivery, *, gone: bool) -> None:
    """Try again later, or give it up and tell the keepers once."""
    if delivery.due_at is None:
        return  # its webhook was ended while it was under way
    delivery.tries += 1
    over = gone or delivery.tries > len(GAPS)
    delivery.due_at = None if over else clock.now() + _gap(delivery.tries)
    delivery.given_up_at = clock.now() if over else None
    delivery.save(update_fields=["tries", "due_at", "given_up_at"])
    if over:
        hook = delivery.hook
        ledger.record(
            events.DeliveryGivenUp(by=SYSTEM, owner_id=hook.organisation_id, hook_id=hook.pk, delivery_id=delivery.pk)
        )
        if not gone:
            _tell(told.GAVE_UP, hook)


def _gap(tries: int) -> timedelta:
    return GAPS[tries - 1] * (100 + secrets.randbelow(JITTER + 1)) / 100


def _weigh(hook: Hook, at: datetime, *, gone: bool) -> None:
    """Switch a webhook off whose receiver wants nothing any more, or has taken nothing for days.

    The days count while something waits: when the last of it was given up, the next failure is a first one.
    """
    since = hook.failing_since or at
    why = Hook.Off.GONE if gone else Hook.Off.FAILING if at - since >= FAILING else ""
    if not why or not hook.runs:
        waits = hook.deliveries.filter(due_at__isnull=False).exists()
        Hook.objects.filter(pk=hook.pk).update(failing_since=since if waits else None)
        return
    Hook.objects.filter(pk=hook.pk).update(failing_since=since, off_at=clock.now(), off_why=why)
    ledger.record(events.HookSwitchedOff(by=SYSTEM, owner_id=hook.organisation_id, hook_id=hook.pk, why=str(why)))
    _tell(told.OFF, hook)


def _tell(kind: str, hook: Hook) -> None:
    notices.tell(kind, hook.pk, identity.keepers([hook.organisation_id]), by=SYSTEM)
