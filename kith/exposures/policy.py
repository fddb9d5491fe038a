"""Who may do what with what was told outside Kith, and who reads who was shown what."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor, Role
from kith.core.errors import Denied
from kith.exposures.models import Disclosure


class DisclosurePolicy(Policy[Disclosure]):
    """Who may do what with a disclosure that was written down."""

    model = Disclosure
    refusals = {"confirm": lazy("Owners and stewards, or whoever told it, confirm it in writing, once.")}

    def may_see(self, actor: Actor) -> Q:
        """Of its side: keepers, auditors, and who told it. Of the partner, once it was confirmed to them: keepers,
        auditors and those who were told."""
        if not actor.present:
            return NEVER
        reads = actor.keeps or actor.role is Role.AUDITOR
        ours = Q(owner=actor.organisation_id) if reads else Q(owner=actor.organisation_id, told_by=actor.person_id)
        theirs = Q(partner=actor.organisation_id, confirmed_at__isnull=False)
        heard = Disclosure.people.through.objects.filter(person=actor.person_id).values("disclosure")
        return ours | (theirs if reads else theirs & Q(pk__in=heard))

    def may_confirm(self, actor: Actor) -> Q:
        """Keepers of its side, and who told it, until it is confirmed or taken back."""
        if not actor.present:
            return NEVER
        who = Q(owner=actor.organisation_id)
        return (who if actor.keeps else who & Q(told_by=actor.person_id)) & Q(confirmed_at=None, retracted_at=None)

    def may_retract(self, actor: Actor) -> Q:
        """Keepers of its side, once."""
        return Q(owner=actor.organisation_id, retracted_at=None) if actor.keeps else NEVER


disclosures = DisclosurePolicy()


def require_reader(by: Actor) -> None:
    """See that somebody may read who was shown what.

    Raises:
        Denied: she is neither owner, steward nor auditor.
    """
    if not reads(by):
        raise Denied(
            _("Owners, stewards and auditors read who was shown what."),
            ability="read",
            kind="exposures",
            object_id=by.organisation_id,
        )


def reads(by: Actor) -> bool:
    """Whether she is an owner, a steward or an auditor."""
    return by.keeps or by.role is Role.AUDITOR


def require_keeper(by: Actor) -> None:
    """See that somebody may write down what was told.

    Raises:
        Denied: she is neither owner nor steward.
    """
    if not by.keeps:
        raise Denied(
            _("Owners and stewards write down what was told. Tell one of yours."),
            ability="tell",
            kind="exposures",
            object_id=by.organisation_id,
        )
