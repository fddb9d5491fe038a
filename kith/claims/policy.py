"""Who may do what with advisers, insurance and claims. Partners may nothing here, ever."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.access.policy import NEVER, Policy
from kith.claims.models import Adviser, Claim, Cover
from kith.core.actor import Actor, Role
from kith.core.errors import Denied


def reads(actor: Actor) -> bool:
    """Whether she is an owner, a steward or an auditor."""
    return actor.present and (actor.keeps or actor.role is Role.AUDITOR)


def require_keeper(by: Actor) -> None:
    """See that somebody may write down what is claimed, insured, and who advises.

    Raises:
        Denied: she is neither owner nor steward.
    """
    if not by.keeps:
        raise Denied(
            _("Owners and stewards write this down. Tell one of yours."),
            ability="run",
            kind="claims",
            object_id=by.organisation_id,
        )


class ClaimPolicy(Policy[Claim]):
    """Who may do what with a claim."""

    model = Claim
    refusals = {
        "note": lazy("Owners, stewards and whoever sees to it write steps down, until it is closed."),
        "run": lazy("Owners and stewards do this, until it is closed."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of the organisation, and who sees to it."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        return ours if reads(actor) else ours & Q(responsible=actor.person_id)

    def may_note(self, actor: Actor) -> Q:
        """Owners, stewards and who sees to it write down what happened, until it is closed."""
        if not actor.present:
            return NEVER
        open_ = Q(organisation=actor.organisation_id, closed_at=None)
        return open_ if actor.keeps else open_ & Q(responsible=actor.person_id)

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards change and close it, until it is closed."""
        return Q(organisation=actor.organisation_id, closed_at=None) if actor.keeps else NEVER


class CoverPolicy(Policy[Cover]):
    """Who may do what with an insurance."""

    model = Cover
    refusals = {
        "run": lazy("Owners and stewards do this, until it is given up."),
        "end": lazy("Owners and stewards renew it or give it up, once."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of the organisation, who sees to it, and who sees to a claim under it."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        if reads(actor):
            return ours
        hers = Claim.objects.filter(organisation=actor.organisation_id, responsible=actor.person_id)
        return ours & (Q(responsible=actor.person_id) | Q(pk__in=hers.filter(cover__isnull=False).values("cover")))

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards correct it, until it is given up."""
        return Q(organisation=actor.organisation_id, ended_at=None) if actor.keeps else NEVER

    def may_end(self, actor: Actor) -> Q:
        """Owners and stewards renew it or give it up, until one or the other is done."""
        return Q(self.may_run(actor) & Q(renewed_by=None)) if actor.keeps else NEVER


class AdviserPolicy(Policy[Adviser]):
    """Who may do what with an adviser."""

    model = Adviser
    refusals = {"run": lazy("Owners and stewards do this, while she advises us.")}

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of the organisation, and who sees to a claim or an insurance that names her."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        if reads(actor):
            return ours
        hers = {"organisation": actor.organisation_id, "responsible": actor.person_id, "adviser__isnull": False}
        named = Q(pk__in=Claim.objects.filter(**hers).values("adviser"))
        return ours & (named | Q(pk__in=Cover.objects.filter(**hers).values("adviser")))

    def may_run(self, actor: Actor) -> Q:
        """Owners and stewards correct her row and end it, while she advises us."""
        return Q(organisation=actor.organisation_id, ended_at=None) if actor.keeps else NEVER


claims = ClaimPolicy()
covers = CoverPolicy()
advisers = AdviserPolicy()
