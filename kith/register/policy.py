"""Who may do what in the register."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor, Role
from kith.core.classification import Classification
from kith.register.models import Asset, Invention, Maker


def reads_all(actor: Actor) -> bool:
    """Whether she reads all of her organisation's register."""
    return actor.present and (actor.keeps or actor.role is Role.AUDITOR)


class AssetPolicy(Policy[Asset]):
    """Who may do what with an asset, its rights, its licences and the measures that keep it secret."""

    model = Asset
    refusals = {
        "run": _("Owners and stewards keep the register, while the asset is not given up. Ask one of yours."),
        "tend": _("The custodian, owners and stewards see to it, while the asset is not given up."),
        "pack": _("Owners, stewards, auditors and the custodian make this file, for what is kept secret."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Keepers and auditors of its organisation; its custodian and those of its people who made it; what is held no
        more closely than inside the company, all of its people."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        if reads_all(actor):
            return ours
        made = Maker.objects.filter(person=actor.person_id).values("asset")
        open_ = Q(classification__lte=Classification.INTERNAL)
        return ours & (open_ | Q(custodian=actor.person_id) | Q(pk__in=made))

    def may_run(self, actor: Actor) -> Q:
        """Keepers, until it is given up."""
        return Q(organisation=actor.organisation_id, given_up_at=None) if actor.keeps else NEVER

    def may_tend(self, actor: Actor) -> Q:
        """Keepers and its custodian, until it is given up."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id, given_up_at=None)
        return ours if actor.keeps else ours & Q(custodian=actor.person_id)

    def may_pack(self, actor: Actor) -> Q:
        """Keepers, auditors and its custodian: of a trade secret, or know-how."""
        if not actor.present:
            return NEVER
        kept = Q(organisation=actor.organisation_id, kind__in=("secret", "knowhow"))
        return kept if reads_all(actor) else kept & Q(custodian=actor.person_id)


class InventionPolicy(Policy[Invention]):
    """Who may do what with what somebody thinks she has invented."""

    model = Invention
    refusals = {
        "edit": _("Whoever told it mends it, until it is answered."),
        "answer": _("Owners and stewards answer it, once."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Keepers and auditors of the organisation, who told it, and its inventors."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        if reads_all(actor):
            return ours
        hers = Invention.inventors.through.objects.filter(person=actor.person_id).values("invention")
        return ours & (Q(told_by=actor.person_id) | Q(pk__in=hers))

    def may_edit(self, actor: Actor) -> Q:
        """Who told it, until it is answered."""
        if not actor.present:
            return NEVER
        return Q(organisation=actor.organisation_id, told_by=actor.person_id, closed_at=None)

    def may_answer(self, actor: Actor) -> Q:
        """Keepers, until it is answered."""
        return Q(organisation=actor.organisation_id, closed_at=None) if actor.keeps else NEVER


assets = AssetPolicy()
inventions = InventionPolicy()
