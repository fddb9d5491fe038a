"""Who may do what with requests to the committee."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.committee.models import Request
from kith.core.actor import Actor, Role
from kith.meetings import policy as meetings

OPEN = Q(decided_at=None, withdrawn_at=None)


class RequestPolicy(Policy[Request]):
    """Who may do what with a request."""

    model = Request
    refusals = {
        "withdraw": _("Whoever asked takes it back, until it is decided."),
        "put": _("Owners, stewards and whoever chairs the committee put it to the vote, until it is decided."),
        "hurry": _("Whoever chairs the committee decides alone, when it cannot wait: not what she asked for herself."),
        "stop": _("Owners, stewards and whoever chairs the committee take back what was granted, while it holds."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Who asked; the committee's members; keepers and auditors of its organisation."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        if actor.keeps or actor.role is Role.AUDITOR:
            return ours
        return ours & (Q(asked_by=actor.person_id) | Q(committee__in=meetings.sits(actor)))

    def may_withdraw(self, actor: Actor) -> Q:
        """Who asked, until it is decided."""
        if not actor.present:
            return NEVER
        return Q(organisation=actor.organisation_id, asked_by=actor.person_id) & OPEN

    def may_put(self, actor: Actor) -> Q:
        """Keepers and who chairs the committee, until it is decided; and again to ratify what the chair decided."""
        return self._leads(actor) & (OPEN | Q(alone=True, granted=True, ratified_at=None, over_at=None))

    def may_hurry(self, actor: Actor) -> Q:
        """Who chairs the committee, until it is decided; not what she asked for."""
        if not actor.present:
            return NEVER
        chairs = meetings.sits(actor).filter(chairs=True)
        return Q(organisation=actor.organisation_id, committee__in=chairs) & ~Q(asked_by=actor.person_id) & OPEN

    def may_stop(self, actor: Actor) -> Q:
        """Keepers and who chairs the committee: what was granted, while it holds."""
        return self._leads(actor) & Q(granted=True, over_at=None)

    def _leads(self, actor: Actor) -> Q:
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        if actor.keeps:
            return ours
        return ours & Q(committee__in=meetings.sits(actor).filter(chairs=True))


requests = RequestPolicy()
