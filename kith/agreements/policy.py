"""Who may do what with an agreement."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.agreements.models import Agreement, Party, Receipt, Signature
from kith.core import clock
from kith.core.actor import Actor


class AgreementPolicy(Policy[Agreement]):
    """Who may do what with an agreement."""

    model = Agreement
    refusals = {
        "sign": _(
            "Only the signatory whom your organisation named may sign, while the agreement is out for signature."
        ),
        "change": _(
            "Only owners and stewards of the side that drafted it may change it, until it goes out for signature."
        ),
        "share": _("Only owners and stewards may share, and only under an agreement that is in force."),
        "amend": _("Only owners and stewards of a party may amend an agreement, while no end of it is recorded."),
        "end": _(
            "Only owners and stewards of a party may record an end, and only of an agreement that all have signed."
        ),
    }

    def may_see(self, actor: Actor) -> Q:
        """The drafting side; once sent out, every party's people."""
        if not actor.present:
            return NEVER
        return Q(drafted_for=actor.organisation_id) | Q(Q(sent_at__isnull=False) & _is_party(actor))

    def may_change(self, actor: Actor) -> Q:
        """Keepers of the drafting side, while it is a draft."""
        return Q(drafted_for=actor.organisation_id, sent_at=None) if actor.keeps else NEVER

    def may_take_back(self, actor: Actor) -> Q:
        """Keepers of any party, while it waits for signatures."""
        out = Q(sent_at__isnull=False, basis=None)
        return Q(self.may_see(actor) & out) if actor.keeps else NEVER

    def may_sign(self, actor: Actor) -> Q:
        """The named signatory of a party that has not signed this text yet."""
        named = Party.objects.filter(
            agreement=OuterRef("pk"), organisation=actor.organisation_id, signatory=actor.person_id
        )
        signed = Signature.objects.filter(
            agreement=OuterRef("pk"),
            organisation=actor.organisation_id,
            text_sha256=OuterRef("text_sha256"),
        )
        return Q(Q(sent_at__isnull=False, basis=None) & _not_overtaken() & Exists(named) & ~Exists(signed))

    def may_share(self, actor: Actor) -> Q:
        """Keepers of a party, while the agreement is in force."""
        begun = Q(basis__starts_at__lte=clock.now())
        return Q(self.may_see(actor) & begun & is_open("basis")) if actor.keeps else NEVER

    def may_stop(self, actor: Actor) -> Q:
        """Keepers of a party, for what is their own, whenever the agreement was signed."""
        return Q(self.may_see(actor) & Q(basis__isnull=False)) if actor.keeps else NEVER

    def may_amend(self, actor: Actor) -> Q:
        """Keepers of a party, once all have signed and until it runs out or an end is recorded."""
        return Q(self.may_see(actor) & is_open("basis") & Q(ending=None)) if actor.keeps else NEVER

    def may_end(self, actor: Actor) -> Q:
        """Keepers of a party, once signed and while no end is recorded."""
        return Q(self.may_stop(actor) & Q(ending=None)) if actor.keeps else NEVER


class ReceiptPolicy(Policy[Receipt]):
    """Who may see a receipt: the people of the side it was issued to who keep its agreements, and its auditors."""

    model = Receipt

    def may_see(self, actor: Actor) -> Q:
        """Keepers and auditors of the organisation whose receipt it is."""
        if not actor.present or actor.role is None or not (actor.keeps or actor.role == "auditor"):
            return NEVER
        return Q(organisation=actor.organisation_id)


def is_open(basis: str) -> Q:
    """Whether that basis was laid and has not closed yet."""
    now = clock.now()
    return Q(**{f"{basis}__ends_at__gt": now}) & (
        Q(**{f"{basis}__ended_at": None}) | Q(**{f"{basis}__ended_at__gt": now})
    )


def _not_overtaken() -> Q:
    """Whether what it amends, if it amends anything, is still there to be amended."""
    return Q(amends=None) | (is_open("amends__basis") & Q(amends__ending=None))


def _is_party(actor: Actor) -> Exists:
    return Exists(Party.objects.filter(agreement=OuterRef("pk"), organisation=actor.organisation_id))


agreements = AgreementPolicy()
receipts = ReceiptPolicy()
