"""Who may do what with alerts about deadlines."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor, Role
from kith.deadlines.models import Alert


class AlertPolicy(Policy[Alert]):
    """Who may do what with an alert."""

    model = Alert
    refusals = {"acknowledge": _("Whoever sees to it, or an owner or steward, takes note of it, once.")}

    def may_see(self, actor: Actor) -> Q:
        """Its organisation's keepers and auditors, and who is responsible."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        return ours if actor.keeps or actor.role is Role.AUDITOR else ours & Q(responsible=actor.person_id)

    def may_acknowledge(self, actor: Actor) -> Q:
        """Keepers, and who is responsible, while it is open."""
        if not actor.present:
            return NEVER
        open_ = Q(organisation=actor.organisation_id, acknowledged_at=None, settled_at=None)
        return open_ if actor.keeps else open_ & Q(responsible=actor.person_id)


alerts = AlertPolicy()
