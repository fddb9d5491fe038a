"""Entering rights at offices, writing down what was paid, and letting rights go."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.register import events, reckoning
from kith.register.actions import assets
from kith.register.models import REGISTERED, Fee, Right

RIGHT = "right"  # the kind of thing, as deadlines name it
FIRST_YEAR = date(1900, 1, 1)


@dataclass(frozen=True)
class Filing:
    """What is known of a right at an office."""

    office: str
    where: str = ""
    filed_on: date | None = None
    filing_number: str = ""
    granted_on: date | None = None
    grant_number: str = ""
    is_first: bool = False
    paid_before: date | None = None
    runs_out_on: date | None = None


@transaction.atomic
def enter(asset_uid: str, filing: Filing, *, by: Actor) -> Right:
    """Enter a right of an asset at an office.

    Raises:
        Unseen, Denied: she may not.
        Refused: such an asset has none, or the days make no sense.
    """
    asset = assets.held(asset_uid, "tend", by)
    if asset.kind not in REGISTERED:
        raise Refused(_("No office keeps what is of this kind."), "office")
    right = Right(asset=asset, made_at=clock.now(), made_by_id=by.person)
    _fill(right, filing)
    right.save()
    ledger.record(events.RightEntered(by=by, owner_id=asset.organisation_id, right_id=right.pk, asset_id=asset.pk))
    return right


@transaction.atomic
def change(uid: str, filing: Filing, *, by: Actor) -> Right:
    """Change a right's days and numbers; its fees are reckoned anew.

    Raises:
        Unseen, Denied, Refused: as `enter`.
    """
    right = held(uid, by)
    _fill(right, filing)
    right.save()
    ledger.record(
        events.RightChanged(by=by, owner_id=right.asset.organisation_id, right_id=right.pk, asset_id=right.asset_id)
    )
    alerting.settle(RIGHT, [right.pk])
    return right


@transaction.atomic
def pay(uid: str, due_on: date, paid_on: date, words: str, *, by: Actor) -> Fee:
    """Write down that the fee that is due next was paid.

    Raises:
        Unseen, Denied: she may not.
        Refused: another one is due next, or that day is still to come.
    """
    right = held(uid, by)
    [row] = reckoning.reckon([right])
    if row.next is None or row.next.due_on != due_on:
        raise Refused(
            _("That fee is not the one that is due next. Somebody may have written it down already."), "paid_on"
        )
    if paid_on > clock.now().date() + timedelta(days=1):  # it may be tomorrow already where she is
        raise Refused(_("That day is still to come."), "paid_on")
    fee = Fee.objects.create(
        right=right,
        due_on=due_on,
        paid_on=paid_on,
        words=plain.words(words, "words", 300),
        at=clock.now(),
        by_id=by.person,
    )
    if row.rule is None:  # the next day on which it runs out is entered by who knows it
        right.runs_out_on = None
        right.save(update_fields=["runs_out_on"])
    ledger.record(
        events.FeePaid(
            by=by,
            owner_id=right.asset.organisation_id,
            right_id=right.pk,
            asset_id=right.asset_id,
            due_on=due_on,
            paid_on=paid_on,
        )
    )
    alerting.settle(RIGHT, [right.pk])
    return fee


@transaction.atomic
def settle_priority(uid: str, *, by: Actor) -> Right:
    """Say that it was decided where else to file with the day of this first filing.

    Raises:
        Unseen, Denied: she may not.
        Refused: it is no first filing, or settled.
    """
    right = held(uid, by)
    if not right.is_first or right.priority_used_at:
        raise Refused(_("Nothing is to be decided there."))
    right.priority_used_at = clock.now()
    right.save(update_fields=["priority_used_at"])
    ledger.record(
        events.PrioritySettled(by=by, owner_id=right.asset.organisation_id, right_id=right.pk, asset_id=right.asset_id)
    )
    alerting.settle(RIGHT, [right.pk])
    return right


@transaction.atomic
def drop(uid: str, reason: str, *, by: Actor) -> Right:
    """Let a right go: nothing is paid for it any more, or the office has refused it.

    Raises:
        Unseen, Denied: she may not.
        Refused: no reason.
    """
    right = held(uid, by, "run")
    right.reason = plain.words(reason, "reason", 500, _("Say why."))
    right.dropped_at, right.dropped_by_id = clock.now(), by.person
    right.save(update_fields=["dropped_at", "dropped_by", "reason"])
    ledger.record(
        events.RightDropped(by=by, owner_id=right.asset.organisation_id, right_id=right.pk, asset_id=right.asset_id)
    )
    alerting.settle(RIGHT, [right.pk])
    return right


def held(uid: str, by: Actor, ability: str = "tend") -> Right:
    """A right that still counts, with its asset locked, if the actor may do this with the asset.

    Raises:
        Unseen, Denied: she may not.
        Refused: it was dropped.
    """
    right = Right.objects.select_related("asset").filter(uid=uid).first()
    if right is None:
        raise Unseen("Right")
    right.asset = assets.held(right.asset.uid, ability, by)
    right.refresh_from_db(fields=["dropped_at", "priority_used_at", "runs_out_on"])
    if right.dropped_at:
        raise Refused(_("This right was given up."))
    return right


def _fill(right: Right, filing: Filing) -> None:
    right.office = plain.words(filing.office, "office", 40, _("Say which office."))
    right.where = plain.words(filing.where, "where", 200)
    right.filing_number = plain.words(filing.filing_number, "filing_number", 60)
    right.grant_number = plain.words(filing.grant_number, "grant_number", 60)
    for field in ("filed_on", "granted_on"):
        day = getattr(filing, field)
        if day and not FIRST_YEAR <= day <= clock.now().date() + timedelta(days=1):
            raise Refused(_("That day makes no sense here."), field)
    if filing.granted_on and filing.filed_on and filing.granted_on < filing.filed_on:
        raise Refused(_("It cannot be granted before it was filed."), "granted_on")
    if filing.granted_on and not filing.filed_on:
        raise Refused(_("Say when it was filed too."), "filed_on")
    if filing.runs_out_on and not FIRST_YEAR <= filing.runs_out_on <= date(2200, 1, 1):
        raise Refused(_("That day makes no sense here."), "runs_out_on")
    right.filed_on, right.granted_on = filing.filed_on, filing.granted_on
    right.is_first, right.runs_out_on = filing.is_first, filing.runs_out_on
    right.paid_before = filing.paid_before
