"""Who may do what with spaces and items."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.models import Ability, ContainerKind
from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.knowledge import sight
from kith.knowledge.models import AccessRequest, Arrangement, Item, Space, Template, Thread
from kith.knowledge.sight import Outline, Sight


class ItemPolicy(Policy[Item]):
    """Who may do what with an item."""

    model = Item
    refusals = {
        "edit": _("You may read this, not change it. Ask its owner."),
        "share": _("Owners and stewards share with partners. Ask one of yours."),
        "arrange": _("Only people of the organisation whose page it is move it or put it into the bin."),
        "govern": _("Only people of the organisation whose page it is decide this."),
        "comment": _("What was written together here is kept as it was at the end; nothing is added any more."),
        "verify": _("Whoever is named for it vouches for this page, its owner, or a steward of its organisation."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Within her reach and published; drafts and the bin are for those who may edit."""
        return seen(sight.of(actor))

    def may_edit(self, actor: Actor) -> Q:
        """Within her reach for writing, while it is neither frozen nor final. Others than the owner's people: not in
        the bin."""
        return editable(sight.of(actor))

    def may_arrange(self, actor: Actor) -> Q:
        """Whoever of the owner's organisation may change it moves and bins it."""
        return self.may_edit(actor) & Q(organisation=actor.organisation_id)

    def may_govern(self, actor: Actor) -> Q:
        """Its owner's people within whose reach for writing it stands, frozen or not: how closely it is held, whose it
        is, who is let in."""
        return sight.rule(sight.of(actor), Ability.WRITE) & Q(organisation=actor.organisation_id)

    def may_use(self, actor: Actor) -> Q:
        """Whoever may read an item may say that she used it."""
        return self.may_see(actor)

    def may_comment(self, actor: Actor) -> Q:
        """Whoever may read it, while nothing has frozen it, and whoever may write it while nobody may read it yet."""
        view = sight.of(actor)
        return open_to(view) & thawed(view)

    def may_share(self, actor: Actor) -> Q:
        """Keepers of the owner's organisation."""
        return self.may_govern(actor) if actor.keeps else NEVER

    def may_verify(self, actor: Actor) -> Q:
        """The person or the team named for it, from a partner's firm too, its owner, and the keepers; where nobody is
        named, whoever of its organisation may see it."""
        own = Q(organisation=actor.organisation_id)
        keepers = own if actor.keeps else NEVER
        free = own & (Q(verifier=None, verifier_team=None) | Q(owner=actor.person_id))
        named = Q(verifier=actor.person_id) | Q(verifier_team__in=list(actor.team_ids))
        return self.may_see(actor) & (keepers | free | (Q(verifier_firm=actor.organisation_id) & named))


def seen(view: Sight | Outline) -> Q:
    """The items a sight shows: published and not binned."""
    return sight.rule(view) & published()


def published() -> Q:
    """The items that have a text for readers and do not lie in the bin."""
    return Q(current__isnull=False, binned_at=None)


def editable(view: Sight | Outline) -> Q:
    """The items a sight may change, drafts included; of its own organisation's also what lies in the bin."""
    own = Q(organisation=view.actor.organisation_id)
    return sight.rule(view, Ability.WRITE) & (own | Q(binned_at=None)) & thawed(view) & Q(final_at=None)


def open_to(view: Sight | Outline) -> Q:
    """The items of which a sight shows the page: those it shows to read, and those it may change."""
    return seen(view) | editable(view)


def thawed(view: Sight | Outline) -> Q:
    """The items that stand in no frozen space."""
    return ~Q(space__pk__in=view.frozen) if view.frozen else Q()


class ThreadPolicy(Policy[Thread]):
    """Who may do what with a thread."""

    model = Thread
    refusals = {
        "answer": _("What was written together here is kept as it was at the end; nothing is added any more."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Whoever may see its item: people of the item's organisation, and of the partner it was opened to."""
        items = Item.objects.filter(open_to(sight.of(actor))).values("pk")
        return Q(item__in=items) & among(actor)

    def may_answer(self, actor: Actor) -> Q:
        """Whoever may see it, while its item is not frozen."""
        view = sight.of(actor)
        items = Item.objects.filter(open_to(view) & thawed(view)).values("pk")
        return Q(item__in=items) & among(actor)

    def may_resolve(self, actor: Actor) -> Q:
        """Whoever may change its item, and whoever opened it while she may answer."""
        changeable = Item.objects.filter(editable(sight.of(actor))).values("pk")
        return self.may_answer(actor) & (Q(item__in=changeable) | Q(opened_by=actor.person_id))


def among(actor: Actor) -> Q:
    """The threads that are meant for people of the actor's organisation, whatever the item."""
    return Q(item__organisation=actor.organisation_id) | Q(partner=actor.organisation_id)


def own_comments(actor: Actor) -> Q:
    """The comments that she herself made and has not taken back, for that organisation."""
    return Q(person=actor.person_id, organisation=actor.organisation_id, taken_back_at=None)


class TemplatePolicy(Policy[Template]):
    """Who may do what with a template."""

    model = Template
    refusals = {"edit": _("Owners and stewards write templates. Ask one of yours.")}

    def may_see(self, actor: Actor) -> Q:
        """Everyone of its organisation."""
        return Q(organisation=actor.organisation_id) if actor.present else NEVER

    def may_edit(self, actor: Actor) -> Q:
        """Owners and stewards of its organisation."""
        return self.may_see(actor) if actor.keeps else NEVER


class SpacePolicy(Policy[Space]):
    """Who may do what with a space."""

    model = Space
    refusals = {"write": _("You may read this space, not write in it. Ask a steward.")}

    def may_see(self, actor: Actor) -> Q:
        """Open to her as a whole. A door to a single item does not show the name of the space it stands in."""
        return self._doors(sight.of(actor))

    def may_write(self, actor: Actor) -> Q:
        """Those to whom it is open for writing, while nothing has frozen it."""
        view = sight.of(actor)
        thaw = ~Q(pk__in=view.frozen) if view.frozen else Q()
        return self._doors(view, Ability.WRITE) & Q(closed_at=None) & thaw

    def may_share(self, actor: Actor) -> Q:
        """Owners and stewards of its organisation."""
        return Q(organisation=actor.organisation_id) if actor.keeps else NEVER

    def may_manage(self, actor: Actor) -> Q:
        """Owners and stewards of its organisation, and whoever opened it while she may write in it for that
        organisation."""
        opener = Q(created_by=actor.person_id, organisation=actor.organisation_id)
        return Q(self.may_share(actor) | (opener & self.may_write(actor)))

    def shows(self, view: Sight, space: Space) -> bool:
        """`may_see` for a space at hand, from the same doors, without asking the database."""
        spaces, organisations = opened(view, Ability.READ)
        return space.pk in spaces or space.organisation_id in organisations

    def _doors(self, view: Sight, ability: Ability = Ability.READ) -> Q:
        return within(*opened(view, ability))


def within(spaces: list[int], organisations: list[int]) -> Q:
    """Those spaces, and all of those organisations."""
    return Q(pk__in=spaces) | Q(organisation__pk__in=organisations)


def opened(view: Sight, ability: Ability) -> tuple[list[int], list[int]]:
    """The spaces and the organisations to whose spaces a sight's doors lead."""
    doors = [d for d in view.reach.doors if ability == Ability.READ or d.ability == Ability.WRITE]
    return (
        [d.container_id for d in doors if d.kind == ContainerKind.SPACE],
        [d.container_id for d in doors if d.kind == ContainerKind.ORGANISATION],
    )


class ArrangementPolicy(Policy[Arrangement]):
    """Who may do what with an arrangement."""

    model = Arrangement

    def may_see(self, actor: Actor) -> Q:
        """Whoever asked for it, while she acts for the organisation for which she did."""
        return Q(person=actor.person_id, organisation=actor.organisation_id) if actor.present else NEVER


class RequestPolicy(Policy[AccessRequest]):
    """Who learns that somebody asks to be let in, and answers it."""

    model = AccessRequest

    def may_see(self, actor: Actor) -> Q:
        """Whoever may answer it. Who asked is told nothing about it."""
        return self.may_answer(actor)

    def may_answer(self, actor: Actor) -> Q:
        """Keepers of the organisation whose thing it is, and the owner of an item while she may govern it."""
        if not actor.present:
            return NEVER
        owns = Q(item__owner=actor.person_id, item__in=items.scope(actor, "govern").order_by().values("pk"))
        ours = Q(item__organisation=actor.organisation_id) | Q(space__organisation=actor.organisation_id)
        return Q(owns | ours) if actor.keeps else owns


items = ItemPolicy()
spaces = SpacePolicy()
threads = ThreadPolicy()
templates = TemplatePolicy()
arrangements = ArrangementPolicy()
requests = RequestPolicy()
