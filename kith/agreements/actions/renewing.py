"""Renewing: an agreement goes on by itself, unless a side says no in time."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.agreements import dates, events, locks
from kith.agreements.models import Agreement, Renewal
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused


@transaction.atomic
def decline(uid: str, *, by: Actor) -> Agreement:
    """Say no to the next renewal, for the actor's side: the agreement then ends on its last day.

    Raises:
        Refused: it does not renew, a side has said no already, or the day to say it has passed.
    """
    agreement = locks.agreement(uid, by, "decline")
    if not agreement.renews:
        raise Refused(_("It does not renew by itself, or a side has said no already."))
    now = clock.now()
    if clock.day_of(now, agreement.zone) > agreement.decline_by:
        raise Refused(_("The day to say no to this renewal has passed. You can still end it with notice."))
    agreement.declined_at, agreement.declined_by_id, agreement.declined_for_id = now, by.person, by.organisation
    agreement.save(update_fields=["declined_at", "declined_by", "declined_for"])
    ledger.record(events.RenewalDeclined(by=by, owner_id=by.organisation, agreement_id=agreement.pk))
    return agreement


@transaction.atomic
def renew(agreement_id: int) -> list[Renewal]:
    """Renew an agreement whose day to say no has passed; for as many terms as have, after a long stillstand.

    Its basis then ends with the new term, so that what is shared stays shared.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("basis").get(pk=agreement_id)
    made = []
    while is_due(agreement):
        before = agreement.last_day
        terms = agreement.renewals.count() + 1
        agreement.renewed_until = dates.add_months(agreement.ends_on, agreement.renewal_months * terms)
        made.append(
            Renewal.objects.create(
                agreement=agreement, until_before=before, until=agreement.renewed_until, at=clock.now()
            )
        )
        ledger.record(
            events.AgreementRenewed(
                by=SYSTEM,
                owner_id=agreement.drafted_for_id,
                agreement_id=agreement.pk,
                until=agreement.renewed_until,
            )
        )
    if made and agreement.basis:
        agreement.save(update_fields=["renewed_until"])
        access.extend_basis(agreement.basis, agreement.ends_at())
    return made


def is_due(agreement: Agreement) -> bool:
    """Whether the day to say no to its next renewal has passed, and nobody did."""
    if agreement.basis is None or agreement.basis.ended_at or not agreement.renews:
        return False
    return clock.day_of(clock.now(), agreement.zone) > agreement.decline_by
