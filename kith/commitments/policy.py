"""Who may do what with commitments."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.commitments.models import Closure, Commitment
from kith.commitments.subjects import SUBJECTS
from kith.core.actor import Actor


class CommitmentPolicy(Policy[Commitment]):
    """Who may do what with a commitment."""

    model = Commitment
    refusals = {
        "keep": _("Whoever promised it says when it is done, or who asked for it."),
        "postpone": _("Whoever promised it puts it off, or who asked for it."),
        "run": _("Whoever asked for it decides this, or a steward."),
        "check": _("Somebody of the organisation whose page it is checks it, and not who has done it."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Whoever may see what it is about; of the organisation whose thing that is also its owner and its maker.

        One partner is not told what another one has promised.
        """
        if not actor.present:
            return NEVER
        own = Q(organisation=actor.organisation_id)
        things = Q(pk__in=())
        for kind, subject in SUBJECTS.items():
            things |= Q(about=kind, about_id__in=subject.seen(actor))
        return (told(actor) & things) | (own & (Q(owner=actor.person_id) | Q(made_by=actor.person_id)))

    def may_keep(self, actor: Actor) -> Q:
        """Its owner, its maker, and the keepers of the organisation whose thing it is about, while it is open."""
        return self.may_see(actor) & (self._its(actor) | self._made(actor)) & ~closed()

    def may_postpone(self, actor: Actor) -> Q:
        """Those who may keep it."""
        return self.may_keep(actor)

    def may_run(self, actor: Actor) -> Q:
        """Its maker, and the keepers: drop it, or give it to somebody else, while it is open."""
        return self.may_see(actor) & self._made(actor) & ~closed()

    def may_check(self, actor: Actor) -> Q:
        """Whoever of the organisation whose thing it is about may see it and has not closed it herself."""
        waits = Closure.objects.filter(commitment=OuterRef("pk"), undone_at=None, kept=True, check_row=None)
        others = waits.exclude(by=actor.person_id)
        return self.may_see(actor) & Q(organisation=actor.organisation_id, check_on__isnull=False) & Q(Exists(others))

    def _its(self, actor: Actor) -> Q:
        return Q(owner=actor.person_id, owner_organisation=actor.organisation_id)

    def _made(self, actor: Actor) -> Q:
        """Of the organisation whose thing it is about: who made it, and the keepers."""
        own = Q(organisation=actor.organisation_id)
        return own if actor.keeps else own & Q(made_by=actor.person_id)


def told(actor: Actor) -> Q:
    """Of what is about a thing that somebody may see, what she is told: not what another partner has promised."""
    firm = actor.organisation_id
    return Q(organisation=firm) | Q(owner_organisation=F("organisation")) | Q(owner_organisation=firm)


def closed() -> Q:
    """The commitments that have ended."""
    return Q(Exists(Closure.objects.filter(commitment=OuterRef("pk"), undone_at=None)))


def unchecked() -> Q:
    """The commitments that were kept, where nobody has said yet whether it worked and somebody was to."""
    done = Closure.objects.filter(commitment=OuterRef("pk"), undone_at=None, kept=True, check_row=None)
    return Q(check_on__isnull=False) & Q(Exists(done))


commitments = CommitmentPolicy()
