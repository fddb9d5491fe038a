"""Two deeds that are not the same: to stop sharing what is ours, and to record the end of the contract."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.access.models import Grant
from kith.agreements import events, locks, receipts
from kith.agreements.models import Agreement, Ending, Receipt
from kith.agreements.queries import closing
from kith.agreements.queries.closing import Closing
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused


@transaction.atomic
def stop_sharing(uid: str, *, by: Actor, grant_uids: list[str] | None = None) -> Receipt:
    """Shut doors to the actor's own organisation's knowledge under an agreement, at once.

    Args:
        grant_uids: which doors; all of the actor's side's when None.

    Raises:
        Refused: there is no open door of ours among them.
    """
    agreement = locks.agreement(uid, by, "stop")
    grants = doors(agreement, by, grant_uids)
    if not grants:
        raise Refused(_("Nothing of yours is open under this agreement any more."))
    closings = closings_of(agreement, grants)
    access.stop(grants, by_person=by.person_id)
    ledger.record(
        events.SharingStopped(
            by=by,
            owner_id=by.organisation,
            agreement_id=agreement.pk,
            grant_ids=tuple(grant.pk for grant in grants),
        )
    )
    issued = receipts.issue(Receipt.Deed.STOPPED, agreement, closings, by=by, closed_at=clock.now())
    return next(row for row in issued if row.organisation_id == by.organisation_id)


def doors(agreement: Agreement, by: Actor, grant_uids: list[str] | None = None) -> list[Grant]:
    """The doors that the actor's side holds open under the agreement, or those named among them."""
    if agreement.basis is None or by.organisation_id is None:
        return []
    found = closing.grants_of(agreement.basis, by.organisation_id)
    return list(found if grant_uids is None else found.filter(uid__in=grant_uids))


def closings_of(
    agreement: Agreement, grants: list[Grant], at: datetime | None = None, *, ends: bool = False
) -> list[Closing]:
    """What closes, for each owner and reader among the grants; `ends` when by the end of the agreement."""
    pairs = sorted({(grant.owner_id, grant.organisation_id) for grant in grants})
    return [closing.of(owner, reader, grants, at, ends=ends) for owner, reader in pairs]


@dataclass(frozen=True)
class End:
    """How an agreement ends: why, and from which moment."""

    reason: str
    words: str
    effective_at: datetime
    partner_name: str  # typed by whoever records it, so that it is not done by a slip


@transaction.atomic
def record_end(uid: str, end: End, *, by: Actor) -> Ending:
    """Record the end of an agreement. From its moment, every door under it is shut by the clock.

    Raises:
        Refused: no reason in words, a moment that cannot be, or the partner's name mistyped.
    """
    agreement = locks.agreement(uid, by, "end")
    _check_end(agreement, end, by)
    basis = agreement.basis
    if basis is None:
        raise Refused(_("Nobody has signed this agreement yet."))
    now = clock.now()
    at_once = end.effective_at <= now
    grants = list(Grant.objects.live(now).filter(basis=basis).select_related("basis")) if at_once else []
    closings = closings_of(agreement, grants, ends=True)
    effective_at = max(end.effective_at, now)
    access.close_basis(basis, min(effective_at, basis.ends_at))
    ending = Ending.objects.create(
        agreement=agreement,
        reason=end.reason,
        words=end.words.strip(),
        effective_at=effective_at,
        recorded_at=now,
        recorded_by_id=by.person,
        recorded_for_id=by.organisation,
    )
    ledger.record(
        events.EndRecorded(
            by=by,
            owner_id=by.organisation,
            agreement_id=agreement.pk,
            reason=end.reason,
            effective_at=effective_at,
        )
    )
    if at_once:
        receipts.issue(Receipt.Deed.ENDED, agreement, closings, by=by, closed_at=effective_at, reason=end.reason)
    return ending


def _check_end(agreement: Agreement, end: End, by: Actor) -> None:
    partners = agreement.parties.exclude(organisation=by.organisation_id).order_by("organisation__name")
    names = list(partners.values_list("organisation__name", flat=True))
    if plain.folded(end.partner_name) not in {plain.folded(name) for name in names}:
        raise Refused(_("Type the partner’s name, %(name)s, to confirm.") % {"name": names[0]}, "partner_name")
    if not end.words.strip():
        raise Refused(_("Say why, in a sentence."), "words")
    now = clock.now()
    if end.reason == Ending.Reason.NOTICE:
        earliest = now + timedelta(days=agreement.notice_days)
        if end.effective_at.date() < earliest.date():
            raise Refused(
                _("With %(days)s days’ notice it ends on %(day)s at the earliest.")
                % {"days": agreement.notice_days, "day": earliest.date().strftime("%-d %b %Y")},
                "effective_at",
            )
    if end.reason == Ending.Reason.EXPIRY and agreement.ends_at() > now:
        raise Refused(_("It has not run out yet. Choose another way to end it."), "reason")


@transaction.atomic
def issue_due_receipt(agreement_id: int) -> list[Receipt]:
    """Issue the receipts of an agreement that the clock has closed, once."""
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("basis").get(pk=agreement_id)
    basis = agreement.basis
    if basis is None or basis.closes_at > clock.now():
        return []
    if agreement.receipts.filter(deed__in=[Receipt.Deed.ENDED, Receipt.Deed.AMENDED]).exists():
        return []
    last_open = basis.closes_at - timedelta(microseconds=1)
    grants = list(Grant.objects.live(last_open).filter(basis=basis).select_related("basis"))
    ending = Ending.objects.filter(agreement=agreement).first()
    return receipts.issue(
        Receipt.Deed.ENDED,
        agreement,
        closings_of(agreement, grants, last_open, ends=True),
        by=SYSTEM,
        closed_at=basis.closes_at,
        reason=ending.reason if ending else Ending.Reason.EXPIRY,
    )
