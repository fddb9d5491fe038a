"""Amending: new terms for an agreement that is signed, in force from the moment both sides have signed them."""

from django.db import transaction

from kith.agreements import bases, events, locks, receipts
from kith.agreements.actions import drafting
from kith.agreements.actions.drafting import Draft
from kith.agreements.models import Agreement, Ending, Receipt
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused


@transaction.atomic
def amend(uid: str, terms: Draft, *, by: Actor) -> Agreement:
    """Draft an amendment. Nothing changes until both sides have signed it.

    Raises:
        Refused: with the field and the sentence, when a term is missing or cannot be.
    """
    amended = locks.agreement(uid, by, "amend")
    agreement = drafting.begin(amended.partnership, terms, by=by, amends=amended)
    ledger.record(
        events.AmendmentDrafted(by=by, owner_id=by.organisation, agreement_id=agreement.pk, amended_id=amended.pk)
    )
    return agreement


def take_effect(agreement: Agreement, by: Actor) -> None:
    """Put a fully signed amendment in the place of what it amends, with a receipt for each side.

    Raises:
        Refused: what it amends has run out, ended or been amended since.
    """
    now = clock.now()
    amended = Agreement.objects.select_for_update(of=("self",)).select_related("basis").get(amendments__pk=agreement.pk)
    if not amended.is_open(now):
        raise Refused(drafting.OVERTAKEN)
    done = bases.replace(agreement, amended, by_person=by.person_id)
    agreement.basis = done.basis
    agreement.save(update_fields=["basis"])
    Ending.objects.create(
        agreement=amended,
        reason=Ending.Reason.AMENDED,
        effective_at=now,
        recorded_at=now,
        recorded_by_id=by.person,
        recorded_for_id=by.organisation,
    )
    ledger.record(
        events.AmendmentTookEffect(
            by=by,
            owner_id=agreement.drafted_for_id,
            agreement_id=agreement.pk,
            amended_id=amended.pk,
            basis_id=done.basis.pk,
            carried_ids=tuple(grant.pk for grant in done.carried.kept),
            dropped_ids=tuple(grant.pk for grant in done.carried.dropped),
        )
    )
    receipts.issue(
        Receipt.Deed.AMENDED,
        amended,
        [change.closing for change in done.changes],
        by=by,
        closed_at=now,
        reason=Ending.Reason.AMENDED,
        amendment=agreement,
    )
