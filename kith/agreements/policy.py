"""Who may do what with an agreement."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.access.models import Acknowledgement
from kith.access.policy import NEVER, Policy
from kith.agreements.models import Agreement, Party, Receipt, Recipient, Remark, Revision, Signature
from kith.core import clock
from kith.core.actor import Actor, Role


class AgreementPolicy(Policy[Agreement]):
    """Who may do what with an agreement."""

    model = Agreement
    refusals = {
        "sign": _(
            "Only the signatory whom your organisation named may sign, while the agreement is out for signature."
        ),
        "change": _("Only owners and stewards of a side that sees it may change it, until it goes out for signature."),
        "attest": _("Only owners and stewards of a party that has not signed yet may attest a signature on paper."),
        "show": _("Only owners and stewards of the side that drafted it may lay it open, once."),
        "remark": _("Remarks are made until all have signed, and not by auditors."),
        "share": _("Only owners and stewards may share, and only under an agreement that is in force."),
        "decline": _("Only owners and stewards of a party may say no to a renewal, while it renews by itself."),
        "acknowledge": _("It does not ask you to take note of your duties, or you have."),
        "amend": _("Only owners and stewards of a party may amend an agreement, while no end of it is recorded."),
        "end": _(
            "Only owners and stewards of a party may record an end, and only of an agreement that all have signed."
        ),
    }

    def may_see(self, actor: Actor) -> Q:
        """The drafting side; once it is laid open, every party's people."""
        if not actor.present:
            return NEVER
        return Q(drafted_for=actor.organisation_id) | Q(Q(shown_at__isnull=False) & _is_party(actor))

    def may_change(self, actor: Actor) -> Q:
        """Keepers of the drafting side, and once it is laid open of every party, until it goes out for signature."""
        return Q(self.may_see(actor) & Q(sent_at=None)) if actor.keeps else NEVER

    def may_show(self, actor: Actor) -> Q:
        """Keepers of the drafting side, while nobody else sees it."""
        return Q(drafted_for=actor.organisation_id, shown_at=None, sent_at=None) if actor.keeps else NEVER

    def may_remark(self, actor: Actor) -> Q:
        """Whoever sees it and is no auditor, until all have signed."""
        return Q(self.may_see(actor) & Q(basis=None)) if actor.role not in (None, Role.AUDITOR) else NEVER

    def may_take_back(self, actor: Actor) -> Q:
        """Keepers of any party, while it waits for signatures."""
        out = Q(sent_at__isnull=False, basis=None)
        return Q(self.may_see(actor) & out) if actor.keeps else NEVER

    def may_sign(self, actor: Actor) -> Q:
        """The named signatory of a party that has not signed this text yet."""
        named = Party.objects.filter(
            agreement=OuterRef("pk"), organisation=actor.organisation_id, signatory=actor.person_id
        )
        return Q(Q(sent_at__isnull=False, basis=None) & _not_overtaken() & Exists(named) & ~_has_signed(actor))

    def may_attest(self, actor: Actor) -> Q:
        """Keepers of a party that has not signed this text yet: that it was signed on paper."""
        party = Party.objects.filter(agreement=OuterRef("pk"), organisation=actor.organisation_id)
        if not actor.keeps:
            return NEVER
        return Q(Q(sent_at__isnull=False, basis=None) & _not_overtaken() & Exists(party) & ~_has_signed(actor))

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

    def may_acknowledge(self, actor: Actor) -> Q:
        """Whom it lets in, while it is in force, asks everybody to take note of her duties, and she has not yet."""
        if not actor.present:
            return NEVER
        named = Q(kind="organisation") | Q(kind="person", person=actor.person_id)
        named |= Q(kind="team", team__in=list(actor.team_ids))
        lets_in = Recipient.objects.filter(named, agreement=OuterRef("pk"), organisation=actor.organisation_id)
        noted = Acknowledgement.objects.filter(
            basis=OuterRef("basis"), person=actor.person_id, organisation=actor.organisation_id
        )
        asks = Q(basis__duties_first=True, basis__starts_at__lte=clock.now()) & is_open("basis")
        return Q(self.may_see(actor) & asks & Exists(lets_in) & ~Exists(noted))

    def may_decline(self, actor: Actor) -> Q:
        """Keepers of a party, while it renews by itself and no end of it is recorded."""
        renews = Q(renewal_months__gt=0, declined_at=None)
        return Q(self.may_amend(actor) & renews) if actor.keeps else NEVER

    def may_end(self, actor: Actor) -> Q:
        """Keepers of a party, once signed and while no end is recorded."""
        return Q(self.may_stop(actor) & Q(ending=None)) if actor.keeps else NEVER


class RevisionPolicy(Policy[Revision]):
    """Who may read how the text stood once: those who see the agreement; of a private one the drafting side."""

    model = Revision

    def may_see(self, actor: Actor) -> Q:
        """The drafting side; the other parties, from when the draft was laid open."""
        if not actor.present:
            return NEVER
        return Q(agreement__drafted_for=actor.organisation_id) | Q(Q(private=False) & _of_visible(actor))


class RemarkPolicy(Policy[Remark]):
    """Who may read a remark: those who see the agreement; of one meant for the inside, her own side."""

    model = Remark
    refusals = {
        "settle": _("A remark is settled by those who keep agreements, or by who made it, until all have signed.")
    }

    def may_see(self, actor: Actor) -> Q:
        """Its own side; when it is for both, everybody who sees the agreement."""
        if not actor.present:
            return NEVER
        return Q(said_for=actor.organisation_id) | Q(Q(inside=False) & _of_visible(actor))

    def may_settle(self, actor: Actor) -> Q:
        """Who made it, and keepers who may read it; it is no answer, and the agreement is not signed by all."""
        if actor.role in (None, Role.AUDITOR):
            return NEVER
        hers = Q(said_by=actor.person_id, said_for=actor.organisation_id)
        who = Q(self.may_see(actor)) if actor.keeps else hers
        return who & Q(answers=None, agreement__basis=None)


def _of_visible(actor: Actor) -> Exists:
    """Whether the agreement that it belongs to may be seen."""
    return Exists(Agreement.objects.filter(agreements.may_see(actor), pk=OuterRef("agreement")))


class ReceiptPolicy(Policy[Receipt]):
    """Who may see a receipt: the people of the side it was issued to who keep its agreements, and its auditors."""

    model = Receipt

    def may_see(self, actor: Actor) -> Q:
        """Keepers and auditors of the organisation whose receipt it is."""
        if not actor.present or actor.role is None or not (actor.keeps or actor.role == Role.AUDITOR):
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


def _has_signed(actor: Actor) -> Exists:
    """Whether the actor's side has signed the present text."""
    return Exists(
        Signature.objects.filter(
            agreement=OuterRef("pk"), organisation=actor.organisation_id, text_sha256=OuterRef("text_sha256")
        )
    )


def _is_party(actor: Actor) -> Exists:
    return Exists(Party.objects.filter(agreement=OuterRef("pk"), organisation=actor.organisation_id))


agreements = AgreementPolicy()
revisions = RevisionPolicy()
remarks = RemarkPolicy()
receipts = ReceiptPolicy()
