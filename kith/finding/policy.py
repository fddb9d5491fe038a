"""Who may do what with searches that are kept, and with answers that were written."""

from django.db.models import Q

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.finding.models import Watch, Written


class WatchPolicy(Policy[Watch]):
    """Who may do what with a search that somebody keeps."""

    model = Watch

    def may_see(self, actor: Actor) -> Q:
        """Whoever keeps it, while she acts for the organisation for which she does."""
        return Q(person=actor.person_id, organisation=actor.organisation_id) if actor.present else NEVER


class WrittenPolicy(Policy[Written]):
    """Who may do what with an answer that was written for somebody."""

    model = Written

    def may_see(self, actor: Actor) -> Q:
        """Whoever asked, while she acts for the organisation for which she did."""
        return Q(person=actor.person_id, organisation=actor.organisation_id) if actor.present else NEVER


watches = WatchPolicy()
written = WrittenPolicy()
