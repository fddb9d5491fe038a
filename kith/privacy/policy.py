"""Who may do what with erasures, rules of retention and holds. Nobody of another organisation, ever."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor, Role
from kith.core.errors import Denied
from kith.privacy.models import Erasure


def reads(actor: Actor) -> bool:
    """Whether she is an owner, a steward or an auditor."""
    return actor.present and (actor.keeps or actor.role is Role.AUDITOR)


def owns(actor: Actor) -> bool:
    """Whether she answers for the organisation."""
    return actor.role is Role.OWNER


def require_owner(by: Actor) -> None:
    """See that somebody answers for the organisation.

    Raises:
        Denied: she is no owner.
    """
    if not owns(by):
        sentence = _("Only an owner decides what is erased and how long records are kept.")
        raise Denied(sentence, ability="decide", kind="privacy", object_id=by.organisation_id)


class ErasurePolicy(Policy[Erasure]):
    """Who may do what with somebody's erasure."""

    model = Erasure
    refusals = {"answer": lazy("Owners answer it, once.")}

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of the organisation that is asked."""
        return Q(organisation=actor.organisation_id) if reads(actor) else NEVER

    def may_answer(self, actor: Actor) -> Q:
        """Owners of the organisation that is asked, as long as nobody answered."""
        if not actor.present or actor.role is not Role.OWNER:
            return NEVER
        return Q(organisation=actor.organisation_id, answered_at=None)


erasures = ErasurePolicy()
