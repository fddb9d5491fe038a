"""Who sees to webhooks: owners and stewards of the organisation whose facts are posted."""

from django.db.models import Q

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity import queries as identity
from kith.webhooks.models import Hook


class HookPolicy(Policy[Hook]):
    """Who may do what with a webhook."""

    model = Hook

    def may_see(self, actor: Actor) -> Q:
        """Owners and stewards, until it has ended."""
        if not actor.present or not actor.keeps:
            return NEVER
        return Q(organisation=actor.organisation_id, ended_at=None)

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards: change, pause, test, end."""
        return self.may_see(actor)


hooks = HookPolicy()


def may_go_inside(organisation_id: int) -> bool:
    """Whether what the operator lists is open to an organisation: only to the one that founded the installation."""
    return organisation_id == identity.founder()


def require_keeper(actor: Actor) -> None:
    """Stop unless she may have webhooks made.

    Raises:
        Unseen: she is neither owner nor steward.
    """
    if not actor.present or not actor.keeps:
        raise Unseen("Hook")
