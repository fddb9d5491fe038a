"""Attesting what keeps an asset secret."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.register import events
from kith.register.actions import assets
from kith.register.models import Step

STEP = "step"  # the kind of thing, as deadlines name it


@transaction.atomic
def attest(
    asset_uid: str, what: str, words: str, done_on: date, until: date | None, *, by: Actor, follows: int | None = None
) -> Step:
    """Attest a measure that keeps an asset secret: that it was taken on a day, and for how long it is vouched for.

    Args:
        follows: the attestation that this one takes the place of.

    Raises:
        Unseen, Denied: she may not.
        Refused: no words, or days that make no sense.
    """
    asset = assets.held(asset_uid, "tend", by)
    if what not in Step.What.values:
        raise Refused(_("Choose what sort it is."), "what")
    if done_on > clock.now().date() + timedelta(days=1):
        raise Refused(_("That day is still to come."), "done_on")
    if until and until < done_on:
        raise Refused(_("It cannot end before it begins."), "until")
    row = Step.objects.create(
        asset=asset,
        what=what,
        words=plain.words(words, "words", 1000, _("Say what was done.")),
        done_on=done_on,
        until=until,
        at=clock.now(),
        by_id=by.person,
    )
    ledger.record(
        events.StepAttested(by=by, owner_id=asset.organisation_id, asset_id=asset.pk, step_id=row.pk, until=until)
    )
    if follows is not None:
        _follow(_step(follows, asset.pk))
    return row


@transaction.atomic
def end(asset_uid: str, pk: int, *, by: Actor) -> Step:
    """Say that a measure does not hold any more.

    Raises:
        Unseen, Denied: she may not.
    """
    asset = assets.held(asset_uid, "tend", by)
    row = _step(pk, asset.pk)
    _follow(row)
    ledger.record(events.StepOver(by=by, owner_id=asset.organisation_id, asset_id=asset.pk, step_id=row.pk))
    return row


def _step(pk: int, asset_id: int) -> Step:
    row = Step.objects.filter(pk=pk, asset=asset_id, followed_at=None).first()
    if row is None:
        raise Unseen("Step")
    return row


def _follow(row: Step) -> None:
    row.followed_at = clock.now()
    row.save(update_fields=["followed_at"])
    alerting.settle(STEP, [row.pk])
