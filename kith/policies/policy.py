"""Who may do what with what an organisation asks of its people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.models import Requirement
from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor


class RequirementPolicy(Policy[Requirement]):
    """Who may do what with a requirement."""

    model = Requirement
    refusals = {
        "run": _("Owners and stewards ask it of your people. Ask one of yours."),
        "acknowledge": _("A policy is taken note of while it is asked."),
        "attest": _("Owners and stewards attest a training while it is asked."),
    }

    def may_see(self, actor: Actor) -> Q:
        """The organisation's own people."""
        return Q(organisation=actor.organisation_id) if actor.present else NEVER

    def may_run(self, actor: Actor) -> Q:
        """Its keepers, while it is asked."""
        return Q(self.may_see(actor) & Q(ended_at=None)) if actor.keeps else NEVER

    def may_acknowledge(self, actor: Actor) -> Q:
        """Everybody of the organisation: a policy, while it is asked."""
        return Q(self.may_see(actor) & Q(ended_at=None, item_id__isnull=False)) if actor.present else NEVER

    def may_attest(self, actor: Actor) -> Q:
        """Keepers: a training, while it is asked."""
        return Q(self.may_run(actor) & Q(item_id=None)) if actor.keeps else NEVER


requirements = RequirementPolicy()
