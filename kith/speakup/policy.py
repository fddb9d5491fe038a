"""Who may do what with reports without names."""

from django.db.models import Q

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.speakup.models import Channel, Report, Stage


class ReportPolicy(Policy[Report]):
    """Who may do what with a report."""

    model = Report

    def may_see(self, actor: Actor) -> Q:
        """Owners and stewards of the organisation it was made to, once it was handed over."""
        return Q(organisation=actor.organisation_id, stage=Stage.HANDED_OVER) if actor.keeps else NEVER


class ChannelPolicy(Policy[Channel]):
    """Who may do what with the link."""

    model = Channel

    def may_see(self, actor: Actor) -> Q:
        """Everybody of the organisation, while it is open."""
        return Q(organisation=actor.organisation_id, closed_at=None) if actor.present else NEVER

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards make it anew and close it."""
        return self.may_see(actor) if actor.keeps else NEVER


reports = ReportPolicy()
channels = ChannelPolicy()
