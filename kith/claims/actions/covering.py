"""Writing down what we are insured against, renewing it, and giving it up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.claims import days, events, inputs, money, policy
from kith.claims.models import Cover
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting


@dataclass(frozen=True)
class Terms:
    """What an insurance says."""

    kind: str
    insurer: str
    number: str
    starts_on: date
    ends_on: date
    limit: Decimal | None = None
    excess: Decimal | None = None
    currency: str = ""
    exclusions: str = ""
    territory: str = ""
    responsible: int | None = None
    adviser_uid: str = ""


@transaction.atomic
def add(terms: Terms, *, by: Actor) -> Cover:
    """Write down an insurance; its last day is a deadline from now on.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: something is missing, makes no sense, or is not hers to name.
    """
    policy.require_keeper(by)
    return _add(terms, by, None)


def _add(terms: Terms, by: Actor, renews_id: int | None) -> Cover:
    zone = inputs.zone_of(by)
    values = _checked(terms, by, None)
    row = Cover.objects.create(organisation_id=by.organisation, zone=zone, known_since=inputs.today(zone), **values)
    ledger.record(
        events.CoverAdded(
            by=by, owner_id=row.organisation_id, cover_id=row.pk, ends_on=row.ends_on, renews_id=renews_id
        )
    )
    return row


@transaction.atomic
def change(uid: str, terms: Terms, *, by: Actor) -> Cover:
    """Correct what is written down about an insurance.

    Raises:
        Unseen, Denied: it is not hers to correct.
        Refused: as `add`.
    """
    row = _held(uid, "run", by)
    values = _checked(terms, by, row)
    if values["ends_on"] != row.ends_on:
        values["known_since"] = inputs.today(row.zone)
    fields = inputs.put(row, values)
    if fields:
        ledger.record(events.CoverChanged(by=by, owner_id=row.organisation_id, cover_id=row.pk, fields=fields))
        alerting.settle(days.COVER, [row.pk])
    return row


@transaction.atomic
def renew(uid: str, terms: Terms, *, by: Actor) -> Cover:
    """Write down the insurance that follows another one, whose deadline is done with that.

    Raises:
        Unseen, Denied: it is not hers to renew, or was renewed or given up already.
        Refused: as `add`, or it does not last longer than the one before it.
    """
    row = _held(uid, "end", by)
    if terms.starts_on <= row.starts_on:
        raise Refused(_("It begins after the one that it follows."), "starts_on")
    if terms.ends_on <= row.ends_on:
        raise Refused(_("It ends after the one that it follows."), "ends_on")
    follows = _add(terms, by, row.pk)
    row.renewed_by = follows
    row.save(update_fields=["renewed_by"])
    alerting.settle(days.COVER, [row.pk])
    return follows


@transaction.atomic
def give_up(uid: str, reason: str, *, by: Actor) -> Cover:
    """Say that an insurance was given up, and why; it has no deadline any more.

    Raises:
        Unseen, Denied: it is not hers to give up, or was renewed or given up already.
        Refused: no reason.
    """
    row = _held(uid, "end", by)
    row.reason = inputs.line(reason, 500, "reason", _("Say why."))
    row.ended_at, row.ended_by_id = clock.now(), by.person
    row.save(update_fields=["ended_at", "ended_by", "reason"])
    ledger.record(events.CoverGivenUp(by=by, owner_id=row.organisation_id, cover_id=row.pk))
    alerting.settle(days.COVER, [row.pk])
    return row


def _checked(terms: Terms, by: Actor, row: Cover | None) -> dict[str, Any]:
    starts_on, ends_on = inputs.day(terms.starts_on, "starts_on"), inputs.day(terms.ends_on, "ends_on")
    if ends_on < starts_on:
        raise Refused(_("It ends before it begins."), "ends_on")
    limit = money.check(terms.limit, terms.currency, "limit")
    excess = money.check(terms.excess, terms.currency, "excess", nothing=True)
    return {
        "kind": inputs.choice(terms.kind, Cover.Kind, "kind"),
        "insurer": inputs.line(terms.insurer, 200, "insurer", _("Say who insures you.")),
        "number": inputs.line(terms.number, 100, "number", _("Copy the number from the policy.")),
        "limit_amount": limit,
        "excess_amount": excess,
        "currency": terms.currency if limit is not None or excess is not None else "",
        "exclusions": inputs.line(terms.exclusions, 4000, "exclusions"),
        "territory": inputs.line(terms.territory, 200, "territory"),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "responsible_id": inputs.colleague(terms.responsible, by, row.responsible_id if row else None),
        "adviser_id": inputs.adviser(terms.adviser_uid, by, row.adviser_id if row else None),
    }


def _held(uid: str, ability: str, by: Actor) -> Cover:
    row = Cover.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Cover")
    policy.covers.require(by, ability, row)
    return row
