"""Writing down a claim, what happens to it, and how it ends."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.claims import days, events, inputs, money, policy
from kith.claims.models import Claim, Cover, Step
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.knowledge.queries import own
from kith.partnerships import queries as partnerships

MOST_STEPS = 500


@dataclass(frozen=True)
class Details:
    """What is claimed, by whom or of whom, and who helps."""

    title: str
    side: str
    kind: str
    words: str
    asserted_on: date
    partner_uid: str = ""
    other: str = ""  # where the other side is no partner
    npe: str = Claim.Practising.UNKNOWN
    amount: Decimal | None = None
    currency: str = ""
    adviser_uid: str = ""
    cover_uid: str = ""
    notified_on: date | None = None
    reply_by: date | None = None
    responsible: int | None = None
    item_uids: tuple[str, ...] = ()


@transaction.atomic
def make(details: Details, *, by: Actor) -> Claim:
    """Write down a claim; where it has to be answered by a day, that is a deadline from now on.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: something is missing, makes no sense, or is not hers to name.
    """
    policy.require_keeper(by)
    zone = inputs.zone_of(by)
    values = _checked(details, by, None, zone)
    row = Claim.objects.create(
        organisation_id=by.organisation,
        zone=zone,
        reply_known_since=inputs.today(zone) if details.reply_by else None,
        recorded_at=clock.now(),
        recorded_by_id=by.person,
        **values,
    )
    row.items.set(own.pages(details.item_uids, by))
    ledger.record(events.ClaimMade(by=by, owner_id=row.organisation_id, claim_id=row.pk, asserted_on=row.asserted_on))
    return row


@transaction.atomic
def change(uid: str, details: Details, *, by: Actor) -> Claim:
    """Change what is written down about a claim. Another day by which to answer asks for another answer.

    Raises:
        Unseen, Denied: it is not hers to change, or is closed.
        Refused: as `make`.
    """
    row = _held(uid, "run", by)
    values = _checked(details, by, row, row.zone)
    if values["reply_by"] != row.reply_by:
        values["answered_on"] = None
        values["reply_known_since"] = inputs.today(row.zone) if values["reply_by"] else None
    fields = inputs.put(row, values)
    if _set_items(row, details.item_uids, by):
        fields = (*fields, "items")
    if fields:
        ledger.record(events.ClaimChanged(by=by, owner_id=row.organisation_id, claim_id=row.pk, fields=fields))
        alerting.settle(days.CLAIM, [row.pk])
    return row


@dataclass(frozen=True)
class Happened:
    """What happened to a claim on a day, and whether that was the answer, or the end."""

    day: date
    words: str
    is_reply: bool = False
    outcome: str = ""


@transaction.atomic
def step(uid: str, happened: Happened, *, by: Actor) -> Step:
    """Write down what happened. An outcome closes the claim, which owners and stewards do.

    Raises:
        Unseen, Denied: it is not hers, or is closed.
        Refused: no words, a day to come, or no answer is due.
    """
    row = _held(uid, "run" if happened.outcome else "note", by)
    if happened.is_reply and not row.waits_for_reply:
        raise Refused(_("No answer is due."), "is_reply")
    if row.steps.count() >= MOST_STEPS and not happened.outcome:
        raise Refused(_("No more steps can be written down here."))
    made = Step.objects.create(
        claim=row,
        day=inputs.past(happened.day, "day", inputs.zone_of(by)),
        words=inputs.line(happened.words, 4000, "words", _("Say what happened.")),
        is_reply=happened.is_reply,
        outcome=inputs.choice(happened.outcome, Claim.Outcome, "outcome"),
        at=clock.now(),
        by_id=by.person,
    )
    if made.is_reply:
        row.answered_on = made.day
    if made.outcome:
        row.outcome, row.closed_at = made.outcome, clock.now()
    row.save(update_fields=["answered_on", "outcome", "closed_at"])
    ledger.record(_fact(row, made, by))
    alerting.settle(days.CLAIM, [row.pk])
    return made


def _fact(row: Claim, made: Step, by: Actor) -> events.ClaimStepped | events.ClaimClosed:
    about: dict[str, Any] = {"by": by, "owner_id": row.organisation_id, "claim_id": row.pk, "step_id": made.pk}
    if made.outcome:
        return events.ClaimClosed(**about, outcome=made.outcome)
    return events.ClaimStepped(**about, is_reply=made.is_reply)


def _checked(details: Details, by: Actor, row: Claim | None, zone: str) -> dict[str, Any]:
    amount = money.check(details.amount, details.currency, "amount")
    asserted_on = inputs.past(details.asserted_on, "asserted_on", zone)
    if details.reply_by and inputs.day(details.reply_by, "reply_by") < asserted_on:
        raise Refused(_("It has to be answered after it was made."), "reply_by")
    return {
        "title": inputs.line(details.title, 200, "title", _("Say in a line what is claimed.")),
        "side": inputs.choice(details.side, Claim.Side, "side"),
        "kind": inputs.choice(details.kind, Claim.Kind, "kind"),
        **_other_side(details, by),
        "words": inputs.line(details.words, 4000, "words", _("Say what is claimed, and on what ground.")),
        "asserted_on": asserted_on,
        "npe": inputs.choice(details.npe, Claim.Practising, "npe"),
        "amount": amount,
        "currency": details.currency if amount is not None else "",
        "adviser_id": inputs.adviser(details.adviser_uid, by, row.adviser_id if row else None),
        "cover_id": _cover(details.cover_uid, by),
        "notified_on": inputs.past(details.notified_on, "notified_on", zone) if details.notified_on else None,
        "reply_by": details.reply_by,
        "responsible_id": inputs.colleague(details.responsible, by, row.responsible_id if row else None),
    }


def _other_side(details: Details, by: Actor) -> dict[str, Any]:
    """A partner of ours, or a name: one of the two."""
    name = inputs.line(details.other, 200, "other")
    if not details.partner_uid:
        if not name:
            raise Refused(_("Say who the other side is: a partner, or a name."), "other")
        return {"partner_id": None, "other": name}
    if name:
        raise Refused(_("Choose a partner or write a name, not both."), "other")
    for row in partnerships.of(by):
        firm = partnerships.partner_of(row, by)
        if firm.uid == details.partner_uid:
            return {"partner_id": firm.pk, "other": ""}
    raise Refused(_("Choose one of your partners."), "partner")


def _cover(uid: str, by: Actor) -> int | None:
    """One of our insurances, past ones too: what was claimed earlier falls under them."""
    if not uid:
        return None
    found = Cover.objects.filter(uid=uid, organisation=by.organisation_id).first()
    if found is None:
        raise Refused(_("Choose one of your insurances."), "cover")
    return found.pk


def _set_items(row: Claim, uids: tuple[str, ...], by: Actor) -> bool:
    """Name these pages; those that she may not see stay named. Whether that changes anything."""
    before = set(row.items.values_list("pk", flat=True))
    after = {item.pk for item in own.pages(uids, by)} | own.unseen(before, by)
    if before == after:
        return False
    row.items.set(after)
    return True


def _held(uid: str, ability: str, by: Actor) -> Claim:
    row = Claim.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Claim")
    policy.claims.require(by, ability, row)
    return row
