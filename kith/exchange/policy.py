"""Who may do what with exports and imports."""

from django.db.models import Q

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.exchange.models import Export, Import


class ExportPolicy(Policy[Export]):
    """Who may do what with an export."""

    model = Export

    def may_see(self, actor: Actor) -> Q:
        """Whoever asked for it, while she acts for the organisation for which she did."""
        return Q(person=actor.person_id, organisation=actor.organisation_id) if actor.present else NEVER


exports = ExportPolicy()


class ImportPolicy(Policy[Import]):
    """Who may do what with an import."""

    model = Import

    def may_see(self, actor: Actor) -> Q:
        """Whoever sent it, while she acts for the organisation for which she did."""
        return Q(person=actor.person_id, organisation=actor.organisation_id) if actor.present else NEVER


imports = ImportPolicy()
