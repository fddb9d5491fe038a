"""Who may see which partnership, organisation and person. Nobody learns of anyone she has no partnership with."""

from django.db.models import Exists, OuterRef, Q

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.identity.models import Membership, Organisation, Person
from kith.partnerships.models import Partnership


class PartnershipPolicy(Policy[Partnership]):
    """Who may do what with a partnership."""

    model = Partnership

    def may_see(self, actor: Actor) -> Q:
        """The people of its two sides."""
        if not actor.present:
            return NEVER
        return Q(first=actor.organisation_id) | Q(second=actor.organisation_id)

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards of either side: write aims, draft agreements."""
        return self.may_see(actor) if actor.keeps else NEVER


class OrganisationPolicy(Policy[Organisation]):
    """Of which organisations somebody may know."""

    model = Organisation

    def may_see(self, actor: Actor) -> Q:
        """Her own, and those with which it has a partnership."""
        if not actor.present:
            return NEVER
        mine = Partnership.objects.filter(PartnershipPolicy.may_see(partnerships, actor))
        return Q(Q(pk=actor.organisation_id) | Exists(mine.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))))


class PersonPolicy(Policy[Person]):
    """Of which people somebody may know."""

    model = Person

    def may_see(self, actor: Actor) -> Q:
        """Those who belong to an organisation she may know of, and herself."""
        if not actor.present:
            return NEVER
        known = organisations.scope(actor)
        there = Membership.objects.filter(person=OuterRef("pk"), ended_at=None, organisation__in=known)
        return Q(Q(pk=actor.person_id) | Exists(there))


partnerships = PartnershipPolicy()
organisations = OrganisationPolicy()
people = PersonPolicy()
