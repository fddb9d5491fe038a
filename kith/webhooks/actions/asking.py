"""What a keeper asks to be sent: a test, or something once more; and taking away what is old."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.webhooks import events, topics
from kith.webhooks.actions import gathering, keeping
from kith.webhooks.models import Attempt, Delivery, Hook

KEPT = timedelta(days=30)
MANY = 5000  # taken away at a time


@transaction.atomic
def test(uid: str, *, by: Actor) -> Delivery:
    """Send an event of a kind of its own.

    Raises:
        Refused: the webhook does not run.
    """
    hook = _running(uid, by)
    moment = clock.now()
    row = Delivery.objects.create(
        hook=hook, type=topics.TEST, body=gathering.body(topics.TEST, moment, {}), made_at=moment, due_at=moment
    )
    _at_once(hook)
    ledger.record(events.HookTested(by=by, owner_id=hook.organisation_id, hook_id=hook.pk, delivery_id=row.pk))
    return row


@transaction.atomic
def send_again(uid: str, delivery_uid: str, *, by: Actor) -> Delivery:
    """Send something once more, under the same id.

    Raises:
        Unseen: there is no such delivery for her.
        Refused: the webhook does not run.
    """
    keeping.take(uid, by)
    row = Delivery.objects.select_for_update().filter(hook__uid=uid, uid=delivery_uid).first()
    if row is None:
        raise Unseen("Delivery")
    hook = _running(uid, by)
    row.due_at, row.tries, row.taken_at, row.given_up_at = clock.now(), 0, None, None
    row.save(update_fields=["due_at", "tries", "taken_at", "given_up_at"])
    _at_once(hook)
    ledger.record(events.DeliveryAskedAgain(by=by, owner_id=hook.organisation_id, hook_id=hook.pk, delivery_id=row.pk))
    return row


def _running(uid: str, by: Actor) -> Hook:
    hook = keeping.take(uid, by)
    if not hook.runs:
        raise Refused(_("It does not run now. Let it go on first."))
    return hook


def _at_once(hook: Hook) -> None:
    """A webhook at rest after a failure does not wait where somebody asks; one whose turn goes on finds it itself."""
    if hook.failing_since:
        Hook.objects.filter(pk=hook.pk).update(not_before=clock.now())


@transaction.atomic
def sweep() -> int:
    """Take away what was made thirty days ago, taken or not; how many."""
    old = list(
        Delivery.objects.filter(made_at__lt=clock.now() - KEPT).order_by("pk").values_list("pk", flat=True)[:MANY]
    )
    Attempt.objects.filter(delivery__in=old).delete()
    Delivery.objects.filter(pk__in=old).delete()
    return len(old)
