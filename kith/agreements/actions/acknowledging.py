"""Taking note of one's duties under an agreement, before anything is shown under it."""

from django.db import transaction

from kith.access import actions as access
from kith.agreements import events, locks
from kith.agreements.models import Agreement
from kith.audit import ledger
from kith.core.actor import Actor


@transaction.atomic
def acknowledge(uid: str, *, by: Actor) -> Agreement:
    """Note that the actor knows her duties: what is shared with her under the agreement is open to her from now on.

    Raises:
        Denied: it is not in force, does not ask for it, does not name her, or she has done so.
    """
    agreement = locks.agreement(uid, by, "acknowledge")
    assert agreement.basis is not None  # the policy asks for one in force
    access.acknowledge(agreement.basis, by.person, by.organisation)
    ledger.record(
        events.DutiesAcknowledged(
            by=by,
            owner_id=by.organisation,
            agreement_id=agreement.pk,
            basis_id=agreement.basis.pk,
            text_sha256=agreement.text_sha256,
        )
    )
    return agreement
