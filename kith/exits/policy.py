"""Who sees to the end of an agreement: owners and stewards of its parties, each for her own side."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as lazy

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor, Role
from kith.exits.models import Exit, Side


class ExitPolicy(Policy[Exit]):
    """Who may do what with an exit."""

    model = Exit
    refusals = {"run": lazy("Owners and stewards of a party do this. Ask one of yours.")}

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of a party."""
        if not actor.present or not (actor.keeps or actor.role is Role.AUDITOR):
            return NEVER
        return Q(Exists(Side.objects.filter(exit=OuterRef("pk"), organisation=actor.organisation_id)))

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards of a party, for their own side."""
        return self.may_see(actor) if actor.keeps else NEVER


exits = ExitPolicy()
