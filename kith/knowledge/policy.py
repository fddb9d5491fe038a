"""Who may do what with spaces and items."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.models import Ability, ContainerKind
from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.knowledge import sight
from kith.knowledge.models import Item, Space, Template, Thread
from kith.knowledge.sight import Outline, Sight


class ItemPolicy(Policy[Item]):
    """Who may do what with an item."""

    model = Item
    refusals = {
        "edit": _("You may read this, not change it. Ask its owner."),
        "share": _("Owners and stewards share with partners. Ask one of yours."),
        "verify": _("Only people of the owner's organisation may verify this."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Within her reach and published; drafts and the bin are for those who may edit."""
        return seen(sight.of(actor))

    def may_edit(self, actor: Actor) -> Q:
        """Within her reach for writing, of her own organisation."""
        return editable(sight.of(actor))

    def may_use(self, actor: Actor) -> Q:
        """Whoever may read an item may say that she used it."""
        return self.may_see(actor)

    def may_comment(self, actor: Actor) -> Q:
        """Whoever may read it, and whoever may write it while nobody else may read it yet."""
        return self.may_see(actor) | self.may_edit(actor)

    def may_share(self, actor: Actor) -> Q:
        """Keepers of the owner's organisation."""
        return self.may_edit(actor) if actor.keeps else NEVER

    def may_verify(self, actor: Actor) -> Q:
        """Whoever of the owner's organisation may see it."""
        return self.may_see(actor) & Q(organisation=actor.organisation_id)


def seen(view: Sight | Outline) -> Q:
    """The items a sight shows: published and not binned."""
    return sight.rule(view) & published()


def published() -> Q:
    """The items that have a text for readers and do not lie in the bin."""
    return Q(current__isnull=False, binned_at=None)


def editable(view: Sight | Outline) -> Q:
    """The items a sight may change, drafts and the bin included."""
    return sight.rule(view, Ability.WRITE) & Q(organisation=view.actor.organisation_id)


class ThreadPolicy(Policy[Thread]):
    """Who may do what with a thread."""

    model = Thread

    def may_see(self, actor: Actor) -> Q:
        """Whoever may see its item: people of the item's organisation, and of the partner it was opened to."""
        view = sight.of(actor)
        items = Item.objects.filter(seen(view) | editable(view)).values("pk")
        return Q(item__in=items) & among(actor)

    def may_answer(self, actor: Actor) -> Q:
        """Whoever may see it."""
        return self.may_see(actor)

    def may_resolve(self, actor: Actor) -> Q:
        """Whoever may change its item, and whoever opened it."""
        changeable = Item.objects.filter(editable(sight.of(actor))).values("pk")
        return self.may_see(actor) & (Q(item__in=changeable) | Q(opened_by=actor.person_id))


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
        """Those to whom it is open for writing, in their own organisation."""
        view = sight.of(actor)
        return self._doors(view, Ability.WRITE) & Q(organisation=actor.organisation_id, closed_at=None)

    def may_share(self, actor: Actor) -> Q:
        """Owners and stewards of its organisation."""
        return Q(organisation=actor.organisation_id) if actor.keeps else NEVER

    def may_manage(self, actor: Actor) -> Q:
        """Owners and stewards of its organisation, and whoever opened it while she may write in it."""
        return Q(self.may_share(actor) | (Q(created_by=actor.person_id) & self.may_write(actor)))

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


items = ItemPolicy()
spaces = SpacePolicy()
threads = ThreadPolicy()
templates = TemplatePolicy()
