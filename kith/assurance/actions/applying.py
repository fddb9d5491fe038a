"""Saying whether a clause of a standard applies. What was said before stays."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.assurance import events, policy
from kith.assurance.models import Applicability
from kith.assurance.queries import evidence
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Unseen


@transaction.atomic
def apply(standard: str, clause: str, applies: bool, reason: str, *, by: Actor) -> Applicability:
    """Say whether a clause applies to the organisation, and why.

    Raises:
        Unseen: there is no such clause, or she reads no evidence maps.
        Denied: she is neither owner nor steward.
        Refused: she gives no reason.
    """
    policy.require_keeper(by)
    if evidence.named(standard).row(clause) is None:
        raise Unseen("Clause")
    row = Applicability.objects.create(
        organisation_id=by.organisation,
        standard=standard,
        clause=clause,
        applies=applies,
        reason=plain.words(reason, "reason", 500, _("Say why. An auditor will ask.")),
        at=clock.now(),
        by_id=by.person,
    )
    ledger.record(
        events.ClauseApplied(by=by, owner_id=row.organisation_id, standard=standard, clause=clause, applies=applies)
    )
    return row
