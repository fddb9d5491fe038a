"""Who may do what with audits and findings. Partners may nothing here, ever."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.access.policy import NEVER, Policy
from kith.assurance.models import Audit, Finding, Step
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Unseen
from kith.identity.models import Membership

READERS = [role.value for role in Role if role.keeps or role is Role.AUDITOR]
MENDED = (Step.What.DONE, Step.What.SAID)


def reads(actor: Actor) -> bool:
    """Whether she is an owner, a steward or an auditor of the organisation that she acts for."""
    return actor.present and (actor.keeps or actor.role is Role.AUDITOR)


def require_reader(by: Actor) -> None:
    """See that somebody may read what checks and evidence maps say.

    Raises:
        Unseen: she is neither owner, steward nor auditor.
    """
    if not reads(by):
        raise Unseen("Audit")


def require_keeper(by: Actor) -> None:
    """See that somebody may say which clauses of a standard apply.

    Raises:
        Unseen: she reads nothing here.
        Denied: she is neither owner nor steward.
    """
    require_reader(by)
    if not by.keeps:
        raise Denied(
            _("Owners and stewards say what applies. Tell one of yours."),
            ability="run",
            kind="assurance",
            object_id=by.organisation_id,
        )


class AuditPolicy(Policy[Audit]):
    """Who may do what with an audit."""

    model = Audit
    refusals = {"run": lazy("Its auditor does this, until she closes it.")}

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of the organisation."""
        return Q(organisation=actor.organisation_id) if reads(actor) else NEVER

    def may_run(self, actor: Actor) -> Q:
        """Its auditor runs, answers, grades and closes it, while it is open; an owner, when she is there no more."""
        if not reads(actor):
            return NEVER
        hers = Q(auditor=actor.person_id)
        if actor.role is Role.OWNER:
            there = Membership.objects.filter(
                organisation=OuterRef("organisation"), person=OuterRef("auditor"), ended_at=None, role__in=READERS
            )
            hers |= Q(~Exists(there))
        return Q(organisation=actor.organisation_id, closed_at=None) & hers


class FindingPolicy(Policy[Finding]):
    """Who may do what with a finding."""

    model = Finding
    refusals = {
        "answer": lazy("Whoever it was given to says what was done, until it is closed."),
        "look": lazy("An owner, a steward or an auditor looks again: somebody else than whoever mends it."),
        "move": lazy("Owners, stewards and auditors do this, until it is closed: nobody with a finding of her own."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Owners, stewards and auditors of the organisation, and whoever it was given to."""
        if not actor.present:
            return NEVER
        ours = Q(organisation=actor.organisation_id)
        return ours if reads(actor) else ours & Q(owner=actor.person_id)

    def may_answer(self, actor: Actor) -> Q:
        """Whoever it was given to says what was done, until it is closed."""
        return Q(organisation=actor.organisation_id, owner=actor.person_id, closed_at=None) if actor.present else NEVER

    def may_look(self, actor: Actor) -> Q:
        """Somebody who reads audits looks again: neither who mends it now nor who said that she did."""
        if not reads(actor):
            return NEVER
        mended = Step.objects.filter(finding=OuterRef("pk"), by=actor.person_id, what__in=MENDED)
        hers = Q(owner=actor.person_id) | Q(Exists(mended))
        return Q(organisation=actor.organisation_id, closed_at=None) & ~hers

    def may_move(self, actor: Actor) -> Q:
        """The same people give it to somebody else, or another day."""
        return self.may_look(actor)


audits = AuditPolicy()
findings = FindingPolicy()
