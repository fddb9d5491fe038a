"""Taking note of an alert."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting, events, policy
from kith.deadlines.models import Alert
from kith.notices import actions as notices

LONGEST = 500


@transaction.atomic
def acknowledge(uid: str, reason: str, *, by: Actor) -> Alert:
    """Take note that a day comes, and say what will be done. The next alert comes all the same while it is not done.

    Raises:
        Unseen, Denied: it is not hers, or somebody has taken note of it.
        Refused: no words, or too many.
    """
    row = Alert.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Alert")
    policy.alerts.require(by, "acknowledge", row)
    said = reason.replace("\x00", "").strip()
    if not said:
        raise Refused(_("Say what will be done, or why nothing has to be."), "reason")
    if len(said) > LONGEST:
        raise Refused(_("Say it in 500 letters."), "reason")
    row.acknowledged_at, row.acknowledged_by_id, row.reason = clock.now(), by.person, said
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "reason"])
    ledger.record(events.DeadlineAcknowledged(by=by, owner_id=row.organisation_id, alert_id=row.pk))
    for kind in (alerting.DUE, alerting.ESCALATED):
        notices.read_about(kind, [row.pk], by=by)
    return row
