"""Who may do what with conversions and capture sessions."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.core.actor import Actor
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item, Space
from kith.spiral.models import Confirmation, Conversion, Part, Participant, Retraction, Session
from kith.spiral.modes import Mode, Role


class ConversionPolicy(Policy[Conversion]):
    """Who may do what with a conversion."""

    model = Conversion
    refusals = {
        "confirm": _("Somebody else than who recorded it says that it was so; what was taken down from somebody, she."),
        "retract": _("Whoever recorded it retracts it, or a steward."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Whoever may see one of its items; people of another organisation than the one that it belongs to, one of
        that organisation's. So a firm does not learn what a partner makes of what it lent."""
        if not actor.present:
            return NEVER
        items = Item.objects.filter(knowledge.open_to(sight.of(actor)))
        parts = Part.objects.filter(conversion=OuterRef("pk"))
        own = Q(organisation=actor.organisation_id) & Q(Exists(parts.filter(item__in=items.values("pk"))))
        theirs = items.filter(organisation=OuterRef(OuterRef("organisation"))).values("pk")
        return own | Q(Exists(parts.filter(item__in=theirs)))

    def may_confirm(self, actor: Actor) -> Q:
        """An externalization: its source. Others: who took part, and the people whose item it is, but not whoever
        recorded it."""
        people = Participant.objects.filter(conversion=OuterRef("pk"), person=actor.person_id)
        source = Q(mode=Mode.EXTERNALIZATION) & Q(Exists(people.filter(role=Role.SOURCE)))
        others = ~Q(mode=Mode.EXTERNALIZATION) & ~Q(recorded_by=actor.person_id)
        others &= Q(organisation=actor.organisation_id) | Q(Exists(people))
        return self.may_see(actor) & (source | others) & ~confirmed() & ~retracted()

    def may_retract(self, actor: Actor) -> Q:
        """Whoever recorded it, and the keepers of the organisation whose item it is."""
        own = Q(organisation=actor.organisation_id)
        keepers = own if actor.keeps else NEVER
        return self.may_see(actor) & (Q(recorded_by=actor.person_id) | keepers) & ~retracted()


def confirmed() -> Q:
    """The conversions of which somebody else has said that they were so."""
    return Q(Exists(Confirmation.objects.filter(conversion=OuterRef("pk"))))


def retracted() -> Q:
    """The conversions that were not so after all."""
    return Q(Exists(Retraction.objects.filter(conversion=OuterRef("pk"))))


class SessionPolicy(Policy[Session]):
    """Who may do what with a session."""

    model = Session
    refusals = {"write": _("This session is over; what came of it is its page.")}

    def may_see(self, actor: Actor) -> Q:
        """Whoever may write in the space where its page will stand."""
        if not actor.present:
            return NEVER
        return Q(space__in=Space.objects.filter(knowledge.spaces.may_write(actor)).values("pk"))

    def may_write(self, actor: Actor) -> Q:
        """Whoever may see it, until it is over."""
        return self.may_see(actor) & Q(closed_at=None)


conversions = ConversionPolicy()
sessions = SessionPolicy()
